import type { Pool } from "pg";

/** Rows of one statement: short locks, and a commit that others hardly notice. */
const BATCH_ROWS = 10_000;

const itemsSql = `DELETE FROM replay_item WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM replay_item WHERE run = $1 LIMIT ${BATCH_ROWS}))`;

/**
 * Removes what plans have left that were cancelled before they were whole, in small batches, until nothing is left or the
 * time is over.
 */
export async function tidyPlans(pool: Pool, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  const found = await pool.query<{ run: number }>(
    "SELECT run FROM replay WHERE planning IS NOT NULL AND state = 'cancelled' ORDER BY run",
  );
  for (const { run } of found.rows) {
    for (;;) {
      if (performance.now() > deadline) return;
      if (((await pool.query(itemsSql, [run])).rowCount ?? 0) < BATCH_ROWS) break;
    }
    await pool.query("DELETE FROM replay_plan WHERE run = $1", [run]);
    await pool.query("UPDATE replay SET planning = NULL, sums = NULL WHERE run = $1", [run]);
  }
}
