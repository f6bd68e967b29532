import * as z from "zod";
import type { Prisma } from "@/prisma/generated/client";

/** What waits for a subscription and will not be delivered when it ends. */
export interface WaitingCounts {
  /** Events behind head that were not handed out yet. */
  readonly waiting: number;
  readonly retrying: number;
  readonly held: number;
}

const waitingRow = z.object({
  waiting: z.coerce.number(),
  retrying: z.coerce.number(),
  held: z.coerce.number(),
});

type Store = Pick<Prisma.TransactionClient, "$queryRaw">;

/** Counts what waits for a subscription; with lanes by key, events are counted once from the slowest lane. */
export async function waitingOf(store: Store, subscriptionId: string): Promise<WaitingCounts> {
  const rows: unknown[] = await store.$queryRaw`
    SELECT greatest(coalesce(h.head - min(l.cursor) FILTER (WHERE l.end_at IS NULL), 0), 0) AS waiting,
           coalesce(sum(l.retrying), 0) AS retrying, coalesce(sum(l.held), 0) AS held
    FROM subscription s
    JOIN topic_head h ON h.topic_id = s.topic_id
    LEFT JOIN lane l ON l.subscription_id = s.id AND l.run = 0
    WHERE s.id = ${subscriptionId}::uuid
    GROUP BY h.head`;
  return rows.length === 0 ? { waiting: 0, retrying: 0, held: 0 } : waitingRow.parse(rows[0]);
}

/**
 * Ends a subscription: no new batches; what runs finishes. Returns what is cut off; what is retrying or held becomes
 * `cancelled` after the commit, see `cancelWaiting`: a transaction that holds lanes must not wait for deliveries.
 */
export async function endSubscription(
  tx: Prisma.TransactionClient,
  subscriptionId: string,
): Promise<WaitingCounts> {
  const counts = await waitingOf(tx, subscriptionId);
  await tx.subscription.update({
    where: { id: subscriptionId },
    data: { state: "removed", removedAt: new Date() },
  });
  return counts;
}
