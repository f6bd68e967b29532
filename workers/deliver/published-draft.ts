import type { PublishedEvent } from "@/flow/delivery/checkpoint";
import type { EventDraft, EventEnvelope } from "@/flow/event/event-envelope";
import type { TakenBatch } from "@/server/log/take";
import { marked } from "@/server/schemas/hold-to-schema";

const encoder = new TextEncoder();

/** The event that a step publishes: caused by the one it was delivered, one hop further in the same conversation. */
export function publishedDraft(
  publicUrl: string,
  batch: Pick<TakenBatch, "flowId" | "consumerId" | "replayId">,
  cause: EventEnvelope,
  published: PublishedEvent,
): EventDraft {
  const draft: EventDraft = {
    id: published.id,
    source: `${publicUrl}/flows/${batch.flowId}/consumers/${batch.consumerId}`,
    type: published.topic,
    subject: published.subject,
    contentType: "application/json",
    data: encoder.encode(JSON.stringify(published.data ?? null)),
    key: published.key,
    correlationId: cause.correlationId,
    causationId: cause.id,
    hops: cause.hops + 1,
    traceParent: cause.traceParent,
    replayId: batch.replayId ?? cause.replayId,
    isTest: cause.isTest,
  };
  const { checked } = published;
  // What waits in quarantine is kept as it came.
  if (checked === undefined || checked.isQuarantined) return draft;
  return marked(draft, checked.address, checked.failures);
}
