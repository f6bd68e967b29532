"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import Link from "next/link";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { formatExactTime, formatTime } from "@/app/_ui/format-time";
import type { DeliveryChip, EventRow } from "@/server/events/event-row";
import { DeliveryChips } from "./delivery-chips";
import { eventHref } from "./event-href";
import { eventKey } from "./use-event-list";
import { useNow } from "./use-now";
import { useOutcomes } from "./use-outcomes";

const ROW_HEIGHT = 32;

interface EventListProps {
  readonly workspace: string;
  readonly rows: readonly EventRow[];
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  readonly onLoadOlder: () => void;
  /** Leaves the topic out where all rows share it. */
  readonly hideTopic?: boolean;
}

const columns = "grid grid-cols-[9.5rem_12rem_8rem_minmax(8rem,1fr)_minmax(0,26rem)] items-center gap-3 px-3";
const columnsWithoutTopic =
  "grid grid-cols-[9.5rem_8rem_minmax(8rem,1fr)_minmax(0,26rem)] items-center gap-3 px-3";

/** Events, one line each, newest first. Only what is on screen is drawn; arrows move, Enter opens. */
export function EventList(props: EventListProps) {
  const { workspace, rows, hasOlder, isLoadingOlder, onLoadOlder, hideTopic = false } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow();
  const [active, setActive] = useState(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : eventKey(row);
    },
  });
  const items = virtual.getVirtualItems();
  const visible = items.flatMap((item) => rows[item.index] ?? []);
  const outcomes = useOutcomes(workspace, visible);

  const lastIndex = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasOlder && lastIndex > rows.length - 10) onLoadOlder();
  }, [hasOlder, lastIndex, rows.length, onLoadOlder]);

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus(),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    moveTo(active + step);
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-card border bg-surface shadow-1">
      <div
        className={`${hideTopic ? columnsWithoutTopic : columns} h-8 shrink-0 border-b bg-sunken text-label text-muted`}
        aria-hidden
      >
        <span>Received</span>
        {hideTopic ? null : <span>Topic</span>}
        <span>Key</span>
        <span>Event</span>
        <span className="text-right">Consumers</span>
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto" data-testid="event-list">
        <ul
          aria-label="Events"
          onKeyDown={onKeyDown}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <li
                key={item.key}
                className="absolute inset-x-0"
                style={{ top: item.start, height: ROW_HEIGHT }}
              >
                <EventLine
                  row={row}
                  workspace={workspace}
                  chips={outcomes.get(eventKey(row)) ?? []}
                  now={now}
                  index={item.index}
                  isTabStop={item.index === active}
                  hideTopic={hideTopic}
                  onFocus={() => setActive(item.index)}
                />
              </li>
            );
          })}
        </ul>
        {isLoadingOlder ? (
          <p className="p-3 text-center text-label text-muted">Loading older events…</p>
        ) : hasOlder ? (
          <div className="p-2 text-center">
            <Button variant="ghost" size="dense" onClick={onLoadOlder}>
              Load older events
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}

interface EventLineProps {
  readonly row: EventRow;
  readonly workspace: string;
  readonly chips: readonly DeliveryChip[];
  readonly now: Date;
  readonly index: number;
  readonly isTabStop: boolean;
  readonly hideTopic: boolean;
  readonly onFocus: () => void;
}

function EventLine({ row, workspace, chips, now, index, isTabStop, hideTopic, onFocus }: EventLineProps) {
  return (
    <Link
      href={eventHref(workspace, row)}
      data-index={index}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={onFocus}
      prefetch={false}
      className={`${hideTopic ? columnsWithoutTopic : columns} h-full border-b text-dense transition-colors hover:bg-hover focus-visible:outline-offset-[-2px]`}
    >
      <time
        dateTime={row.receivedAt.toISOString()}
        title={formatExactTime(row.receivedAt)}
        className="truncate text-text-2 tabular-nums"
      >
        {formatTime(row.receivedAt, now)}
      </time>
      {hideTopic ? null : <span className="truncate font-mono text-mono">{row.topic}</span>}
      <span className="truncate text-text-2" title={row.key ?? row.subject ?? undefined}>
        {row.key ?? row.subject ?? "–"}
      </span>
      <span className="truncate font-mono text-mono text-muted">
        {row.isTest ? <span className="mr-2 rounded-chip bg-off-soft px-1 text-off">test</span> : null}
        {row.preview.slice(0, 300)}
      </span>
      <DeliveryChips chips={chips} now={now} />
    </Link>
  );
}
