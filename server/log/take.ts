import * as z from "zod";
import { traceModes } from "@/flow/delivery/trace-mode";
import type { Queryable } from "./queryable";

const offsets = z.array(z.coerce.number()).nullable();

const takenRow = z
  .object({
    subscription_id: z.string(),
    run: z.number(),
    revision_id: z.string(),
    kind: z.enum(["log", "due", "replay"]),
    from_offset: z.coerce.number().nullable(),
    to_offset: z.coerce.number().nullable(),
    offsets,
    delivery_ids: z.array(z.string()).nullable(),
    size: z.number(),
    take: z.number(),
    strikes: z.number(),
    taken_at: z.date(),
    workspace_id: z.string(),
    flow_id: z.string(),
    consumer_id: z.string(),
    topic_id: z.string(),
    topic: z.string(),
    state: z.enum(["active", "draining", "paused", "removed"]),
    order_mode: z.enum(["none", "key", "strict"]),
    hop_limit: z.number(),
    replay_id: z.string().nullable(),
    replay_options: z.unknown(),
    replay_state: z.string().nullable(),
    breaker_ms: z.coerce.number().nullable(),
    keep_traces: z.enum(traceModes),
    order_key: z.string().nullable(),
    when_given_up: z.enum(["park", "stop"]).nullable(),
    has_parked: z.boolean(),
    has_stopped: z.boolean(),
  })
  .transform((row) => ({
    subscriptionId: row.subscription_id,
    /** 0 is live. */
    run: row.run,
    revisionId: row.revision_id,
    kind: row.kind,
    fromOffset: row.from_offset,
    toOffset: row.to_offset,
    offsets: row.offsets,
    deliveryIds: row.delivery_ids,
    size: row.size,
    take: row.take,
    /** Crashes since it last made progress in which it was at work, and one for this take. */
    strikes: row.strikes,
    /** The database's clock. */
    takenAt: row.taken_at,
    workspaceId: row.workspace_id,
    flowId: row.flow_id,
    consumerId: row.consumer_id,
    topicId: row.topic_id,
    topic: row.topic,
    state: row.state,
    isOrdered: row.order_mode !== "none",
    hopLimit: row.hop_limit,
    replayId: row.replay_id ?? undefined,
    replayOptions: row.replay_options,
    isReplayCancelled: row.replay_state === "cancelled",
    /** Absent: no breaker is open. Else how long it lets nothing through; not above 0: this is a probe. */
    breakerMs: row.breaker_ms ?? undefined,
    keepTraces: row.keep_traces,
    /** The path of the key that it keeps in order; null: the event's own. */
    orderKey: row.order_key,
    /** What becomes of the events behind one that is given up; absent: they go on. In a replay they always do. */
    whenGivenUp: row.order_mode === "none" || row.run > 0 ? undefined : (row.when_given_up ?? undefined),
    hasParked: row.has_parked,
    hasStopped: row.has_stopped,
  }));

/** A batch that this process may work on until its lease ends. */
export type TakenBatch = Readonly<z.output<typeof takenRow> & { batchId: number }>;

/** Reads what `millrace_take` or `millrace_dispatch` says of a batch that is ours now. */
export function takenBatch(batchId: number, row: unknown): TakenBatch {
  return { batchId, ...takenRow.parse(row) };
}

/**
 * Leases a batch; the lease is committed before work begins.
 * @returns undefined when the batch is gone, blocked, or another job has taken it
 */
export async function takeBatch(
  db: Queryable,
  job: { readonly batchId: number; readonly take: number },
  workerId: number,
  leaseMs: number,
): Promise<TakenBatch | undefined> {
  const result = await db.query({
    name: "millrace-take",
    text: `SELECT t.*, (SELECT r.state FROM replay r WHERE t.run > 0 AND r.run = t.run) AS replay_state,
             (SELECT extract(epoch FROM k.next_try_at - clock_timestamp()) * 1000 FROM breaker k
              WHERE t.run = 0 AND t.state <> 'removed' AND k.subscription_id = t.subscription_id) AS breaker_ms,
             (SELECT p.keep_traces FROM topic p WHERE p.id = t.topic_id) AS keep_traces,
             s.order_key, s.when_given_up,
             EXISTS (SELECT FROM parked_key p WHERE p.subscription_id = t.subscription_id) AS has_parked,
             EXISTS (SELECT FROM consumer_stop p WHERE p.subscription_id = t.subscription_id) AS has_stopped
           FROM millrace_take($1, $2, $3, $4) t JOIN subscription s ON s.id = t.subscription_id`,
    values: [job.batchId, job.take, workerId, leaseMs],
  });
  const row: unknown = result.rows[0];
  return row === undefined ? undefined : takenBatch(job.batchId, row);
}

/** Keeps the leases of batches that take long. */
export async function extendLeases(
  db: Queryable,
  batchIds: readonly number[],
  workerId: number,
  leaseMs: number,
): Promise<void> {
  await db.query({
    name: "millrace-extend",
    text: `UPDATE batch SET lease_until = clock_timestamp() + $3 * interval '1 millisecond'
           WHERE id = ANY($1) AND taken_by = $2`,
    values: [batchIds, workerId, leaseMs],
  });
}

/**
 * Writes down that a batch begins to work on its first event: should the process die now, it counts.
 * @returns false when the batch is no longer this process's
 */
export async function beginStrike(
  db: Queryable,
  batch: { readonly batchId: number; readonly take: number },
  strikes: number,
): Promise<boolean> {
  const result = await db.query({
    name: "millrace-strike",
    text: "UPDATE batch SET strikes = $3 WHERE id = $1 AND takes = $2",
    values: [batch.batchId, batch.take, strikes],
  });
  return result.rowCount === 1;
}
