import type { Plan, PlanConsumer } from "@/flow/compile/plan";
import type { Prisma, Subscription } from "@/prisma/generated/client";

/** A consumer that will react to a topic, and did not before. */
export interface StartingSubscription {
  readonly consumer: PlanConsumer;
  readonly topicId: string;
  /** The row of an earlier time, when this consumer was removed and is back. */
  readonly earlier: Subscription | undefined;
}

/** How a plan's subscriptions differ from those that run. */
export interface SubscriptionChanges {
  readonly starting: readonly StartingSubscription[];
  readonly kept: readonly { readonly consumer: PlanConsumer; readonly subscription: Subscription }[];
  readonly ending: readonly Subscription[];
}

/** Compares a plan with what runs of its flow; subscriptions are the same when consumer and topic are. */
export async function compareSubscriptions(
  store: Pick<Prisma.TransactionClient, "subscription">,
  flowId: string,
  plan: Plan,
): Promise<SubscriptionChanges> {
  const rows = await store.subscription.findMany({ where: { flowId }, orderBy: { id: "asc" } });
  const known = new Map(rows.map((row) => [`${row.consumerId} ${row.topicId}`, row]));
  const starting: StartingSubscription[] = [];
  const kept: { consumer: PlanConsumer; subscription: Subscription }[] = [];
  for (const consumer of plan.consumers) {
    for (const topicId of new Set(consumer.topicIds)) {
      const row = known.get(`${consumer.id} ${topicId}`);
      if (row !== undefined && row.state !== "removed") kept.push({ consumer, subscription: row });
      else starting.push({ consumer, topicId, earlier: row });
    }
  }
  const keptIds = new Set(kept.map(({ subscription }) => subscription.id));
  return { starting, kept, ending: rows.filter(({ id, state }) => state !== "removed" && !keptIds.has(id)) };
}
