-- Keyed state of any JSON, and alarms: a row of the state can put the delivery that set it to work again.
-- See docs/adr/0014-state-and-alarms.md.

ALTER TABLE "state_entry"
  -- A removed row stays for a while, so that its version goes on counting.
  ADD COLUMN "is_removed" BOOLEAN NOT NULL DEFAULT false,
  -- From here on nobody needs it; it is deleted some time later.
  ADD COLUMN "expires_at" TIMESTAMPTZ(3),
  -- When the delivery below goes on from its checkpoint. NULL with a delivery: when its replay has nothing else to do.
  ADD COLUMN "alarm_at" TIMESTAMPTZ(3),
  ADD COLUMN "alarm_delivery" UUID,
  ADD COLUMN "alarm_run" INTEGER,
  ADD COLUMN "alarm_checkpoint" JSON;

CREATE INDEX "state_entry_alarm_idx" ON "state_entry" ("alarm_at") WHERE "alarm_at" IS NOT NULL;
CREATE INDEX "state_entry_drain_idx" ON "state_entry" ("alarm_run") WHERE "alarm_at" IS NULL AND "alarm_delivery" IS NOT NULL;
CREATE INDEX "state_entry_expires_idx" ON "state_entry" ("expires_at") WHERE "expires_at" IS NOT NULL;

-- Checks and writes rows of the state for deliveries of a batch, in key order. Each row has the version that was read
-- (v, 0: there was none); another version by now refuses everything with MR409. Without w it is only checked.
-- j: the new value, NULL removes it. x: when nobody needs it any more. al: what becomes of its alarm: set (dl, cp, and at,
-- NULL in a replay), ring, clear, or NULL: it stays.
CREATE FUNCTION millrace_write_state(p_workspace uuid, p_run int, p_rows json) RETURNS void
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
  st record;
  v_version bigint;
BEGIN
  FOR st IN
    SELECT * FROM json_to_recordset(p_rows)
      AS r(n text, s text, k text, v bigint, w boolean, j text, x timestamptz, al text, at timestamptz, dl uuid, cp text)
    ORDER BY r.n, r.s, r.k
  LOOP
    IF st.w IS NOT TRUE THEN
      SELECT e.version INTO v_version FROM state_entry e
      WHERE e.workspace_id = p_workspace AND e.namespace = st.n AND e.store = st.s AND e.key = st.k FOR SHARE;
    ELSIF st.v = 0 THEN
      INSERT INTO state_entry (workspace_id, namespace, store, key, value, is_removed, expires_at,
                               alarm_at, alarm_delivery, alarm_run, alarm_checkpoint)
      VALUES (p_workspace, st.n, st.s, st.k, coalesce(st.j, 'null')::jsonb, st.j IS NULL,
              CASE WHEN st.j IS NULL THEN clock_timestamp() ELSE st.x END,
              CASE WHEN st.al = 'set' THEN st.at END, CASE WHEN st.al = 'set' THEN st.dl END,
              CASE WHEN st.al = 'set' THEN p_run END, CASE WHEN st.al = 'set' THEN st.cp::json END)
      ON CONFLICT (workspace_id, namespace, store, key) DO NOTHING
      RETURNING 0 INTO v_version;
      IF NOT FOUND THEN v_version := -1; END IF;
    ELSE
      UPDATE state_entry e SET
        value = coalesce(st.j, 'null')::jsonb, is_removed = st.j IS NULL, version = e.version + 1,
        updated_at = clock_timestamp(), expires_at = CASE WHEN st.j IS NULL THEN clock_timestamp() ELSE st.x END,
        alarm_at = CASE WHEN st.j IS NULL OR st.al = 'clear' THEN NULL WHEN st.al = 'set' THEN st.at
                        WHEN st.al = 'ring' AND e.alarm_delivery IS NOT NULL THEN clock_timestamp() ELSE e.alarm_at END,
        alarm_delivery = CASE WHEN st.j IS NULL OR st.al = 'clear' THEN NULL WHEN st.al = 'set' THEN st.dl
                              ELSE e.alarm_delivery END,
        alarm_run = CASE WHEN st.j IS NULL OR st.al = 'clear' THEN NULL WHEN st.al = 'set' THEN p_run ELSE e.alarm_run END,
        alarm_checkpoint = CASE WHEN st.j IS NULL OR st.al = 'clear' THEN NULL WHEN st.al = 'set' THEN st.cp::json
                                ELSE e.alarm_checkpoint END
      WHERE e.workspace_id = p_workspace AND e.namespace = st.n AND e.store = st.s AND e.key = st.k AND e.version = st.v
      RETURNING e.version - 1 INTO v_version;
      IF NOT FOUND THEN v_version := -1; END IF;
    END IF;
    IF coalesce(v_version, 0) <> st.v THEN
      RAISE EXCEPTION 'state % % has changed', st.s, st.k USING ERRCODE = 'MR409';
    END IF;
  END LOOP;
END $$;

-- millrace_commit with state. Locks here go from the state to the batch, which is no other commit's but of one that
-- has locked the same state before. MR410: somebody else has the batch.
CREATE FUNCTION millrace_commit_with_state(
  p_batch bigint, p_take int, p_new json, p_known json, p_expired int, p_rest bigint[], p_rest_ids uuid[],
  p_block_ms bigint, p_release boolean, p_topics uuid[], p_events json, p_data bytea, p_micros int, p_rows json
) RETURNS boolean
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
  v_batch record;
BEGIN
  SELECT s.workspace_id, b.run INTO v_batch FROM batch b JOIN subscription s ON s.id = b.subscription_id
  WHERE b.id = p_batch AND b.takes = p_take;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM millrace_write_state(v_batch.workspace_id, v_batch.run, p_rows);
  -- An empty list of sums: the lane learns that its steps keep state.
  IF NOT millrace_commit(p_batch, p_take, p_new, p_known, p_expired, p_rest, p_rest_ids, p_block_ms, p_release, NULL,
                         '[]', true, p_topics, p_events, p_data, p_micros) THEN
    RAISE EXCEPTION 'batch % was taken by somebody else', p_batch USING ERRCODE = 'MR410';
  END IF;
  RETURN true;
END $$;

-- Alarms that are due: their deliveries, which have ended, are held and due, and go on from the checkpoint of the alarm.
-- One at a time for each delivery; while a delivery is busy or a dead letter, its alarms wait. Returns how many.
CREATE FUNCTION millrace_ring_alarms() RETURNS int
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
  v_rung int;
BEGIN
  -- One process at a time: lanes are changed in no order here.
  IF NOT pg_try_advisory_xact_lock(7266184303) THEN RETURN 0; END IF;
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
  ), moved AS (
    UPDATE lane l SET held = l.held + c.n, succeeded = l.succeeded - c.succeeded,
      filtered = l.filtered - (c.n - c.succeeded)
    FROM counted c WHERE l.id = c.lane_id
  )
  SELECT count(*) INTO v_rung FROM target;
  RETURN v_rung;
END $$;

-- When the next waiting delivery, alarm or blocked batch is due, NULL when there is none.
CREATE OR REPLACE FUNCTION millrace_next_due() RETURNS timestamptz
LANGUAGE sql STABLE
SET enable_seqscan = off
AS $$
  SELECT least(
    (SELECT min(d.due_at) FROM delivery d
     WHERE d.due_at IS NOT NULL AND d.batch_id IS NULL AND d.status IN ('retrying', 'held')
       AND d.due_at > clock_timestamp()),
    (SELECT min(b.blocked_until) FROM batch b WHERE b.blocked_until > clock_timestamp()),
    (SELECT min(e.alarm_at) FROM state_entry e WHERE e.alarm_at > clock_timestamp())
  )
$$;
