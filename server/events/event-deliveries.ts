import * as z from "zod";
import type { AttemptTrace } from "@/flow/delivery/delivery-trace";
import { useCase } from "../use-case";
import { eventRefSchema } from "./event-row";

/** Deliveries are written by the workers only; the trace is checked to be a list and then trusted. */
const traceSchema = z.custom<readonly AttemptTrace[]>((value) => Array.isArray(value)).nullable();

/** Everything recorded about an event at each consumer, with the steps of every attempt. */
export const eventDeliveries = useCase("delivery.read", eventRefSchema, async (deps, actor, input) => {
  const topic = await deps.db.topic.findUnique({
    where: { workspaceId_name: { workspaceId: actor.workspaceId, name: input.topic } },
  });
  if (topic === null) return [];
  const deliveries = await deps.db.delivery.findMany({
    where: { topicId: topic.id, offset: BigInt(input.offset) },
    orderBy: [{ run: "asc" }, { firstAt: "asc" }],
  });
  const subscriptions = await deps.db.subscription.findMany({
    where: {
      workspaceId: actor.workspaceId,
      id: { in: deliveries.map((delivery) => delivery.subscriptionId) },
    },
  });
  const byId = new Map(subscriptions.map((subscription) => [subscription.id, subscription]));
  return deliveries.map((delivery) => ({
    id: delivery.id,
    subscriptionId: delivery.subscriptionId,
    consumerId: byId.get(delivery.subscriptionId)?.consumerId ?? null,
    flowId: byId.get(delivery.subscriptionId)?.flowId ?? null,
    revisionId: delivery.revisionId,
    run: delivery.run,
    status: delivery.status,
    reason: delivery.reason,
    message: delivery.message,
    stepId: delivery.stepId,
    attempts: delivery.attempts,
    dueAt: delivery.dueAt,
    firstAt: delivery.firstAt,
    finishedAt: delivery.finishedAt,
    durationMs: Number(delivery.durationMicros) / 1000,
    trace: traceSchema.parse(delivery.trace) ?? [],
  }));
});
