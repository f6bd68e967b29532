import type { DeliveryChip } from "@/server/events/event-row";

/** The form of a new replay, with this event and all after it chosen, and the consumer if one is looked at. */
export function replayFromHref(
  workspace: string,
  { topic, offset }: { readonly topic: string; readonly offset: number },
  consumer: Pick<DeliveryChip, "flowSlug" | "consumerId"> | undefined,
): string {
  const params = new URLSearchParams({ topic, offsets: `${offset}-` });
  if (consumer !== undefined) {
    params.set("flow", consumer.flowSlug);
    params.set("consumer", consumer.consumerId);
  }
  return `/w/${encodeURIComponent(workspace)}/replays/new?${params}`;
}
