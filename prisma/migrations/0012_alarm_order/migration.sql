-- Alarms beside retention: a lock of their own, lanes in the order of their ids, and events that they still need.

-- For retention: which deliveries have an alarm.
CREATE INDEX "state_entry_alarm_delivery_idx" ON "state_entry" ("alarm_delivery") WHERE "alarm_delivery" IS NOT NULL;

-- Alarms that are due: their deliveries, which have ended, are held and due, and go on from the checkpoint of the alarm.
-- One at a time for each delivery; while a delivery is busy or a dead letter, its alarms wait. Returns how many.
CREATE OR REPLACE FUNCTION millrace_ring_alarms() RETURNS int
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
  v_rung int;
BEGIN
  -- One process at a time: others would find nothing that it has not.
  IF NOT pg_try_advisory_xact_lock(7266184305) THEN RETURN 0; END IF;
  WITH due AS MATERIALIZED (
    SELECT e.workspace_id, e.namespace, e.store, e.key, e.alarm_at, e.alarm_delivery, e.alarm_checkpoint
    FROM state_entry e
    WHERE e.alarm_at <= clock_timestamp()
       OR (e.alarm_at IS NULL AND e.alarm_delivery IS NOT NULL AND e.alarm_run IN (
             SELECT r.run FROM replay r WHERE r.state = 'running' AND NOT EXISTS (
               SELECT FROM lane l JOIN subscription s ON s.id = l.subscription_id
               WHERE l.run = r.run AND (l.open_batches > 0 OR (s.state <> 'removed' AND l.cursor < l.end_at)
                                        OR l.retrying > 0 OR l.held > 0))))
    ORDER BY e.alarm_at, e.store, e.key LIMIT 500
    FOR UPDATE SKIP LOCKED
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
