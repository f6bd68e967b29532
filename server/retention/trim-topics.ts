import type { Pool } from "pg";
import * as z from "zod";

/** Offsets of one statement: short locks, and a commit that others hardly notice. */
const WINDOW = 2_000;
/** Rows that were kept for a delivery and are looked at again in one pass. */
const SWEEP_ROWS = 500;

const topicRows = z.array(
  z.object({
    id: z.string(),
    trimmed_to: z.coerce.number(),
    traces_trimmed_to: z.coerce.number(),
    upto: z.coerce.number(),
    traces_upto: z.coerce.number(),
  }),
);

const boundsSql = `
  SELECT t.id, t.trimmed_to, t.traces_trimmed_to, least(b.wanted, b.free) AS upto,
         CASE WHEN t.keep_trace_days IS NULL THEN 0
              ELSE millrace_offset_at(t.id, clock_timestamp() - t.keep_trace_days * interval '1 day') END AS traces_upto
  FROM topic t CROSS JOIN LATERAL millrace_trim_bounds(t.id) b
  WHERE t.keep_days IS NOT NULL OR t.keep_events IS NOT NULL OR t.keep_trace_days IS NOT NULL OR t.trimmed_to > 0`;

/** One process at a time; any constant of our own. */
const mineSql = "mine AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(7266184303) AS ok)";

/**
 * Deletes the chosen events, named by the CTE `doomed`, and what has ended of their deliveries. An event that a
 * delivery may still need (a retry, an approval, a redrive, an alarm of its state) stays. Locks: deliveries, then lanes by id.
 */
const deleteSql = `
  , gone AS (
    DELETE FROM event e USING doomed x WHERE e.topic_id = $1 AND e."offset" = x."offset" RETURNING 1
  ), history AS (
    DELETE FROM delivery d USING doomed x
    WHERE d.topic_id = $1 AND d."offset" = x."offset" AND d.status IN ('succeeded', 'filtered', 'cancelled', 'discarded')
    RETURNING d.lane_id
  ), counted AS (
    SELECT lane_id, count(*) AS n FROM history GROUP BY lane_id
  ), locked AS (
    SELECT l.id FROM lane l JOIN counted c ON c.lane_id = l.id ORDER BY l.id FOR UPDATE OF l
  ), lanes AS (
    UPDATE lane l SET purged = l.purged + c.n FROM counted c, locked WHERE l.id = c.lane_id AND locked.id = l.id
  )`;
const notNeededSql = `NOT EXISTS (SELECT FROM delivery d WHERE d.topic_id = e.topic_id AND d."offset" = e."offset"
  AND (d.status IN ('dead', 'retrying', 'held') OR EXISTS (SELECT FROM state_entry a WHERE a.alarm_delivery = d.id)))`;

const trimSql = `
  WITH ${mineSql}, doomed AS (
    SELECT e."offset" FROM event e, mine WHERE mine.ok AND e.topic_id = $1 AND e."offset" > $2 AND e."offset" <= $3 AND ${notNeededSql}
  ) ${deleteSql}
  UPDATE topic SET trimmed_to = $3 FROM mine WHERE mine.ok AND id = $1 AND trimmed_to < $3`;

/** Events that were kept for a delivery that has ended since. */
const sweepSql = `
  WITH ${mineSql}, looked_at AS (
    SELECT e.topic_id, e."offset" FROM event e, mine WHERE mine.ok AND e.topic_id = $1 AND e."offset" > $2 AND e."offset" <= $3
    ORDER BY e."offset" LIMIT ${SWEEP_ROWS}
  ), doomed AS (
    SELECT e."offset" FROM looked_at e WHERE ${notNeededSql}
  ) ${deleteSql}
  SELECT max("offset") AS last, count(*) AS n FROM looked_at`;
const sweptRow = z.tuple([z.object({ last: z.coerce.number(), n: z.coerce.number() })]);

const tracesSql = `
  WITH ${mineSql}, cut AS (
    UPDATE delivery d SET trace = NULL FROM mine
    WHERE mine.ok AND d.topic_id = $1 AND d."offset" > $2 AND d."offset" <= $3 AND d.trace IS NOT NULL
      AND d.status IN ('succeeded', 'filtered', 'cancelled', 'discarded')
  )
  UPDATE topic SET traces_trimmed_to = $3 FROM mine WHERE mine.ok AND id = $1 AND traces_trimmed_to < $3`;

/** Deletes what topics need not keep by their settings. */
export interface TopicTrimmer {
  /** One pass, in small batches of a transaction each, until all is done or the time is over. */
  trim(limitMs: number): Promise<void>;
}

/** Makes the trimmer of one process; several at a time only do each other's work. */
export function createTopicTrimmer(pool: Pool): TopicTrimmer {
  /** How far each topic was swept; forgotten with the process, which only sweeps again. */
  const swept = new Map<string, number>();

  async function advance(sql: string, topicId: string, from: number, upto: number, deadline: number) {
    for (let at = from; at < upto && performance.now() < deadline; at += WINDOW) {
      await pool.query(sql, [topicId, at, Math.min(upto, at + WINDOW)]);
    }
  }

  async function sweep(topicId: string, trimmedTo: number): Promise<void> {
    const result = await pool.query(sweepSql, [topicId, swept.get(topicId) ?? 0, trimmedTo]);
    const { last, n } = sweptRow.parse(result.rows)[0];
    swept.set(topicId, n < SWEEP_ROWS ? 0 : last);
  }

  return {
    trim: async (limitMs) => {
      const deadline = performance.now() + limitMs;
      for (const topic of topicRows.parse((await pool.query(boundsSql)).rows)) {
        await advance(tracesSql, topic.id, topic.traces_trimmed_to, topic.traces_upto, deadline);
        await advance(trimSql, topic.id, topic.trimmed_to, topic.upto, deadline);
        if (topic.trimmed_to > 0) await sweep(topic.id, topic.trimmed_to);
      }
    },
  };
}

/** Ids are remembered as long as senders may repeat themselves. */
const KEY_DAYS = 7;

/** Forgets idempotency keys that are older than the window, in small batches. */
export async function forgetKeys(pool: Pool, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  let deleted: number;
  do {
    const result = await pool.query(
      `DELETE FROM idempotency_key WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM idempotency_key WHERE at < clock_timestamp() - $1 * interval '1 day' ORDER BY at LIMIT $2))`,
      [KEY_DAYS, WINDOW],
    );
    deleted = result.rowCount ?? 0;
  } while (deleted === WINDOW && performance.now() < deadline);
}
