import * as z from "zod";
import type { Queryable } from "./queryable";

/** A batch that the queue must run now. */
export interface DueBatch {
  readonly batchId: number;
  /** How often it was taken before; a job for an earlier take finds nothing. */
  readonly take: number;
  readonly isReplay: boolean;
}

const rows = z.array(
  z
    .object({ batch_id: z.coerce.number(), take: z.number(), run: z.number() })
    .transform(({ batch_id, take, run }): DueBatch => ({ batchId: batch_id, take, isReplay: run > 0 })),
);

/**
 * Cuts new events and due deliveries into batches, within the window, and wakes blocked batches that are due.
 * The caller gives the result to the queue; when that fails, the reconciler does it later.
 * @param topicIds only their subscriptions; absent: all
 * @param slots how many batches this process can run at a time
 */
export async function dispatchBatches(
  db: Queryable,
  topicIds: readonly string[] | undefined,
  slots: number,
): Promise<DueBatch[]> {
  const result = await db.query({
    name: "millrace-dispatch",
    text: "SELECT batch_id, take, run FROM millrace_dispatch($1, $2)",
    values: [topicIds ?? null, slots],
  });
  return rows.parse(result.rows);
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
