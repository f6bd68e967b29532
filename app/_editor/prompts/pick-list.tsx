"use client";

import type { LucideIcon } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { takeTypedAhead } from "./typed-ahead";

export interface PickItem {
  readonly id: string;
  readonly title: string;
  /** One line: what it does. */
  readonly detail?: string | undefined;
  readonly icon: LucideIcon;
  /** Heading that it stands under; items of one group follow each other. */
  readonly group?: string | undefined;
  /** At the right end: `↗ outside`, a shortcut. */
  readonly mark?: ReactNode;
  readonly isMono?: boolean | undefined;
}

interface PickListProps {
  /** What can be picked for a text that was typed; the first is highlighted. */
  readonly find: (query: string) => readonly PickItem[];
  readonly placeholder: string;
  readonly onPick: (id: string, query: string) => void;
  readonly onCancel: () => void;
  readonly empty: (query: string) => ReactNode;
  readonly className?: string;
}

/** A search box over a list: type to find, arrows to move, Enter to take. */
export function PickList({ find, placeholder, onPick, onCancel, empty, className }: PickListProps) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const takeAhead = useRef(() => {
    const ahead = takeTypedAhead();
    if (ahead.text !== "") setQuery(ahead.text);
    const first = ahead.isEntered && ahead.text !== "" ? find(ahead.text)[0] : undefined;
    if (first) onPick(first.id, ahead.text);
  });
  useEffect(() => takeAhead.current(), []);
  const items = find(query);
  const active = Math.min(at, items.length - 1);
  const move = (to: number) => {
    const next = (to + items.length) % Math.max(1, items.length);
    setAt(next);
    document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "ArrowDown") move(active + 1);
    else if (event.key === "ArrowUp") move(active - 1);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(items.length - 1);
    else if (event.key === "Escape") onCancel();
    else if (event.key === "Enter") {
      const item = items[active];
      if (item) onPick(item.id, query);
    } else return;
    event.preventDefault();
  };
  return (
    <div className={cn("flex min-h-0 flex-col", className)}>
      <div className="border-b p-2">
        <input
          // biome-ignore lint/a11y/noAutofocus: the list was just asked for; typing finds in it
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={items.length === 0 ? undefined : `${listId}-${active}`}
          aria-label={placeholder}
          aria-autocomplete="list"
          data-testid="pick-search"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="h-8 w-full bg-transparent px-1 text-body outline-none"
        />
      </div>
      <div id={listId} role="listbox" aria-label={placeholder} className="min-h-0 flex-1 overflow-y-auto p-1">
        {items.map((item, index) => {
          const isFirstOfGroup = item.group !== undefined && item.group !== items[index - 1]?.group;
          return (
            <div key={`${item.group}:${item.id}`} role="presentation">
              {isFirstOfGroup ? (
                <div className="px-2 pt-2 pb-1 text-label text-muted">{item.group}</div>
              ) : null}
              <PickRow
                item={item}
                id={`${listId}-${index}`}
                isActive={index === active}
                onHover={() => setAt(index)}
                onPick={() => onPick(item.id, query)}
              />
            </div>
          );
        })}
        {items.length === 0 ? <p className="px-3 py-4 text-dense text-text-2">{empty(query)}</p> : null}
      </div>
    </div>
  );
}

interface PickRowProps {
  readonly item: PickItem;
  readonly id: string;
  readonly isActive: boolean;
  readonly onHover: () => void;
  readonly onPick: () => void;
}

function PickRow({ item, id, isActive, onHover, onPick }: PickRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search box above keeps the focus and takes the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      data-testid={`pick:${item.id}`}
      onMouseMove={onHover}
      onClick={onPick}
      className={cn(
        "flex min-h-9 cursor-default items-center gap-3 rounded-control px-2 py-1",
        isActive && "bg-hover",
      )}
    >
      <Icon of={item.icon} className="text-text-2" />
      <span className="min-w-0 flex-1">
        <span
          className={cn("block truncate text-dense", item.isMono ? "font-mono text-mono" : "font-strong")}
        >
          {item.title}
        </span>
        {item.detail === undefined ? null : (
          <span className="line-clamp-2 text-label font-normal text-muted">{item.detail}</span>
        )}
      </span>
      {item.mark === undefined ? null : (
        <span className="shrink-0 text-label font-normal text-muted">{item.mark}</span>
      )}
    </div>
  );
}
