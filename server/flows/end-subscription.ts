import * as z from "zod";
import type { Prisma } from "@/prisma/generated/client";

/** What waits for a subscription and will not be delivered when it ends. */
export interface WaitingCounts {
  /** Events behind head that were not handed out yet. */
  readonly waiting: number;
  readonly retrying: number;
  readonly held: number;
}

const counts = z.object({ retrying: z.coerce.number(), held: z.coerce.number() });
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
 * Ends a subscription: no new batches; what runs finishes; what is retrying or held becomes `cancelled` with the
 * reason `consumer-removed`. Returns what was cut off.
 */
export async function endSubscription(
  tx: Prisma.TransactionClient,
  subscriptionId: string,
  message: string,
): Promise<WaitingCounts> {
  const { waiting } = await waitingOf(tx, subscriptionId);
  await tx.subscription.update({
    where: { id: subscriptionId },
    data: { state: "removed", removedAt: new Date() },
  });
  const rows: unknown[] = await tx.$queryRaw`
    WITH gone AS (
      SELECT id, lane_id, status FROM delivery
      WHERE subscription_id = ${subscriptionId}::uuid AND status IN ('retrying', 'held') AND batch_id IS NULL
      FOR UPDATE
    ), ended AS (
      UPDATE delivery SET status = 'cancelled', reason = 'consumer-removed', message = ${message},
        due_at = NULL, checkpoint = NULL, finished_at = clock_timestamp()
      FROM gone WHERE delivery.id = gone.id
    ), counted AS (
      SELECT lane_id, count(*) FILTER (WHERE status = 'retrying') AS retrying,
             count(*) FILTER (WHERE status = 'held') AS held
      FROM gone GROUP BY lane_id
    ), moved AS (
      UPDATE lane SET retrying = lane.retrying - counted.retrying, held = lane.held - counted.held,
        cancelled = lane.cancelled + counted.retrying + counted.held
      FROM counted WHERE lane.id = counted.lane_id
    )
    SELECT coalesce(sum(retrying), 0) AS retrying, coalesce(sum(held), 0) AS held FROM counted`;
  return { waiting, ...counts.parse(rows[0]) };
}
