import type { Pool } from "pg";

/** Rows of one statement: short locks, and a commit that others hardly notice. */
const BATCH_ROWS = 2_000;
/** Figures per minute: more than a month, so that any day can be compared with the same day of the month before. */
const MINUTES_DAYS = 35;
/** What a replay kept in its own state; what it published may still be on its way when it is done. */
const REPLAY_STATE_DAYS = 7;
/** Events in quarantine after somebody decided about them: long after a sender would try the same again. */
const QUARANTINE_DAYS = 30;

/** What a replay differed in: its report says so when it is gone. */
export const REPLAY_RESULT_DAYS = 31;

const minutesSql = `DELETE FROM delivery_minute WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM delivery_minute WHERE minute < now() - $1 * interval '1 day' ORDER BY minute LIMIT $2))`;

/** Latencies by the minute are drawn for a day; longer times are drawn from those by the hour. */
const LATENCY_MINUTES_DAYS = 2;

const latencySql = (minutes: 1 | 60) => `DELETE FROM latency_span WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM latency_span WHERE minutes = ${minutes} AND start < now() - $1 * interval '1 day' ORDER BY start LIMIT $2))`;

const olderSql = (
  table: "lag_minute" | "topic_minute" | "sampled_minute",
) => `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM ${table} WHERE minute < now() - $1 * interval '1 day' ORDER BY minute LIMIT $2))`;

const healingSql = `DELETE FROM healing WHERE id IN (
  SELECT id FROM healing WHERE at < now() - $1 * interval '1 day' ORDER BY at LIMIT $2)`;

const replayStateSql = `DELETE FROM state_entry WHERE (workspace_id, namespace, store, key) IN (
  SELECT e.workspace_id, e.namespace, e.store, e.key FROM replay r
  JOIN state_entry e ON e.workspace_id = r.workspace_id AND e.namespace = r.id::text
  WHERE r.finished_at < now() - $1 * interval '1 day' AND r.state IN ('done', 'cancelled')
    -- Alarms wait for the end of their replay: those of one that was cancelled never ring.
    AND (e.alarm_delivery IS NULL OR (r.state = 'cancelled' AND e.alarm_run = r.run))
  LIMIT $2 FOR UPDATE OF e SKIP LOCKED)`;

const replayResultSql = `DELETE FROM replay_result WHERE (run, delivery_id) IN (
  SELECT d.run, d.delivery_id FROM replay r JOIN replay_result d ON d.run = r.run
  WHERE r.finished_at < now() - $1 * interval '1 day' LIMIT $2)`;

const quarantineSql = `DELETE FROM quarantined_event WHERE id IN (
  SELECT id FROM quarantined_event WHERE state <> 'waiting' AND resolved_at < now() - $1 * interval '1 day'
  ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)`;

/**
 * Forgets what nobody looks at any more, in small batches: old figures per minute, the state and the results of replays that ended, and
 * events in quarantine that were released or discarded long ago.
 */
export async function forgetHistory(pool: Pool, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (const [sql, days] of [
    [minutesSql, MINUTES_DAYS],
    [latencySql(1), LATENCY_MINUTES_DAYS],
    [latencySql(60), MINUTES_DAYS],
    [olderSql("lag_minute"), MINUTES_DAYS],
    [olderSql("topic_minute"), MINUTES_DAYS],
    [olderSql("sampled_minute"), MINUTES_DAYS],
    [healingSql, MINUTES_DAYS],
    [replayStateSql, REPLAY_STATE_DAYS],
    [replayResultSql, REPLAY_RESULT_DAYS],
    [quarantineSql, QUARANTINE_DAYS],
  ] as const) {
    let deleted: number;
    do {
      deleted = (await pool.query(sql, [days, BATCH_ROWS])).rowCount ?? 0;
    } while (deleted === BATCH_ROWS && performance.now() < deadline);
  }
}
