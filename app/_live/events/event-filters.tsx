"use client";

import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Icon } from "@/app/_ui/icon";
import { SearchInput } from "@/app/_ui/search-input";
import { AddFilter } from "./add-filter";
import type { EventQuery } from "./event-query";
import { filterChips } from "./filter-chips";

interface EventFiltersProps {
  readonly workspace: string;
  readonly query: EventQuery;
  readonly onChange: (query: EventQuery) => void;
  /** Behind *Add filter*. */
  readonly children?: React.ReactNode;
}

const TYPING_PAUSE_MS = 300;

/** Search by text, and the other filters as chips that can be taken away. */
export function EventFilters({ workspace, query, onChange, children }: EventFiltersProps) {
  const given = query.text ?? "";
  const [text, setText] = useState(given);
  // What was asked for last: when the address says something else, somebody changed it there.
  const asked = useRef(given);
  useEffect(() => {
    if (given === asked.current) return;
    asked.current = given;
    setText(given);
  }, [given]);
  useEffect(() => {
    if (text === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = text;
      onChange(withText(query, text));
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, query, onChange]);

  const chips = filterChips(query);
  return (
    <search className="flex flex-wrap items-center gap-2" aria-label="Filter events">
      <SearchInput
        placeholder="Search in ids and payloads"
        value={text}
        onValueChange={setText}
        className="w-72"
      />
      {chips.map((chip) => (
        <span
          key={chip.label}
          className="inline-flex h-7 max-w-80 items-center gap-1 rounded-chip bg-accent-soft pl-2 text-dense text-accent-text"
        >
          <span className="truncate" title={chip.label}>
            {chip.label}
          </span>
          <button
            type="button"
            aria-label={`Remove filter ${chip.label}`}
            onClick={() => onChange(chip.without)}
            className="grid size-7 shrink-0 place-items-center rounded-chip hover:bg-hover"
          >
            <Icon of={X} size={12} />
          </button>
        </span>
      ))}
      <AddFilter workspace={workspace} query={query} onChange={onChange} />
      {children}
      {chips.length + (query.text ? 1 : 0) > 1 ? (
        <Button variant="ghost" size="dense" onClick={() => onChange({})}>
          Clear filters
        </Button>
      ) : null}
    </search>
  );
}

function withText({ text: _, ...rest }: EventQuery, text: string): EventQuery {
  return text === "" ? rest : { ...rest, text };
}
