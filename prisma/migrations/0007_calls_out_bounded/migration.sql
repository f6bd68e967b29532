-- Whether the steps of a consumer call out: only then its work may hang.
ALTER TABLE "subscription" ADD COLUMN "is_outside" BOOLEAN NOT NULL DEFAULT true;
UPDATE "subscription" s SET "is_outside" = coalesce((
  SELECT (c->>'isOutside')::boolean
  FROM "revision" r, jsonb_array_elements(r."plan"->'consumers') c
  WHERE r."id" = s."revision_id" AND c->>'id' = s."consumer_id" LIMIT 1), true);

-- What deleted topics have left behind; the workers remove it in small batches. Without the topic's row nobody sees it.
CREATE TABLE "topic_purge" (
  "topic_id" UUID NOT NULL,
  "subscription_ids" UUID[] NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "topic_purge_pkey" PRIMARY KEY ("topic_id")
);

-- Dispatch ----------------------------------------------------------------------------------------

-- As in 0005, but: blocked batches of replays take no slot; those of cancelled replays are woken, also while their
-- consumer is paused; and work that calls out is bounded over all subscriptions together, whatever its order.
CREATE OR REPLACE FUNCTION millrace_dispatch(p_topics uuid[], p_slots int)
RETURNS TABLE (batch_id bigint, take int, run int)
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
  v_slots int;
  v_open int;
  v_open_replay int;
  v_open_outside int;
  -- Batches cut in this call for subscriptions that call out, by their ids.
  v_cut_outside jsonb := '{}';
  v_busy int;
  v_left int;
  v_cap int;
  c record;
  v_sub record;
  l lane%ROWTYPE;
  v_room int;
  v_size int;
  v_upto bigint;
  v_cut int;
  v_handed bigint;
  v_is_ordered boolean;
  v_due_retrying int;
  v_due_held int;
  v_revision uuid;
  v_ids uuid[];
  v_offsets bigint[];
  v_retrying int;
  v_held int;
  v_batch bigint;
BEGIN
  -- Nothing here is seen outside before it is committed, and what is lost by a crash of the database is lost as a
  -- whole: the cursor stands where it stood.
  PERFORM set_config('synchronous_commit', 'off', true);

  RETURN QUERY
  UPDATE batch b SET blocked_until = NULL, queued_at = clock_timestamp()
  WHERE b.id IN (
    SELECT w.id FROM batch w
    JOIN subscription s ON s.id = w.subscription_id
    LEFT JOIN replay r ON r.run = w.run
    WHERE w.blocked_until <= clock_timestamp()
      AND (r.state = 'cancelled' OR (s.state <> 'paused' AND coalesce(r.state, 'running') <> 'paused'))
    FOR UPDATE OF w SKIP LOCKED
  )
  RETURNING b.id, b.takes, b.run;

  SELECT greatest(p_slots, coalesce(sum(w.slots), 0)) INTO v_slots
  FROM worker_process w WHERE w.seen_at > clock_timestamp() - interval '15 seconds';
  -- A batch that is blocked runs nowhere, so it takes no slot, neither live nor of a replay.
  SELECT coalesce(sum(o.busy) FILTER (WHERE o.run = 0), 0), coalesce(sum(o.busy) FILTER (WHERE o.run > 0), 0),
         coalesce(sum(o.busy) FILTER (WHERE o.is_outside), 0)
  INTO v_open, v_open_replay, v_open_outside
  FROM (
    SELECT a.run, s.is_outside, a.open_batches
             - (SELECT count(*) FROM batch b WHERE b.lane_id = a.id AND b.blocked_until IS NOT NULL) AS busy
    FROM lane a JOIN subscription s ON s.id = a.subscription_id WHERE a.open_batches > 0
  ) o;

  -- The least served workspace and subscription first. What is left of the window is shared evenly among those
  -- that wait. Batches are equal in time, so equal numbers of batches are equal shares.
  FOR c IN
    SELECT q.*,
           count(*) OVER (PARTITION BY q.is_replay)
             - row_number() OVER (PARTITION BY q.is_replay ORDER BY q.workspace_open, q.subscription_open, q.lane_id)
             + 1 AS remaining,
           min(q.subscription_id::text) OVER (PARTITION BY q.is_replay)
             <> max(q.subscription_id::text) OVER (PARTITION BY q.is_replay) AS others_wait
    FROM (
      SELECT a.id AS lane_id, a.run > 0 AS is_replay, s.id AS subscription_id, s.topic_id, s.order_mode, s.order_key,
             s.revision_id, s.is_outside,
             CASE WHEN a.run > 0 THEN coalesce(a.end_at, 0)
                  ELSE least(coalesce(h.head, 0), coalesce(a.end_at, coalesce(h.head, 0))) END AS upto,
             sum(a.open_batches) OVER (PARTITION BY s.workspace_id, a.run > 0) AS workspace_open,
             sum(a.open_batches) OVER (PARTITION BY s.id, a.run > 0) AS subscription_open,
             CASE WHEN s.is_outside THEN sum(a.open_batches) OVER (PARTITION BY s.id)
               - (SELECT count(*) FROM batch b WHERE b.subscription_id = s.id AND b.blocked_until IS NOT NULL)
               ELSE 0 END AS subscription_busy,
             a.cursor, a.retrying + a.held AS waiting,
             a.open_batches = 0 OR (s.order_mode = 'none' AND NOT a.is_serial) AS may_open
      FROM subscription s
      JOIN lane a ON a.subscription_id = s.id
      LEFT JOIN topic_head h ON h.topic_id = s.topic_id
      LEFT JOIN replay r ON r.run = a.run
      WHERE s.state = 'active' AND (p_topics IS NULL OR s.topic_id = ANY(p_topics))
        AND (a.run = 0 OR r.state = 'running')
    ) q
    WHERE q.may_open AND (q.cursor < q.upto OR q.waiting > 0)
    ORDER BY q.is_replay, q.workspace_open, q.subscription_open, q.lane_id
  LOOP
    -- Replays use what live traffic leaves free.
    v_left := CASE WHEN c.is_replay THEN v_slots - v_open - v_open_replay ELSE 2 * v_slots - v_open END;
    CONTINUE WHEN v_left <= 0;
    SELECT * INTO l FROM lane a WHERE a.id = c.lane_id FOR UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    -- Somebody may have been here since the list was made, or the consumer was deployed, paused or reordered: what is
    -- cut must follow the rules that hold now that the lane is ours.
    SELECT s.state, s.order_mode, s.order_key, s.revision_id INTO v_sub FROM subscription s WHERE s.id = c.subscription_id;
    CONTINUE WHEN v_sub.state <> 'active';
    c.order_mode := v_sub.order_mode;
    c.order_key := v_sub.order_key;
    c.revision_id := v_sub.revision_id;
    c.upto := least(c.upto, coalesce(l.end_at, c.upto));
    v_is_ordered := c.order_mode <> 'none' OR l.is_serial;
    CONTINUE WHEN v_is_ordered AND l.open_batches > 0;
    v_cap := CASE WHEN c.others_wait THEN v_slots ELSE 2 * v_slots END;
    v_room := CASE WHEN v_is_ordered THEN 1
                   ELSE least(v_cap - c.subscription_open, ceil(v_left::numeric / c.remaining)) END;
    -- Work that calls out may hang, however quick it was until now, and whoever comes later would wait for its
    -- time-outs. One subscription gets three quarters of a process's slots, all of them together five quarters, and
    -- the first batch of a subscription a part of the rest. So what never calls out always finds a slot, and so do a
    -- few consumers whose turn comes while several others hang.
    IF c.is_outside THEN
      v_busy := c.subscription_busy + coalesce((v_cut_outside ->> c.subscription_id::text)::int, 0);
      v_room := least(v_room,
        greatest(1, v_slots * 3 / 4) - v_busy,
        CASE WHEN v_busy = 0 THEN greatest(
               least(1, 2 * v_slots - greatest(1, v_slots / 4) - v_open_outside), v_slots * 5 / 4 - v_open_outside)
             ELSE v_slots * 5 / 4 - v_open_outside END);
    END IF;
    -- A quarter of a second of work, and one event while nothing is known.
    v_size := CASE WHEN l.work_micros = 0 THEN 1 ELSE greatest(1, least(500, 250000 / l.work_micros)) END;
    -- While less than a full batch waits, two are enough: what arrives meanwhile goes together as the next one.
    IF l.work_micros > 0 AND l.run = 0 AND c.upto - l.cursor < v_size AND l.retrying + l.held = 0 THEN
      v_room := least(v_room, 2 - l.open_batches);
    END IF;
    CONTINUE WHEN v_room <= 0;
    v_cut := 0;
    v_handed := 0;
    v_retrying := 0;
    v_held := 0;

    -- What is due: retries, and what was put back. One batch holds deliveries of one revision.
    WHILE l.retrying + l.held > 0 AND v_room > v_cut LOOP
      SELECT d.revision_id INTO v_revision FROM delivery d
      WHERE d.lane_id = l.id AND d.batch_id IS NULL AND d.status IN ('retrying', 'held')
        AND d.due_at <= clock_timestamp()
      ORDER BY d.due_at LIMIT 1;
      EXIT WHEN NOT FOUND;
      SELECT array_agg(d.id ORDER BY d."offset"), count(*) FILTER (WHERE d.status = 'retrying'),
             count(*) FILTER (WHERE d.status = 'held')
      INTO v_ids, v_due_retrying, v_due_held
      FROM (
        SELECT w.id, w."offset", w.status FROM delivery w
        WHERE w.lane_id = l.id AND w.batch_id IS NULL AND w.status IN ('retrying', 'held')
          AND w.due_at <= clock_timestamp() AND w.revision_id = v_revision
        ORDER BY w.due_at LIMIT v_size
        FOR UPDATE SKIP LOCKED
      ) d;
      EXIT WHEN v_ids IS NULL;
      INSERT INTO batch (subscription_id, lane_id, run, revision_id, kind, delivery_ids, size)
      VALUES (c.subscription_id, l.id, l.run, v_revision, 'due', v_ids, cardinality(v_ids))
      RETURNING id INTO v_batch;
      UPDATE delivery d SET batch_id = v_batch WHERE d.id = ANY(v_ids);
      v_cut := v_cut + 1;
      v_retrying := v_retrying + v_due_retrying;
      v_held := v_held + v_due_held;
      batch_id := v_batch; take := 0; run := l.run;
      RETURN NEXT;
    END LOOP;

    -- What is new.
    WHILE l.cursor < c.upto AND v_room > v_cut LOOP
      IF l.run = 0 AND c.order_mode = 'none' THEN
        -- Offsets are gapless: no need to look at the events.
        v_upto := least(c.upto, l.cursor + v_size);
        v_offsets := NULL;
      ELSIF l.run = 0 THEN
        v_upto := least(c.upto, l.cursor + 5000);
        SELECT array_agg(x."offset" ORDER BY x."offset") INTO v_offsets FROM (
          SELECT e."offset" FROM event e
          WHERE e.topic_id = c.topic_id AND e."offset" > l.cursor AND e."offset" <= v_upto
            AND (l.lanes = 1 OR
                 millrace_lane_of(millrace_event_key(e, c.order_key), e."offset", l.lanes) = l.number)
          ORDER BY e."offset" LIMIT v_size
        ) x;
        IF cardinality(v_offsets) = v_size THEN v_upto := v_offsets[v_size]; END IF;
      ELSE
        SELECT array_agg(x."offset" ORDER BY x.ordinal), max(x.ordinal) INTO v_offsets, v_upto FROM (
          SELECT i."offset", i.ordinal FROM replay_item i
          JOIN event e ON e.topic_id = i.topic_id AND e."offset" = i."offset"
          WHERE i.run = l.run AND i.topic_id = c.topic_id AND i.ordinal > l.cursor
            AND (l.lanes = 1 OR
                 millrace_lane_of(millrace_event_key(e, c.order_key), e."offset", l.lanes) = l.number)
          ORDER BY i.ordinal LIMIT v_size
        ) x;
        IF v_offsets IS NULL OR cardinality(v_offsets) < v_size THEN v_upto := c.upto; END IF;
      END IF;

      IF v_offsets IS NOT NULL OR (l.run = 0 AND c.order_mode = 'none') THEN
        INSERT INTO batch (subscription_id, lane_id, run, revision_id, kind, from_offset, to_offset, offsets, size)
        VALUES (c.subscription_id, l.id, l.run, c.revision_id, CASE WHEN l.run = 0 THEN 'log' ELSE 'replay' END,
                CASE WHEN v_offsets IS NULL THEN l.cursor + 1 END, CASE WHEN v_offsets IS NULL THEN v_upto END,
                v_offsets, coalesce(cardinality(v_offsets), v_upto - l.cursor))
        RETURNING id INTO v_batch;
        v_cut := v_cut + 1;
        v_handed := v_handed + coalesce(cardinality(v_offsets), v_upto - l.cursor);
        batch_id := v_batch; take := 0; run := l.run;
        RETURN NEXT;
      END IF;
      l.cursor := v_upto;
    END LOOP;

    UPDATE lane a SET cursor = l.cursor, handed_out = a.handed_out + v_handed, open_batches = a.open_batches + v_cut,
                      retrying = a.retrying - v_retrying, held = a.held - v_held
    WHERE a.id = l.id AND (v_cut > 0 OR a.cursor <> l.cursor);
    IF c.is_replay THEN v_open_replay := v_open_replay + v_cut; ELSE v_open := v_open + v_cut; END IF;
    IF c.is_outside AND v_cut > 0 THEN
      v_open_outside := v_open_outside + v_cut;
      v_cut_outside := v_cut_outside || jsonb_build_object(c.subscription_id::text,
        v_cut + coalesce((v_cut_outside ->> c.subscription_id::text)::int, 0));
    END IF;
  END LOOP;
END $$;

-- Commit ------------------------------------------------------------------------------------------

-- As in 0005, but: a state row names its namespace (n), since live deliveries of what a replay published count apart;
-- and a result without a trace (its event is gone) keeps the history that the delivery has.
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
        status = r.s, reason = r.r, message = r.m, step_id = coalesce(r.st, CASE WHEN r.t IS NULL THEN d.step_id END),
        attempts = coalesce(r.a, d.attempts),
        due_at = clock_timestamp() + r.due * interval '1 millisecond', batch_id = CASE WHEN r.k THEN p_batch END,
        finished_at = CASE WHEN r.s NOT IN ('retrying', 'held') THEN clock_timestamp() END,
        duration_micros = r.us, trace = coalesce(r.t::json, d.trace), checkpoint = r.c::json
      FROM json_to_recordset(p_known) AS r(id uuid, s text, r text, m text, st text, a int, due bigint, k boolean,
                                           us bigint, t text, c text)
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
           CASE WHEN r.s NOT IN ('retrying', 'held') THEN clock_timestamp() END, r.us, r.t::json, r.c::json
    FROM json_to_recordset(p_new) AS r(id uuid, o bigint, s text, r text, m text, st text, a int, due bigint, k boolean,
                                       us bigint, t text, c text)
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
