"use client";

import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useTRPCClient } from "@/app/_trpc/trpc-context";
import { EventFeed, type FeedSnapshot } from "./event-feed";
import { addressOf, type EventsAddress, paramsOf } from "./event-query";
import { OutcomeRefresher } from "./outcome-refresher";

/**
 * The events of an address. The tail carries its position with every message, and the browser gives it back when it
 * reconnects, so nothing is missed and nothing comes twice.
 */
export function useEventFeed(workspace: string, address: EventsAddress): EventFeed {
  const client = useTRPCClient();
  const text = paramsOf(address).toString();
  const feed = useMemo(() => {
    const { query, place } = addressOf(new URLSearchParams(text));
    return new EventFeed(
      (input, options) => client.events.scan.query(input, options),
      workspace,
      query,
      place,
    );
  }, [client, workspace, text]);
  useEffect(() => {
    const { query } = addressOf(new URLSearchParams(text));
    feed.start();
    const onConnectionStateChange = ({
      state,
      error,
    }: {
      readonly state: string;
      readonly error: unknown;
    }) => {
      if (state === "pending") feed.connected();
      else if (error) feed.lost();
    };
    const onError = () => feed.lost();
    if (query.statuses !== undefined) {
      // What becomes of an event changes after it was stored: the log does not tell of it.
      const refresher = new OutcomeRefresher(feed);
      const changes = client.events.watchOutcomes.subscribe(
        { workspace, topics: query.topics },
        { onData: refresher.changed, onConnectionStateChange, onError },
      );
      return () => {
        changes.unsubscribe();
        refresher.stop();
        feed.stop();
      };
    }
    const tail = client.events.watch.subscribe(
      { workspace, ...query },
      {
        onData: ({ data }) => feed.arrived(data),
        onConnectionStateChange,
        onError,
      },
    );
    return () => {
      tail.unsubscribe();
      feed.stop();
    };
  }, [client, workspace, feed, text]);
  return feed;
}

/** A part of what a feed knows; renders only when that part changes, and not with every event. */
export function useFeed<Part>(feed: EventFeed, part: (list: FeedSnapshot) => Part): Part {
  const read = () => part(feed.getSnapshot());
  return useSyncExternalStore(feed.subscribe, read, read);
}
