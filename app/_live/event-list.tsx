"use client";

import { useCallback, useMemo, useState } from "react";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Time } from "@/app/_ui/time";
import type { EventRow } from "@/server/events/event-row";
import { EventChips } from "./event-chips";
import { eventHref } from "./event-href";
import { PayloadLine } from "./payload-line";
import { eventKey, type EventList as List } from "./use-event-list";
import { useOutcomes } from "./use-outcomes";

interface EventListProps {
  readonly workspace: string;
  readonly list: List;
  /** Shown when there are no events. */
  readonly empty: React.ReactNode;
  /** Where an event's page leads back to; absent: all events. */
  readonly flow?: string;
}

/** One and the same list, or every render would look like new rows. */
const noRows: readonly EventRow[] = [];

/** Only where somebody sends keys. */
const keyColumn: Column<EventRow> = {
  id: "key",
  head: "Key",
  width: "minmax(4rem,7rem)",
  phoneWidth: false,
  cell: (row) => <span className="truncate text-text-2">{row.key ?? row.subject}</span>,
};

/** Events, one line each, newest first; what became of each is asked for the lines on screen. */
export function EventList({ workspace, list, empty, flow }: EventListProps) {
  const [visible, setVisible] = useState<readonly EventRow[]>([]);
  const outcomes = useOutcomes(workspace, visible);
  const hasKeys = list.rows?.some(({ key, subject }) => (key ?? subject) !== null) === true;
  const columns = useMemo(
    (): readonly Column<EventRow>[] => [
      {
        id: "received",
        head: "Received",
        width: "7.5rem",
        phoneWidth: "5.5rem",
        cell: (row) => <Time at={row.receivedAt} />,
      },
      {
        id: "topic",
        head: "Topic",
        width: "minmax(8rem,12rem)",
        phoneWidth: "minmax(0,1fr)",
        cell: (row) => <span className="truncate font-mono text-mono">{row.topic}</span>,
      },
      ...(hasKeys ? [keyColumn] : []),
      {
        id: "event",
        head: "Event",
        width: "minmax(10rem,1fr)",
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
        width: "minmax(9rem,1fr)",
        phoneWidth: "minmax(0,1fr)",
        cell: (row) => <EventChips chips={outcomes.get(eventKey(row)) ?? []} />,
      },
    ],
    [outcomes, hasKeys],
  );
  const loadOlder = useCallback(() => {
    if (list.hasOlder) list.loadOlder();
  }, [list]);
  return (
    <DataTable
      label="Events"
      columns={columns}
      rows={list.rows ?? noRows}
      rowKey={eventKey}
      rowHref={(row) => eventHref(workspace, row, flow)}
      isLoading={list.rows === undefined && list.error === undefined}
      waiting={{ count: list.waiting, onShow: list.restart }}
      onEndReached={loadOlder}
      onVisibleRows={setVisible}
      empty={empty}
      minWidth={860}
      className="overflow-hidden rounded-card border shadow-1"
    />
  );
}
