"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import type { DeliveryChip } from "@/server/events/event-row";
import { eventKey } from "./event-key";

const OPEN_REFRESH_MS = 1_000;
const REST_REFRESH_MS = 5_000;

const open = new Set(["pending", "running", "retrying", "held"]);

/**
 * What became of the events on screen, by `eventKey`; asked again every second while any of them is open.
 * An event without an entry has not been asked for yet; one that no consumer reacts to has an empty one.
 */
export function useOutcomes(
  workspace: string,
  events: readonly { readonly topicId: string; readonly offset: number }[],
): ReadonlyMap<string, readonly DeliveryChip[]> {
  const trpc = useTRPC();
  const refs = events.slice(0, 200).map(({ topicId, offset }) => ({ topicId, offset }));
  const { data, isPlaceholderData } = useQuery(
    trpc.events.outcomes.queryOptions(
      { workspace, events: refs },
      {
        enabled: refs.length > 0,
        placeholderData: keepPreviousData,
        refetchInterval: (query) =>
          query.state.data?.some((chip) => open.has(chip.status)) ? OPEN_REFRESH_MS : REST_REFRESH_MS,
      },
    ),
  );
  const asked = refs.map(eventKey).join(" ");
  return useMemo(() => {
    const byEvent = new Map<string, DeliveryChip[]>();
    if (data !== undefined && !isPlaceholderData) for (const key of asked.split(" ")) byEvent.set(key, []);
    for (const chip of data ?? [])
      byEvent.set(eventKey(chip), [...(byEvent.get(eventKey(chip)) ?? []), chip]);
    return byEvent;
  }, [data, isPlaceholderData, asked]);
}
