"use client";

import { useSubscription } from "@trpc/tanstack-react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc-context";
import type { EventRow } from "@/server/events/event-row";

/** What a viewer keeps in memory; what falls off the end can be loaded again. */
const MAX_KEPT = 1_000;
const PAGE = 50;

/** What the viewer asks for; the same words as in the page's address. */
export interface EventQuery {
  readonly topics?: string[];
  readonly correlationId?: string;
  readonly key?: string;
  readonly text?: string;
}

export interface EventList {
  /** Newest first; undefined until the first page came. */
  readonly rows: readonly EventRow[] | undefined;
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  readonly error: Error | undefined;
  /** How many arrived while the viewer was paused. */
  readonly waiting: number;
  /** When the connection was lost; undefined while it is there. */
  readonly lostAt: Date | undefined;
  readonly loadOlder: () => void;
  /** Starts again at the newest event. */
  readonly restart: () => void;
}

/** The address of an event in lists: unique and stable. */
export function eventKey(event: { readonly topicId: string; readonly offset: number }): string {
  return `${event.topicId}:${event.offset}`;
}

function joined(newer: readonly EventRow[], older: readonly EventRow[]): readonly EventRow[] {
  const known = new Set(older.slice(0, MAX_KEPT).map(eventKey));
  return [...newer.filter((row) => !known.has(eventKey(row))), ...older].slice(0, MAX_KEPT);
}

/**
 * Stored events and new ones as they arrive. The tail carries its position with every message, and the browser
 * gives it back when it reconnects, so nothing is missed and nothing comes twice. While `isFollowing` is false
 * new events are counted, not shown; `restart` shows them.
 */
export function useEventList(workspace: string, query: EventQuery, isFollowing: boolean): EventList {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [rows, setRows] = useState<readonly EventRow[]>();
  const [hasOlder, setHasOlder] = useState(false);
  const [isLoadingOlder, setIsLoadingOlder] = useState(false);
  const [error, setError] = useState<Error>();
  const [waiting, setWaiting] = useState(0);
  const [lostAt, setLostAt] = useState<Date>();
  const [generation, setGeneration] = useState(0);
  const following = useRef(isFollowing);
  following.current = isFollowing;
  const queryText = JSON.stringify(query);

  /** Newest first, since the first page was asked for: its answer may be older than these. */
  const arrived = useRef<readonly EventRow[]>([]);

  const prepend = useCallback((newer: readonly EventRow[]) => {
    arrived.current = [...newer, ...arrived.current].slice(0, MAX_KEPT);
    setRows((before) => (before === undefined ? before : joined(newer, before)));
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `generation` asks for the same page once more
  useEffect(() => {
    let isCurrent = true;
    arrived.current = [];
    setWaiting(0);
    setError(undefined);
    client.events.list
      .query({ workspace, ...(JSON.parse(queryText) as EventQuery), limit: PAGE })
      .then((found) => {
        if (!isCurrent) return;
        setRows(joined(arrived.current, found));
        setHasOlder(found.length === PAGE);
      })
      .catch((cause: Error) => {
        if (isCurrent) setError(cause);
      });
    return () => {
      isCurrent = false;
    };
  }, [client, workspace, queryText, generation]);

  const loadOlder = useCallback(() => {
    const last = rows?.at(-1);
    if (last === undefined || isLoadingOlder) return;
    setIsLoadingOlder(true);
    const before = { cursor: last.cursor, topicId: last.topicId, offset: last.offset };
    client.events.list
      .query({ workspace, ...(JSON.parse(queryText) as EventQuery), limit: PAGE, before })
      .then((older) => {
        setRows((now = []) => [...now, ...older]);
        setHasOlder(older.length === PAGE);
      })
      .catch((cause: Error) => setError(cause))
      .finally(() => setIsLoadingOlder(false));
  }, [client, workspace, queryText, rows, isLoadingOlder]);

  const restart = useCallback(() => setGeneration((before) => before + 1), []);

  useSubscription(
    trpc.events.watch.subscriptionOptions(
      { workspace, ...query },
      {
        onData({ data }) {
          setLostAt(undefined);
          // The opening message: from here on nothing is missed, so what is stored is read from here.
          if (data.length === 0) setGeneration((before) => before + 1);
          else if (following.current) prepend([...data].reverse());
          else setWaiting((before) => before + data.length);
        },
        onConnectionStateChange(connection) {
          if (connection.state === "pending") setLostAt(undefined);
          else if (connection.error) setLostAt((since) => since ?? new Date());
        },
        onError: () => setLostAt((since) => since ?? new Date()),
      },
    ),
  );
  const isCut = rows?.length === MAX_KEPT;
  return { rows, hasOlder: hasOlder || isCut, isLoadingOlder, error, waiting, lostAt, loadOlder, restart };
}
