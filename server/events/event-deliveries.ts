import * as z from "zod";
import { deliveryStatuses } from "@/flow/delivery/delivery-status";
import type { AttemptTrace } from "@/flow/delivery/delivery-trace";
import { flowDocumentSchema, stepsOf } from "@/flow/document/flow-document";
import type { Delivery } from "@/prisma/generated/client";
import { useCase } from "../use-case";
import { eventRefSchema } from "./event-row";

/** Deliveries are written by the workers only; the trace is checked to be a list and then trusted. */
const traceSchema = z.custom<readonly AttemptTrace[]>((value) => Array.isArray(value)).nullable();

/** Why what the steps of a good delivery did is not there. */
export const traceGaps = ["not-kept", "not-sampled", "deleted"] as const;

interface KeptTraces {
  readonly keepTraces: string;
  readonly tracesTrimmedTo: bigint;
}

function gapOf(delivery: Delivery, attempts: number, topic: KeptTraces): (typeof traceGaps)[number] | null {
  const isGood = delivery.status === "succeeded" || delivery.status === "filtered";
  if (!isGood || attempts > 0) return null;
  if (delivery.offset <= topic.tracesTrimmedTo) return "deleted";
  return topic.keepTraces === "sampled" ? "not-sampled" : "not-kept";
}

/** What people call the steps of a revision, by step id. */
function stepNamesOf(document: unknown, consumerId: string | undefined) {
  const parsed = flowDocumentSchema.safeParse(document);
  const consumer = parsed.data?.consumers.find((candidate) => candidate.id === consumerId);
  const names: Record<string, { type: string; name: string | null }> = {};
  for (const step of stepsOf(consumer?.steps ?? [])) {
    names[step.id] = { type: step.type, name: step.name ?? null };
  }
  return { consumerName: consumer?.name ?? null, names };
}

/**
 * Everything recorded about an event at each consumer, with the steps of every attempt. Names are those of
 * the revision that the delivery ran with.
 */
export const eventDeliveries = useCase("delivery.read", eventRefSchema, async (deps, actor, input) => {
  const topic = await deps.db.topic.findUnique({
    where: { workspaceId_name: { workspaceId: actor.workspaceId, name: input.topic } },
  });
  if (topic === null) return [];
  const deliveries = await deps.db.delivery.findMany({
    where: { topicId: topic.id, offset: BigInt(input.offset) },
    orderBy: [{ run: "asc" }, { firstAt: "asc" }],
  });
  const [subscriptions, revisions] = await Promise.all([
    deps.db.subscription.findMany({
      where: {
        workspaceId: actor.workspaceId,
        id: { in: deliveries.map((delivery) => delivery.subscriptionId) },
      },
    }),
    deps.db.revision.findMany({
      where: { id: { in: deliveries.map((delivery) => delivery.revisionId) } },
      select: { id: true, number: true, document: true, flow: { select: { slug: true, name: true } } },
    }),
  ]);
  return deliveries.flatMap((delivery) => {
    const subscription = subscriptions.find((candidate) => candidate.id === delivery.subscriptionId);
    const revision = revisions.find((candidate) => candidate.id === delivery.revisionId);
    if (subscription === undefined || revision === undefined) return [];
    const trace = traceSchema.parse(delivery.trace) ?? [];
    const { consumerName, names } = stepNamesOf(revision.document, subscription.consumerId);
    return [
      {
        id: delivery.id,
        subscriptionId: delivery.subscriptionId,
        consumerId: subscription.consumerId,
        consumerName: consumerName ?? subscription.consumerId,
        flowSlug: revision.flow.slug,
        flowName: revision.flow.name,
        revision: revision.number,
        run: delivery.run,
        status: z.enum(deliveryStatuses).parse(delivery.status),
        reason: delivery.reason,
        message: delivery.message,
        stepId: delivery.stepId,
        attempts: delivery.attempts,
        dueAt: delivery.dueAt,
        /** Who changed what the step got before a redrive. */
        editedBy: delivery.editedBy,
        firstAt: delivery.firstAt,
        finishedAt: delivery.finishedAt,
        durationMs: Number(delivery.durationMicros) / 1000,
        stepNames: names,
        trace,
        traceGap: gapOf(delivery, trace.length, topic),
      },
    ];
  });
});
