"use client";

import { useCallback, useMemo } from "react";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { formatNumber } from "@/app/_ui/format";
import type { EventRow } from "@/server/events/event-row";
import { EventChips } from "../event-chips";
import { eventHref } from "../event-href";
import { eventKey } from "../event-key";
import { PayloadLine } from "../payload-line";
import { useOutcomes } from "../use-outcomes";
import type { EventFeed } from "./event-feed";
import { RowTime } from "./row-time";
import { useFeed } from "./use-event-feed";
import { useRested } from "./use-rested";

interface EventListProps {
  readonly workspace: string;
  readonly feed: EventFeed;
  /** Shows what waits. */
  readonly onFollow: () => void;
  /** Shown when there are no events. */
  readonly empty: React.ReactNode;
  /** The event that the list was opened at. */
  readonly at: { readonly topic: string; readonly offset: number } | undefined;
}

/** One and the same list, or every render would look like new rows. */
const noRows: readonly EventRow[] = [];

/** Only where somebody sends keys. */
const keyColumn: Column<EventRow> = {
  id: "key",
  head: "Key",
  width: "minmax(4rem,7rem)",
  phoneWidth: false,
  cell: (row) => (
    <span className="truncate text-text-2" title={row.key ?? row.subject ?? undefined}>
      {row.key ?? row.subject}
    </span>
  ),
};

/** Only where a topic holds more than events of its own name. */
const typeColumn: Column<EventRow> = {
  id: "type",
  head: "Type",
  width: "minmax(6rem,11rem)",
  phoneWidth: false,
  cell: (row) => <TypeName type={row.type} />,
};

/** Long names of types differ at their end: that part stays, and what is before it is cut. */
function TypeName({ type }: { readonly type: string }) {
  const cut = Math.max(0, type.length - 12);
  return (
    <span className="flex min-w-0 font-mono text-mono text-text-2" title={type}>
      <span className="truncate">{type.slice(0, cut)}</span>
      <span className="shrink-0">{type.slice(cut)}</span>
    </span>
  );
}

/** Events, one line each, newest first; what became of each is asked for the lines on screen. */
export function EventList({ workspace, feed, onFollow, empty, at }: EventListProps) {
  const list = useFeed(feed, (all) => all);
  const [visible, setVisible] = useRested(noRows);
  const outcomes = useOutcomes(workspace, visible);
  const hasKeys = list.rows?.some(({ key, subject }) => (key ?? subject) !== null) === true;
  const hasTypes = list.rows?.some(({ type, topic }) => type !== topic) === true;
  const columns = useMemo(
    (): readonly Column<EventRow>[] => [
      {
        id: "received",
        head: "Received",
        width: "7.5rem",
        phoneWidth: "5.5rem",
        cell: (row) => <RowTime at={row.receivedAt} />,
      },
      {
        id: "topic",
        head: "Topic",
        width: hasTypes ? "minmax(6rem,9rem)" : "minmax(8rem,12rem)",
        phoneWidth: "minmax(0,1fr)",
        cell: (row) => (
          <span className="truncate font-mono text-mono" title={row.topic}>
            {row.topic}
          </span>
        ),
      },
      {
        id: "offset",
        head: "Offset",
        // Up to 100,000,000.
        width: "6.75rem",
        phoneWidth: false,
        number: true,
        cell: (row) => (
          <span data-event={eventKey(row)} className="text-muted">
            {formatNumber(row.offset)}
          </span>
        ),
      },
      ...(hasTypes ? [typeColumn] : []),
      ...(hasKeys ? [keyColumn] : []),
      {
        id: "event",
        head: "Event",
        width: "minmax(10rem,3fr)",
        phoneWidth: false,
        cell: (row) => (
          <span className="truncate">
            {row.isTest ? <span className="mr-2 rounded-chip bg-off-soft px-1 text-off">test</span> : null}
            <PayloadLine preview={row.preview} />
          </span>
        ),
      },
      {
        id: "consumers",
        head: "Consumers",
        width: "minmax(9rem,2fr)",
        phoneWidth: "minmax(0,1fr)",
        // What was only tried did nothing; it stands on the event's page.
        cell: (row) => (
          <EventChips chips={(outcomes.get(eventKey(row)) ?? []).filter(({ isDryRun }) => !isDryRun)} />
        ),
      },
    ],
    [outcomes, hasKeys, hasTypes],
  );
  const opened = at && list.rows?.find((row) => row.topic === at.topic && row.offset === at.offset);
  const { hasOlder, progress } = list;
  const loadOlder = useCallback(() => {
    if (hasOlder && progress?.state === "done") feed.older();
  }, [feed, hasOlder, progress?.state]);
  return (
    <DataTable
      label="Events"
      columns={columns}
      rows={list.rows ?? noRows}
      rowKey={eventKey}
      rowHref={(row) => eventHref(workspace, row)}
      openKey={opened && eventKey(opened)}
      isLoading={list.rows === undefined && list.error === undefined}
      waiting={{ count: list.waiting, onShow: onFollow }}
      onEndReached={loadOlder}
      onVisibleRows={setVisible}
      onLeaveTop={feed.pause}
      empty={empty}
      minWidth={940}
      className="overflow-hidden rounded-card border shadow-1"
    />
  );
}
