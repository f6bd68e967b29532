"use client";

import { Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Icon } from "@/app/_ui/icon";
import { Input } from "@/app/_ui/input";
import type { EventQuery } from "./use-event-list";

interface EventFiltersProps {
  readonly query: EventQuery;
  readonly onChange: (query: EventQuery) => void;
}

const TYPING_PAUSE_MS = 300;

/** Search by text, and the other filters as chips that can be taken away. */
export function EventFilters({ query, onChange }: EventFiltersProps) {
  const [text, setText] = useState(query.text ?? "");
  useEffect(() => {
    if (text === (query.text ?? "")) return;
    const timer = setTimeout(() => onChange(withText(query, text)), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, query, onChange]);

  const { topics, correlationId, key, ...rest } = query;
  const chips = [
    ...(topics ?? []).map((topic) => ({
      label: `Topic ${topic}`,
      without: { ...query, topics: (topics ?? []).filter((other) => other !== topic) },
    })),
    ...(correlationId === undefined
      ? []
      : [
          {
            label: `Conversation ${correlationId}`,
            without: { ...rest, ...(topics && { topics }), ...(key && { key }) },
          },
        ]),
    ...(key === undefined
      ? []
      : [
          {
            label: `Key ${key}`,
            without: { ...rest, ...(topics && { topics }), ...(correlationId && { correlationId }) },
          },
        ]),
  ];
  return (
    <search className="flex flex-wrap items-center gap-2" aria-label="Filter events">
      <div className="relative w-72">
        <Icon of={Search} className="pointer-events-none absolute top-2 left-2 text-muted" />
        <Input
          type="search"
          aria-label="Search in ids and payloads"
          placeholder="Search in ids and payloads"
          value={text}
          onValueChange={setText}
          className="pl-8"
        />
      </div>
      {chips.map((chip) => (
        <span
          key={chip.label}
          className="inline-flex h-7 max-w-80 items-center gap-1 rounded-chip bg-accent-soft pl-2 text-dense text-accent-text"
        >
          <span className="truncate">{chip.label}</span>
          <button
            type="button"
            aria-label={`Remove filter ${chip.label}`}
            onClick={() => onChange(chip.without)}
            className="grid size-7 place-items-center rounded-chip hover:bg-hover"
          >
            <Icon of={X} size={12} />
          </button>
        </span>
      ))}
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
