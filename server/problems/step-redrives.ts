import type { Pool } from "pg";
import * as z from "zod";
import { redriveByIdSql } from "../deliveries/redrive";

/** Dead letters that are put back by one statement. */
const CHUNK = 500;

const runningRow = z.object({
  id: z.string(),
  workspace_id: z.string(),
  position: z.number(),
  total: z.number(),
  may: z.coerce.number(),
});
const itemRows = z.array(z.object({ delivery_id: z.string() }));
const putBackRows = z.array(z.object({ topic_id: z.string() }));

/**
 * The next redrive that may put something back; `may`: how many by the database's clock. After a pause no more than two
 * seconds' worth comes at once: the rate protects a destination that has just come back.
 */
const nextSql = `
  SELECT id, workspace_id, position, total, may FROM (
    SELECT r.*, CASE WHEN r.per_second IS NULL THEN ${CHUNK} ELSE least(${CHUNK}, 2 * r.per_second, floor(
             extract(epoch FROM clock_timestamp() - r.stepped_at) * r.per_second)) END AS may
    FROM redrive r WHERE r.state = 'running'
    ORDER BY r.stepped_at FOR UPDATE SKIP LOCKED
  ) q WHERE may >= 1 LIMIT 1`;

/** Puts the next items of one redrive back, in one transaction with its position. */
async function stepOne(pool: Pool) {
  const client = await pool.connect();
  let failure: unknown;
  try {
    await client.query("BEGIN");
    const found = await client.query(nextSql);
    const row = found.rows[0] === undefined ? undefined : runningRow.parse(found.rows[0]);
    let topics: string[] = [];
    if (row !== undefined) {
      const items = await client.query(
        "SELECT delivery_id FROM redrive_item WHERE redrive_id = $1 AND ordinal > $2 AND ordinal <= $3",
        [row.id, row.position, row.position + row.may],
      );
      const ids = itemRows.parse(items.rows).map(({ delivery_id: id }) => id);
      const putBack = putBackRows.parse((await client.query(redriveByIdSql, [row.workspace_id, ids])).rows);
      topics = putBack.map(({ topic_id: id }) => id);
      await client.query(
        `UPDATE redrive SET position = least(total, position + $2), put_back = put_back + $3,
           stepped_at = coalesce(greatest(clock_timestamp() - interval '2 seconds', stepped_at)
                                 + $2 / per_second::float8 * interval '1 second', clock_timestamp()),
           state = CASE WHEN position + $2 >= total THEN 'done' ELSE state END,
           finished_at = CASE WHEN position + $2 >= total THEN clock_timestamp() END
         WHERE id = $1`,
        [row.id, row.may, putBack.length],
      );
    }
    await client.query("COMMIT");
    return { id: row?.id, topics };
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    client.release(failure instanceof Error ? failure : undefined);
  }
}

/**
 * Goes on with the redrives that are under way, as far as their rates allow. Several processes share them.
 * @param onPutBack told each topic of which something was put back
 * @param stopping no further statement is begun from then on
 */
export async function stepRedrives(
  pool: Pool,
  onPutBack: (topicId: string) => void,
  stopping?: AbortSignal,
): Promise<void> {
  while (!stopping?.aborted) {
    const { id, topics } = await stepOne(pool);
    if (id === undefined) return;
    for (const topicId of new Set(topics)) onPutBack(topicId);
  }
}
