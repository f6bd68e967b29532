import type { Queryable } from "./queryable";

/** One statement never holds more rows than this. */
const MAX_ROWS = 5_000;
/** Deliveries that a deployment ends itself before it leaves the rest to the reconciler. */
const MAX_PASSES = 10;

// Locks in the engine's order: deliveries, of which those that somebody else works on are left for later, then lanes by
// id. Whoever holds a lane never waits for a delivery.
const cancelSql = `
  WITH gone AS (
    SELECT d.id, d.lane_id, d.status, s.state = 'removed' AS is_removed, f.deleted_at IS NOT NULL AS is_deleted
    FROM delivery d
    JOIN subscription s ON s.id = d.subscription_id
    JOIN flow f ON f.id = s.flow_id
    LEFT JOIN replay r ON r.run = d.run
    WHERE d.status IN ('retrying', 'held') AND d.batch_id IS NULL
      AND (s.state = 'removed' OR r.state = 'cancelled')
    ORDER BY d.id LIMIT ${MAX_ROWS} FOR UPDATE OF d SKIP LOCKED
  ), ended AS (
    UPDATE delivery d SET status = 'cancelled', due_at = NULL, checkpoint = NULL, finished_at = clock_timestamp(),
      reason = CASE WHEN is_removed THEN 'consumer-removed' ELSE 'replay-cancelled' END,
      message = CASE WHEN is_deleted THEN 'Cancelled, because its flow was deleted.'
                     WHEN is_removed THEN 'Cancelled, because its consumer was removed from the flow.'
                     ELSE 'Cancelled with its replay.' END
    FROM gone WHERE d.id = gone.id
    RETURNING d.id
  ), counted AS (
    SELECT lane_id, count(*) FILTER (WHERE status = 'retrying') AS retrying,
           count(*) FILTER (WHERE status = 'held') AS held
    FROM gone GROUP BY lane_id
  ), locked AS (
    SELECT l.id FROM lane l JOIN counted c ON c.lane_id = l.id ORDER BY l.id FOR UPDATE OF l
  )
  UPDATE lane l SET retrying = l.retrying - c.retrying, held = l.held - c.held,
    cancelled = l.cancelled + c.retrying + c.held
  FROM counted c, locked WHERE l.id = c.lane_id AND locked.id = l.id
  RETURNING c.retrying + c.held AS n`;

/**
 * Ends deliveries that wait for a consumer that was removed or a replay that was cancelled: a bounded number, those
 * that are free. Each call is a transaction of its own.
 * @returns how many it ended
 */
export async function cancelWaiting(db: Queryable): Promise<number> {
  const result = await db.query<{ n: string }>(cancelSql);
  return result.rows.reduce((sum, { n }) => sum + Number(n), 0);
}

/** The same after a deployment, until all are ended or there are so many that the reconciler does the rest. */
export async function cancelWaitingNow(db: Queryable): Promise<void> {
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    if ((await cancelWaiting(db)) < MAX_ROWS) return;
  }
}
