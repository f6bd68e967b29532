import type { Queryable } from "./queryable";

/**
 * Gives a batch back that could not be worked off although its process lives: anybody may take it at once, and nothing in
 * it is suspected of having killed a process.
 * @returns false when it is no longer at this take: somebody else has it, or it is done
 */
export async function giveBack(
  db: Queryable,
  batch: { readonly batchId: number; readonly take: number },
): Promise<boolean> {
  const result = await db.query({
    name: "millrace-give-back",
    text: `UPDATE batch SET strikes = 0, taken_by = NULL, lease_until = NULL, queued_at = clock_timestamp()
           WHERE id = $1 AND takes = $2`,
    values: [batch.batchId, batch.take],
  });
  return result.rowCount === 1;
}
