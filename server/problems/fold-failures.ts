import type { Pool, PoolClient } from "pg";
import * as z from "zod";
import { letterOfProblemSql } from "./problem-states";

/** Notes that are counted at a time; more are left for the next statement. */
const NOTES = 5_000;

/** A problem without a failure for that long, of which nothing is open, has healed by itself. */
const QUIET = "5 minutes";

/** How long the figures behind the line are kept. */
const KEPT_SLOTS = "32 days";

/** Any number: the lock of whoever counts failures. */
const LOCK = 7_038_001;

const lockRow = z.tuple([z.object({ locked: z.boolean() })]);
const countRow = z.tuple([z.object({ n: z.number() })]);

/** What has healed: by itself, or because all that was redriven has worked. */
const healSql = `
  UPDATE problem p SET state = 'resolved', state_at = clock_timestamp(), state_by = NULL
  WHERE p.state IN ('open', 'acknowledged')
    AND (p.last_at < clock_timestamp() - interval '${QUIET}'
         OR EXISTS (SELECT FROM redrive r WHERE r.problem_id = p.id AND r.state = 'done' AND r.finished_at >= p.last_at))
    AND NOT EXISTS (SELECT FROM redrive r WHERE r.problem_id = p.id AND r.state = 'running')
    AND NOT EXISTS (SELECT FROM delivery d WHERE ${letterOfProblemSql})
    AND NOT EXISTS (SELECT FROM delivery d WHERE d.subscription_id = p.subscription_id AND d.run = 0 AND d.status = 'retrying')`;

async function underLock(client: PoolClient): Promise<number> {
  const locked = await client.query(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS locked`);
  if (!lockRow.parse(locked.rows)[0].locked) return 0;
  const folded = await client.query("SELECT millrace_fold_failures($1) AS n", [NOTES]);
  const count = countRow.parse(folded.rows)[0].n;
  if (count === NOTES) return count;
  await client.query(healSql);
  await client.query(`DELETE FROM problem_slot WHERE at < clock_timestamp() - interval '${KEPT_SLOTS}'`);
  return count;
}

/**
 * Counts what failed since the last time into problems, and resolves those that have healed. With several processes one of
 * them does it. Returns how many failures it counted.
 */
export async function foldFailures(pool: Pool): Promise<number> {
  let total = 0;
  for (;;) {
    const client = await pool.connect();
    let failure: unknown;
    try {
      await client.query("BEGIN");
      const count = await underLock(client);
      await client.query("COMMIT");
      total += count;
      if (count < NOTES) return total;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      client.release(failure instanceof Error ? failure : undefined);
    }
  }
}
