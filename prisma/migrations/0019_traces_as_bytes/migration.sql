-- A trace inside JSON is escaped by one side and unescaped by the other, letter by letter: half of what a delivery cost
-- here. See docs/adr/0015-what-makes-it-fast.md.

-- As in 0007, but: a result's trace stands in p_data, beside what is published: tl bytes after the first ta.
CREATE OR REPLACE FUNCTION millrace_commit(
  p_batch bigint, p_take int, p_new json, p_known json, p_expired int, p_rest bigint[], p_rest_ids uuid[],
  p_block_ms bigint, p_release boolean, p_namespace text, p_state json, p_check boolean, p_topics uuid[], p_events json,
  p_data bytea, p_micros int
) RETURNS boolean
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
  b batch%ROWTYPE;
  v_sub record;
  v_rest int := coalesce(cardinality(p_rest), cardinality(p_rest_ids), 0);
  v_new record;
  v_known record;
  v_count int;
  st record;
  v_version bigint;
BEGIN
  SELECT * INTO b FROM batch WHERE id = p_batch AND takes = p_take FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  SELECT s.topic_id, s.workspace_id INTO STRICT v_sub FROM subscription s WHERE s.id = b.subscription_id;

  IF p_known IS NULL THEN
    -- The very types of the counts below: a plan is made for one set of types.
    SELECT 0::bigint AS n, 0::bigint AS succeeded, 0::bigint AS filtered, 0::bigint AS dead, 0::bigint AS cancelled,
           0::bigint AS retrying, 0::bigint AS held, 0::bigint AS kept, 0::bigint AS us INTO v_known;
  ELSE
    WITH changed AS (
      UPDATE delivery d SET
        status = r.s, reason = r.r, message = r.m, step_id = coalesce(r.st, CASE WHEN r.tl IS NULL THEN d.step_id END),
        attempts = coalesce(r.a, d.attempts),
        due_at = clock_timestamp() + r.due * interval '1 millisecond', batch_id = CASE WHEN r.k THEN p_batch END,
        finished_at = CASE WHEN r.s NOT IN ('retrying', 'held') THEN clock_timestamp() END,
        duration_micros = r.us, checkpoint = r.c::json,
        trace = coalesce(convert_from(substring(p_data FROM r.ta + 1 FOR r.tl), 'UTF8')::json, d.trace)
      FROM json_to_recordset(p_known) AS r(id uuid, s text, r text, m text, st text, a int, due bigint, k boolean,
                                           us bigint, ta int, tl int, c text)
      WHERE d.id = r.id AND d.batch_id = p_batch
      RETURNING d.status, d.duration_micros, d.batch_id
    )
    SELECT count(*) AS n,
           count(*) FILTER (WHERE status = 'succeeded') AS succeeded, count(*) FILTER (WHERE status = 'filtered') AS filtered,
           count(*) FILTER (WHERE status = 'dead') AS dead, count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
           count(*) FILTER (WHERE status = 'retrying' AND batch_id IS NULL) AS retrying,
           count(*) FILTER (WHERE status = 'held' AND batch_id IS NULL) AS held,
           count(*) FILTER (WHERE batch_id IS NOT NULL) AS kept, coalesce(sum(duration_micros), 0)::bigint AS us
    INTO v_known FROM changed;
  END IF;

  WITH written AS (
    INSERT INTO delivery (id, subscription_id, lane_id, run, topic_id, "offset", revision_id, status, reason, message,
                          step_id, attempts, due_at, batch_id, first_at, finished_at, duration_micros, trace, checkpoint)
    SELECT r.id, b.subscription_id, b.lane_id, b.run, v_sub.topic_id, r.o, b.revision_id, r.s, r.r, r.m, r.st, r.a,
           clock_timestamp() + r.due * interval '1 millisecond', CASE WHEN r.k THEN p_batch END, b.taken_at,
           CASE WHEN r.s NOT IN ('retrying', 'held') THEN clock_timestamp() END, r.us,
           convert_from(substring(p_data FROM r.ta + 1 FOR r.tl), 'UTF8')::json, r.c::json
    FROM json_to_recordset(p_new) AS r(id uuid, o bigint, s text, r text, m text, st text, a int, due bigint, k boolean,
                                       us bigint, ta int, tl int, c text)
    RETURNING status, duration_micros, batch_id
  )
  SELECT count(*) AS n,
         count(*) FILTER (WHERE status = 'succeeded') AS succeeded, count(*) FILTER (WHERE status = 'filtered') AS filtered,
         count(*) FILTER (WHERE status = 'dead') AS dead, count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
         count(*) FILTER (WHERE status = 'retrying' AND batch_id IS NULL) AS retrying,
         count(*) FILTER (WHERE status = 'held' AND batch_id IS NULL) AS held,
         count(*) FILTER (WHERE batch_id IS NOT NULL) AS kept, coalesce(sum(duration_micros), 0)::bigint AS us
  INTO v_new FROM written;

  -- Every event of the batch is accounted for, or nothing is written.
  v_count := v_new.n - v_new.kept + v_known.n - v_known.kept + p_expired + v_rest;
  IF v_count <> b.size THEN
    RAISE EXCEPTION 'batch % has % events, % are accounted for', p_batch, b.size, v_count;
  END IF;

  IF v_rest = 0 THEN
    DELETE FROM batch WHERE id = p_batch;
  ELSE
    UPDATE batch SET
      from_offset = NULL, to_offset = NULL, offsets = p_rest, delivery_ids = p_rest_ids, size = v_rest,
      strikes = CASE WHEN p_release OR p_block_ms IS NOT NULL THEN 0 ELSE 1 END,
      blocked_until = clock_timestamp() + p_block_ms * interval '1 millisecond',
      lease_until = CASE WHEN p_release OR p_block_ms IS NOT NULL THEN NULL ELSE lease_until END,
      taken_by = CASE WHEN p_release OR p_block_ms IS NOT NULL THEN NULL ELSE taken_by END,
      queued_at = clock_timestamp()
    WHERE id = p_batch;
  END IF;

  IF p_state IS NOT NULL THEN
    FOR st IN SELECT * FROM json_to_recordset(p_state) AS r(n text, s text, k text, a float8, v bigint)
              ORDER BY r.n, r.s, r.k LOOP
      INSERT INTO state_entry (workspace_id, namespace, store, key, value)
      VALUES (v_sub.workspace_id, coalesce(st.n, p_namespace), st.s, st.k, to_jsonb(st.a))
      ON CONFLICT (workspace_id, namespace, store, key) DO UPDATE SET
        value = to_jsonb((state_entry.value #>> '{}')::float8 + st.a),
        version = state_entry.version + 1, updated_at = clock_timestamp()
      RETURNING version INTO v_version;
      IF p_check AND v_version <> coalesce(st.v, 0) + 1 THEN
        RAISE EXCEPTION 'state % % has changed', st.s, st.k USING ERRCODE = 'MR409';
      END IF;
    END LOOP;
  END IF;

  FOR i IN 1 .. coalesce(cardinality(p_topics), 0) LOOP
    PERFORM millrace_append(p_topics[i], p_events -> (i - 1), p_data);
  END LOOP;

  INSERT INTO delivery_minute AS m (subscription_id, run, minute, succeeded, filtered, dead, retried, other, micros)
  VALUES (b.subscription_id, b.run, date_trunc('minute', clock_timestamp()),
          v_new.succeeded + v_known.succeeded, v_new.filtered + v_known.filtered, v_new.dead + v_known.dead,
          v_new.retrying + v_new.kept + v_known.retrying + v_known.kept,
          v_new.cancelled + v_new.held + v_known.cancelled + v_known.held, v_new.us + v_known.us)
  ON CONFLICT (subscription_id, run, minute) DO UPDATE SET
    succeeded = m.succeeded + excluded.succeeded, filtered = m.filtered + excluded.filtered,
    dead = m.dead + excluded.dead, retried = m.retried + excluded.retried, other = m.other + excluded.other,
    micros = m.micros + excluded.micros;

  -- Last, because everybody who works for this lane waits for this row until the commit.
  UPDATE lane SET
    succeeded = succeeded + v_new.succeeded + v_known.succeeded, filtered = filtered + v_new.filtered + v_known.filtered,
    dead = dead + v_new.dead + v_known.dead, cancelled = cancelled + v_new.cancelled + v_known.cancelled,
    retrying = retrying + v_new.retrying + v_known.retrying, held = held + v_new.held + v_known.held,
    expired = expired + p_expired, open_batches = open_batches - CASE WHEN v_rest = 0 THEN 1 ELSE 0 END,
    is_serial = is_serial OR p_state IS NOT NULL,
    work_micros = CASE WHEN p_micros IS NULL THEN work_micros WHEN work_micros = 0 THEN p_micros
                       ELSE (work_micros * 3::bigint + p_micros) / 4 END
  WHERE id = b.lane_id;
  RETURN true;
END $$;
