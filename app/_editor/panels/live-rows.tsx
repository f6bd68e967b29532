"use client";

import { Radio } from "lucide-react";
import Link from "next/link";
import { eventHref } from "@/app/_live/event-href";
import { useLive } from "@/app/_live/live-context";
import type { LiveRow } from "@/app/_live/live-flow";
import { TestTrafficNote } from "@/app/_live/test-traffic/test-traffic-note";
import { useTestEventsHidden } from "@/app/_live/test-traffic/use-test-traffic";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatDuration } from "@/app/_ui/format";
import { Pill } from "@/app/_ui/pill";
import { StateIcon } from "@/app/_ui/state-pill";
import { Time } from "@/app/_ui/time";
import type { ShownStatus } from "@/flow/delivery/delivery-status";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { LiveFilter } from "./live-filter";

const statuses: Readonly<Record<NonNullable<LiveFilter["status"]>, readonly ShownStatus[]>> = {
  ok: ["succeeded"],
  filtered: ["filtered"],
  failed: ["dead", "retrying"],
};

function fits(row: LiveRow, { topic, consumerId, status }: LiveFilter): boolean {
  if (topic !== undefined && row.topic !== topic) return false;
  if (consumerId === undefined && status === undefined) return true;
  return row.deliveries.some(
    (delivery) =>
      (consumerId === undefined || delivery.consumerId === consumerId) &&
      (status === undefined || statuses[status].includes(delivery.status)),
  );
}

/** The last events of this flow, newest first: `13:02:11 · user.signed-up · Ana · ✓ Send e-mail · 38 ms`. */
export function LiveRows() {
  const store = useEditorStore();
  const rows = useLive((snapshot) => snapshot.rows);
  const filter = useEditor((state) => state.liveFilter);
  const areTestsHidden = useTestEventsHidden();
  const fitting = rows.filter((row) => fits(row, filter));
  const shown = areTestsHidden ? fitting.filter(({ isTest }) => !isTest) : fitting;
  const hasEarlier = useLive(({ topics }) => [...topics.values()].some(({ head }) => head > 0));
  const hidden = fitting.length - shown.length;
  const note = (
    <TestTrafficNote hasSwitch {...(hidden === 0 ? {} : { count: hidden })} className="border-b px-3 py-1">
      The figures on the cards count them.
    </TestTrafficNote>
  );
  if (rows.length === 0) {
    return (
      <>
        {note}
        <EmptyState icon={Radio}>
          {hasEarlier
            ? "Nothing new since you opened this flow. Search and export shows what came before."
            : "No events yet. They show here the moment they arrive."}
        </EmptyState>
      </>
    );
  }
  if (shown.length === 0 && hidden > 0) return note;
  if (shown.length === 0) {
    return (
      <EmptyState
        icon={Radio}
        actions={<Button onClick={() => store.setState({ liveFilter: {} })}>Clear filters</Button>}
      >
        No events match this filter.
      </EmptyState>
    );
  }
  return (
    <>
      {note}
      <ol>
        {shown.map((row) => (
          <Row key={`${row.topic} ${row.offset}`} row={row} />
        ))}
      </ol>
    </>
  );
}

function Row({ row }: { readonly row: LiveRow }) {
  const workspace = useEditor((state) => state.workspace);
  const flow = useEditor((state) => state.flow);
  return (
    <li className="border-b last:border-b-0">
      <Link
        href={eventHref(workspace, row, flow)}
        data-testid="live-row"
        className="flex h-8 items-center gap-3 px-3 text-dense hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Time at={row.at} className="w-16 shrink-0 text-muted" />
        <span className="max-w-60 shrink-0 truncate font-mono text-mono">{row.topic}</span>
        <span className="min-w-20 flex-1 truncate text-text-2">{row.excerpt}</span>
        {row.isTest ? <Pill>test</Pill> : null}
        {row.deliveries.map((delivery) => (
          <span
            key={delivery.id}
            title={delivery.label}
            className="flex max-w-80 min-w-16 shrink items-center gap-1.5"
          >
            <StateIcon state={delivery.status} size={14} />
            <span className="truncate">{delivery.label}</span>
            {delivery.durationMs === undefined ? null : (
              <span className="shrink-0 text-muted tabular-nums">
                · {formatDuration(delivery.durationMs)}
              </span>
            )}
          </span>
        ))}
      </Link>
    </li>
  );
}
