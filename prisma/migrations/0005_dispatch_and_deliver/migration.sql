-- Dispatch, take, commit. See docs/adr/0002-batches.md.
-- Locks are always taken in this order: batch, delivery, state_entry (by key), topic_head (by id), lane.
-- Dispatch holds a lane and takes the others only with SKIP LOCKED, so it never waits inside.

-- Keys and lanes ----------------------------------------------------------------------------------

-- The value that keeps events in order. p_path: nothing or key, an attribute, or a path into JSON data
-- such as data.customer.id. Data that is not JSON has no key.
-- A key in data that is nested too deeply to be read is no key: one such event must not stop the dispatch of all.
CREATE FUNCTION millrace_event_key(p_event event, p_path text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF p_path IS NULL OR p_path IN ('key', 'event.key') THEN RETURN p_event.key; END IF;
  IF p_path LIKE 'data.%' THEN
    BEGIN
      RETURN convert_from(p_event.data, 'UTF8')::json #>> string_to_array(substr(p_path, 6), '.');
    EXCEPTION WHEN data_exception OR statement_too_complex THEN
      RETURN NULL;
    END;
  END IF;
  RETURN CASE regexp_replace(p_path, '^event\.', '')
    WHEN 'subject' THEN p_event.subject
    WHEN 'source' THEN p_event.source
    WHEN 'type' THEN p_event.type
    WHEN 'id' THEN p_event.id
    WHEN 'correlationId' THEN p_event.correlation_id
  END;
END $$;

-- Which of several lanes an event belongs to. md5, since PostgreSQL's own hashes may change between versions.
-- Events without a key have no order to keep and are spread.
CREATE FUNCTION millrace_lane_of(p_key text, p_offset bigint, p_lanes int) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN p_lanes = 1 THEN 0
    WHEN p_key IS NULL THEN (p_offset % p_lanes)::int
    ELSE ('x' || substr(md5(p_key), 1, 7))::bit(28)::int % p_lanes
  END
$$;

-- Dispatch ----------------------------------------------------------------------------------------

-- Cuts due deliveries and new events of lanes into batches, within the window, and returns what the queue
-- must run. p_topics: only their subscriptions, NULL for all. p_slots: how many batches the asking process runs at
-- a time. The window is the sum over all living processes, half of it for one subscription at most: who hangs
-- cannot be called back. A subscription that has no batch at all gets one even when the window is full, since each
-- process can run twice its slots.
-- The rules of a subscription are read again under the lane's lock.
CREATE FUNCTION millrace_dispatch(p_topics uuid[], p_slots int)
RETURNS TABLE (batch_id bigint, take int, run int)
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
  v_slots int;
  v_open int;
  v_open_replay int;
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
    WHERE w.blocked_until <= clock_timestamp() AND s.state <> 'paused' AND coalesce(r.state, 'running') <> 'paused'
    FOR UPDATE OF w SKIP LOCKED
  )
  RETURNING b.id, b.takes, b.run;

  SELECT greatest(p_slots, coalesce(sum(w.slots), 0)) INTO v_slots
  FROM worker_process w WHERE w.seen_at > clock_timestamp() - interval '15 seconds';
  SELECT coalesce(sum(o.open_batches) FILTER (WHERE o.run = 0), 0), coalesce(sum(o.open_batches) FILTER (WHERE o.run > 0), 0)
  INTO v_open, v_open_replay FROM lane o WHERE o.open_batches > 0;
  v_open := v_open - (SELECT count(*) FROM batch b WHERE b.blocked_until IS NOT NULL AND b.run = 0);

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
             s.revision_id,
             CASE WHEN a.run > 0 THEN coalesce(a.end_at, 0)
                  ELSE least(coalesce(h.head, 0), coalesce(a.end_at, coalesce(h.head, 0))) END AS upto,
             sum(a.open_batches) OVER (PARTITION BY s.workspace_id, a.run > 0) AS workspace_open,
             sum(a.open_batches) OVER (PARTITION BY s.id, a.run > 0) AS subscription_open,
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
    -- Work that may hang, because it calls out or nothing is known of it, never fills all slots: what comes later
    -- from somebody else would wait for its time-outs. Two milliseconds an event are far above what steps inside need.
    IF l.work_micros = 0 OR l.work_micros > 2000 THEN
      v_cap := least(v_cap, greatest(1, v_slots - greatest(1, v_slots / 4)));
    END IF;
    v_room := CASE WHEN v_is_ordered THEN 1
                   ELSE least(v_cap - c.subscription_open, ceil(v_left::numeric / c.remaining)) END;
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
  END LOOP;
END $$;

-- When the next waiting delivery or blocked batch is due, NULL when there is none.
CREATE FUNCTION millrace_next_due() RETURNS timestamptz
LANGUAGE sql STABLE
SET enable_seqscan = off
AS $$
  SELECT least(
    (SELECT min(d.due_at) FROM delivery d
     WHERE d.due_at IS NOT NULL AND d.batch_id IS NULL AND d.status IN ('retrying', 'held')
       AND d.due_at > clock_timestamp()),
    (SELECT min(b.blocked_until) FROM batch b WHERE b.blocked_until > clock_timestamp())
  )
$$;

-- Take --------------------------------------------------------------------------------------------

-- Leases a batch to a process. No row: it is gone, blocked, or was taken by another job.
-- The strikes that it returns count this take; what is stored counts only work that was begun: a batch that
-- waits for its turn beside a poisoned one must not be blamed when the process dies (see the workers' BatchRun).
CREATE FUNCTION millrace_take(p_batch bigint, p_take int, p_worker int, p_lease_ms int)
RETURNS TABLE (
  subscription_id uuid, run int, revision_id uuid, kind text, from_offset bigint, to_offset bigint, offsets bigint[],
  delivery_ids uuid[], size int, take int, strikes int, taken_at timestamptz, workspace_id uuid, flow_id uuid,
  consumer_id text, topic_id uuid, topic text, state text, order_mode text, hop_limit int, replay_id uuid,
  replay_options jsonb
)
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
#variable_conflict use_column
BEGIN
  -- A crash of the database may forget who took it, never what was done.
  PERFORM set_config('synchronous_commit', 'off', true);
  RETURN QUERY
  UPDATE batch b
  SET takes = b.takes + 1, strikes = greatest(b.strikes, 1), taken_at = clock_timestamp(), taken_by = p_worker,
      lease_until = clock_timestamp() + p_lease_ms * interval '1 millisecond'
  FROM (SELECT o.strikes FROM batch o WHERE o.id = p_batch) AS before, subscription s
  JOIN topic t ON t.id = s.topic_id
  JOIN workspace w ON w.id = s.workspace_id
  WHERE b.id = p_batch AND b.takes = p_take AND b.blocked_until IS NULL AND s.id = b.subscription_id
  RETURNING b.subscription_id, b.run, b.revision_id, b.kind, b.from_offset, b.to_offset, b.offsets, b.delivery_ids,
    b.size, b.takes, before.strikes + 1, b.taken_at, s.workspace_id, s.flow_id, s.consumer_id, s.topic_id, t.name, s.state,
    s.order_mode, w.hop_limit,
    (SELECT r.id FROM replay r WHERE b.run > 0 AND r.run = b.run),
    (SELECT r.options FROM replay r WHERE b.run > 0 AND r.run = b.run);
END $$;

-- Commit ------------------------------------------------------------------------------------------

-- Writes what became of deliveries of a batch, with everything that follows from it, in one transaction.
-- The fence: the batch row must still be at this take. False: it is not, and nothing was written.
-- p_new: deliveries without a row yet. p_known: those that have one. p_expired: events that were gone.
-- p_rest or p_rest_ids: what stays in the batch, all NULL when it is done. p_block_ms: the rest waits that long,
-- NULL: the same process goes on with it, or p_release gives it back.
-- p_state: numbers to add, with the version that was read. p_check: refuse (MR409) when it has changed.
-- p_topics, p_events, p_data: what is published, one list of items per topic, topics in order.
-- Traces and checkpoints come as texts that hold JSON: json_to_recordset would unescape what is inside JSON, and
-- refuse U+0000 and half characters, which a json column keeps.
CREATE FUNCTION millrace_commit(
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
        status = r.s, reason = r.r, message = r.m, step_id = r.st, attempts = r.a,
        due_at = clock_timestamp() + r.due * interval '1 millisecond', batch_id = CASE WHEN r.k THEN p_batch END,
        finished_at = CASE WHEN r.s NOT IN ('retrying', 'held') THEN clock_timestamp() END,
        duration_micros = r.us, trace = r.t::json, checkpoint = r.c::json
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
    FOR st IN SELECT * FROM json_to_recordset(p_state) AS r(s text, k text, a float8, v bigint) ORDER BY r.s, r.k LOOP
      INSERT INTO state_entry (workspace_id, namespace, store, key, value)
      VALUES (v_sub.workspace_id, p_namespace, st.s, st.k, to_jsonb(st.a))
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

-- Accounting --------------------------------------------------------------------------------------

-- Lanes whose counters and rows do not agree. Empty, or the engine has lost or doubled something.
CREATE FUNCTION millrace_unbalanced() RETURNS TABLE (lane_id bigint, problem text)
LANGUAGE sql STABLE AS $$
  SELECT l.id, format('handed out %s, accounted for %s', l.handed_out,
                      l.succeeded + l.filtered + l.dead + l.cancelled + l.discarded + l.expired + l.retrying + l.held + o.events)
  FROM lane l
  CROSS JOIN LATERAL (SELECT coalesce(sum(b.size), 0) AS events, count(*) AS n FROM batch b WHERE b.lane_id = l.id) o
  WHERE l.handed_out <> l.succeeded + l.filtered + l.dead + l.cancelled + l.discarded + l.expired + l.retrying + l.held + o.events
  UNION ALL
  SELECT l.id, format('%s open batches, %s counted', o.n, l.open_batches)
  FROM lane l CROSS JOIN LATERAL (SELECT count(*) AS n FROM batch b WHERE b.lane_id = l.id) o
  WHERE l.open_batches <> o.n
  UNION ALL
  SELECT l.id, format('%s deliveries are %s, %s counted', coalesce(d.n, 0), c.status, c.n)
  FROM lane l
  CROSS JOIN LATERAL (VALUES ('succeeded', l.succeeded), ('filtered', l.filtered), ('dead', l.dead),
                             ('cancelled', l.cancelled), ('discarded', l.discarded), ('retrying', l.retrying),
                             ('held', l.held)) AS c(status, n)
  LEFT JOIN (
    SELECT d.lane_id, d.status, count(*) AS n FROM delivery d
    WHERE d.status NOT IN ('retrying', 'held') OR d.batch_id IS NULL GROUP BY 1, 2
  ) d ON d.lane_id = l.id AND d.status = c.status
  WHERE c.n <> coalesce(d.n, 0)
$$;
