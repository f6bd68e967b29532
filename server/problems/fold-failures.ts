import type { Pool, PoolClient } from "pg";
import * as z from "zod";

/** Notes that are counted at a time; more are left for the next statement. */
const NOTES = 5_000;

/** Any number: the lock of whoever counts failures. */
const LOCK = 7_038_001;

const lockRow = z.tuple([z.object({ locked: z.boolean() })]);
const countRow = z.tuple([z.object({ n: z.number() })]);

async function underLock(client: PoolClient): Promise<number> {
  const locked = await client.query(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS locked`);
  if (!lockRow.parse(locked.rows)[0].locked) return 0;
  const folded = await client.query("SELECT millrace_fold_failures($1) AS n", [NOTES]);
  return countRow.parse(folded.rows)[0].n;
}

/**
 * Counts what failed since the last time into problems. With several processes one of them does it. Returns how many
 * failures it counted.
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
