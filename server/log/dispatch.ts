import * as z from "zod";
import type { Queryable } from "./queryable";
import { type TakenBatch, takenBatch } from "./take";

/** A batch that the queue must run now. */
export interface DueBatch {
  readonly batchId: number;
  /** How often it was taken before; a job for an earlier take finds nothing. */
  readonly take: number;
  readonly isReplay: boolean;
}

/** What one call has handed out. */
export interface HandedOut {
  /** For the queue. */
  readonly queued: readonly DueBatch[];
  /** Leased to the caller, who runs them at once. */
  readonly taken: readonly TakenBatch[];
  /** Something is left that may go on when another batch is done. */
  readonly isMoreLeft: boolean;
}

/** What is asked for. */
export interface DispatchScope {
  /** Only their subscriptions; absent: all. */
  readonly topicIds?: readonly string[] | undefined;
  /** Only of replays, or only what is live; absent: both. */
  readonly isReplay?: boolean | undefined;
}

/** Whoever wants to run some of what is cut at once. */
export interface Taker {
  readonly workerId: number;
  readonly leaseMs: number;
  /** As many batches at most. */
  readonly count: number;
}

const rows = z.array(
  z.object({
    batch_id: z.coerce.number().nullable(),
    take: z.number().nullable(),
    run: z.number().nullable(),
    is_taken: z.boolean().nullable(),
  }),
);

/**
 * Cuts new events and due deliveries into batches, within the window, and wakes blocked batches that are due.
 * The caller gives the result to the queue; when that fails, the reconciler does it later.
 * @param slots how many batches this process can run at a time
 * @param taker absent: nothing is taken
 */
export async function dispatchBatches(
  db: Queryable,
  { topicIds, isReplay }: DispatchScope,
  slots: number,
  taker?: Taker,
): Promise<HandedOut> {
  const result = await db.query({
    name: "millrace-dispatch",
    text: `SELECT *, NULL AS delivery_ids, NULL AS replay_id, NULL AS replay_options, NULL AS replay_state, NULL AS breaker_ms
           FROM millrace_dispatch($1, $2, $3, $4, $5, $6)`,
    values: [
      topicIds ?? null,
      slots,
      isReplay ?? null,
      taker?.workerId ?? null,
      taker?.leaseMs ?? null,
      taker?.count ?? 0,
    ],
  });
  const queued: DueBatch[] = [];
  const taken: TakenBatch[] = [];
  let isMoreLeft = false;
  rows.parse(result.rows).forEach(({ batch_id: batchId, take, run, is_taken: isTaken }, index) => {
    if (batchId === null || take === null || run === null) isMoreLeft = true;
    else if (isTaken === true) taken.push(takenBatch(batchId, result.rows[index]));
    else queued.push({ batchId, take, isReplay: run > 0 });
  });
  return { queued, taken, isMoreLeft };
}

/** Topics of which a dispatch may have something to hand out: those that somebody consumes. */
export async function consumedTopics(db: Queryable): Promise<ReadonlySet<string>> {
  const result = await db.query<{ topic_id: string }>({
    name: "millrace-consumed-topics",
    text: "SELECT DISTINCT topic_id FROM subscription WHERE state <> 'removed'",
  });
  return new Set(result.rows.map((row) => row.topic_id));
}

const dueRows = z.tuple([z.object({ ms: z.coerce.number().nullable() })]);

/** Milliseconds until the next retry, timer or blocked batch is due; undefined when nothing waits for a time. */
export async function msUntilNextDue(db: Queryable): Promise<number | undefined> {
  const result = await db.query({
    name: "millrace-next-due",
    text: "SELECT extract(epoch FROM millrace_next_due() - clock_timestamp()) * 1000 AS ms",
  });
  return dueRows.parse(result.rows)[0].ms ?? undefined;
}
