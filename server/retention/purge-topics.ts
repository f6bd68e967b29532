import type { Pool } from "pg";
import * as z from "zod";

/** Rows of one statement: short locks, and a commit that others hardly notice. */
const BATCH_ROWS = 2_000;

const purgeRows = z.array(z.object({ topic_id: z.string(), subscription_ids: z.array(z.string()) }));

/** What a topic leaves behind, in the order in which it goes; each statement deletes at most $2 rows. */
const leftovers = [
  `DELETE FROM event WHERE (topic_id, "offset") IN (
     SELECT topic_id, "offset" FROM event WHERE topic_id = $1 ORDER BY "offset" LIMIT $2)`,
  "DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE topic_id = $1 LIMIT $2)",
  `DELETE FROM idempotency_key WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM idempotency_key WHERE topic_id = $1 LIMIT $2))`,
  "DELETE FROM replay_item WHERE ctid = ANY(ARRAY(SELECT ctid FROM replay_item WHERE topic_id = $1 LIMIT $2))",
];
const minutesSql = `DELETE FROM delivery_minute WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM delivery_minute WHERE subscription_id = ANY($1) LIMIT $2))`;

/**
 * Removes what deleted topics have left behind, in small batches of a transaction each, until nothing is left or the
 * time is over.
 * @returns whether nothing is left
 */
export async function purgeTopics(pool: Pool, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  const empty = async (sql: string, whose: unknown): Promise<boolean> => {
    for (;;) {
      if (performance.now() > deadline) return false;
      const { rowCount } = await pool.query(sql, [whose, BATCH_ROWS]);
      if ((rowCount ?? 0) < BATCH_ROWS) return true;
    }
  };
  const found = await pool.query("SELECT topic_id, subscription_ids FROM topic_purge ORDER BY at");
  for (const purge of purgeRows.parse(found.rows)) {
    for (const sql of leftovers) if (!(await empty(sql, purge.topic_id))) return false;
    if (!(await empty(minutesSql, purge.subscription_ids))) return false;
    await pool.query("DELETE FROM topic_purge WHERE topic_id = $1", [purge.topic_id]);
  }
  return true;
}
