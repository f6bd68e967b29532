-- Alarms are looked for by their indexes alone.

-- Alarms that are due: their deliveries, which have ended, are held and due, and go on from the checkpoint of the alarm.
-- One at a time for each delivery; while a delivery is busy or a dead letter, its alarms wait. Returns how many.
CREATE OR REPLACE FUNCTION millrace_ring_alarms() RETURNS int
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
  v_rung int;
  v_now timestamptz;
  v_drained int[];
BEGIN
  -- One process at a time: others would find nothing that it has not.
  IF NOT pg_try_advisory_xact_lock(7266184305) THEN RETURN 0; END IF;
  -- A constant for the statement, so that indexes serve it: a table of saved values may be large.
  v_now := clock_timestamp();
  SELECT array_agg(r.run) INTO v_drained FROM replay r
  WHERE r.state = 'running'
    AND EXISTS (SELECT FROM state_entry e
                WHERE e.alarm_run = r.run AND e.alarm_at IS NULL AND e.alarm_delivery IS NOT NULL)
    AND NOT EXISTS (SELECT FROM lane l JOIN subscription s ON s.id = l.subscription_id
                    WHERE l.run = r.run AND (l.open_batches > 0 OR (s.state <> 'removed' AND l.cursor < l.end_at)
                                             OR l.retrying > 0 OR l.held > 0));
  WITH due AS MATERIALIZED (
    SELECT e.workspace_id, e.namespace, e.store, e.key, e.alarm_at, e.alarm_delivery, e.alarm_checkpoint
    FROM state_entry e
    WHERE e.alarm_delivery IS NOT NULL AND (e.alarm_at IS NULL OR e.alarm_at <= v_now)
      AND (e.workspace_id, e.namespace, e.store, e.key) IN (
        (SELECT t.workspace_id, t.namespace, t.store, t.key FROM state_entry t
         WHERE t.alarm_at <= v_now ORDER BY t.alarm_at LIMIT 500)
        UNION ALL
        (SELECT d.workspace_id, d.namespace, d.store, d.key FROM state_entry d
         WHERE d.alarm_at IS NULL AND d.alarm_delivery IS NOT NULL AND d.alarm_run = ANY(v_drained) LIMIT 500))
    FOR UPDATE OF e SKIP LOCKED
  ), first AS (
    SELECT DISTINCT ON (alarm_delivery) * FROM due ORDER BY alarm_delivery, alarm_at, store, key
  ), target AS MATERIALIZED (
    SELECT f.*, d.status, d.lane_id FROM first f JOIN delivery d ON d.id = f.alarm_delivery
    WHERE d.status IN ('succeeded', 'filtered') FOR UPDATE OF d SKIP LOCKED
  ), reopened AS (
    UPDATE delivery d SET status = 'held', reason = 'timer', message = NULL, step_id = NULL, due_at = clock_timestamp(),
      batch_id = NULL, finished_at = NULL, checkpoint = t.alarm_checkpoint, attempts_before = d.attempts
    FROM target t WHERE d.id = t.alarm_delivery
  ), rung AS (
    UPDATE state_entry e SET alarm_at = NULL, alarm_delivery = NULL, alarm_run = NULL, alarm_checkpoint = NULL
    FROM target t
    WHERE e.workspace_id = t.workspace_id AND e.namespace = t.namespace AND e.store = t.store AND e.key = t.key
  ), later AS (
    -- Not to be looked at again at once. What waits for the end of a replay needs no time.
    UPDATE state_entry e SET alarm_at = CASE WHEN d.id IS NOT NULL AND d.status NOT IN ('cancelled', 'discarded')
                                             THEN clock_timestamp() + interval '1 second' END,
      alarm_delivery = CASE WHEN d.id IS NOT NULL AND d.status NOT IN ('cancelled', 'discarded') THEN e.alarm_delivery END,
      alarm_run = CASE WHEN d.id IS NOT NULL AND d.status NOT IN ('cancelled', 'discarded') THEN e.alarm_run END
    FROM due LEFT JOIN delivery d ON d.id = due.alarm_delivery
    WHERE e.workspace_id = due.workspace_id AND e.namespace = due.namespace AND e.store = due.store AND e.key = due.key
      AND NOT EXISTS (SELECT FROM target t WHERE t.workspace_id = due.workspace_id AND t.namespace = due.namespace
                        AND t.store = due.store AND t.key = due.key)
  ), counted AS (
    SELECT lane_id, count(*) AS n, count(*) FILTER (WHERE status = 'succeeded') AS succeeded FROM target GROUP BY 1
  ), locked AS (
    SELECT l.id FROM lane l JOIN counted c ON c.lane_id = l.id ORDER BY l.id FOR UPDATE OF l
  ), moved AS (
    UPDATE lane l SET held = l.held + c.n, succeeded = l.succeeded - c.succeeded,
      filtered = l.filtered - (c.n - c.succeeded)
    FROM counted c, locked WHERE l.id = c.lane_id AND locked.id = l.id
  )
  SELECT count(*) INTO v_rung FROM target;
  RETURN v_rung;
END $$;
