-- Replays at a rate, or with the spacing in which their events came. See docs/guides/replay.md.

ALTER TABLE "replay"
  -- Ordinals up to here may be handed out by now. NULL: all of them.
  ADD COLUMN "paced_to" BIGINT,
  -- When its schedule began; moved on by pauses, and by what was late.
  ADD COLUMN "paced_since" TIMESTAMPTZ(6),
  -- When the first of its events came.
  ADD COLUMN "paced_from" TIMESTAMPTZ(6),
  ADD COLUMN "paused_at" TIMESTAMPTZ(6);

-- What is looked for several times a second is a handful among all that ever ran.
CREATE INDEX "replay_running_idx" ON "replay" ("run") WHERE "state" = 'running';

-- When the first stored event behind an ordinal is due; NULL when there is none, or no schedule.
CREATE FUNCTION millrace_replay_due(r replay, p_after bigint) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET enable_seqscan = off
AS $$
DECLARE
  v_rate float8 := (r.options #>> '{pace,perSecond}')::float8;
  v_received timestamptz;
BEGIN
  IF r.paced_since IS NULL OR p_after >= r.total THEN RETURN NULL; END IF;
  -- Seconds and never days, which are not all equally long.
  IF v_rate IS NOT NULL THEN RETURN r.paced_since + p_after / v_rate * interval '1 second'; END IF;
  SELECT e.received_at INTO v_received
  FROM replay_item i JOIN event e ON e.topic_id = i.topic_id AND e."offset" = i."offset"
  WHERE i.run = r.run AND i.ordinal > p_after ORDER BY i.ordinal LIMIT 1;
  RETURN r.paced_since
    + extract(epoch FROM v_received - r.paced_from)::float8 / (r.options #>> '{pace,speed}')::float8 * interval '1 second';
END $$;

-- Lets dispatch hand out what is due by now of replays with a schedule. Returns the milliseconds until more is due, NULL
-- when nothing waits for its time.
CREATE FUNCTION millrace_pace_replays() RETURNS double precision
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
  r replay%ROWTYPE;
  v_now timestamptz;
  v_taken bigint;
  v_late float8;
  v_upto bigint;
  v_next timestamptz;
BEGIN
  -- As in millrace_dispatch: a crash of the database forgets it, and the next call comes to the same.
  PERFORM set_config('synchronous_commit', 'off', true);
  FOR r IN SELECT p.* FROM replay p WHERE p.state = 'running' AND p.paced_to < p.total ORDER BY p.run
           FOR NO KEY UPDATE SKIP LOCKED
  LOOP
    -- The events go to all consumers together: whoever is slower than the schedule, or paused, holds it back.
    SELECT min(n.ordinal) - 1 INTO v_taken
    FROM lane a JOIN subscription s ON s.id = a.subscription_id
    CROSS JOIN LATERAL (
      SELECT i.ordinal FROM replay_item i WHERE i.run = a.run AND i.topic_id = s.topic_id AND i.ordinal > a.cursor
      ORDER BY i.ordinal LIMIT 1) n
    WHERE a.run = r.run AND s.state <> 'removed';
    -- What is left is for nobody.
    IF v_taken IS NULL THEN
      UPDATE replay p SET paced_to = r.total WHERE p.id = r.id;
      CONTINUE;
    END IF;
    v_now := clock_timestamp();
    -- A second is caught up. What is later than that, nobody was there for, or had room for: the rest is as much later.
    v_late := coalesce(extract(epoch FROM v_now - millrace_replay_due(r, v_taken))::float8 - 1, 0);
    IF v_late > 0 THEN r.paced_since := r.paced_since + v_late * interval '1 second'; END IF;
    IF r.options #> '{pace,perSecond}' IS NOT NULL THEN
      v_upto := least(r.total, 1 + floor(
        extract(epoch FROM v_now - r.paced_since)::float8 * (r.options #>> '{pace,perSecond}')::float8));
    ELSE
      SELECT i.ordinal - 1 INTO v_upto
      FROM replay_item i JOIN event e ON e.topic_id = i.topic_id AND e."offset" = i."offset"
      WHERE i.run = r.run AND i.ordinal > r.paced_to
        AND e.received_at > r.paced_from + extract(epoch FROM v_now - r.paced_since)::float8
                                           * (r.options #>> '{pace,speed}')::float8 * interval '1 second'
      ORDER BY i.ordinal LIMIT 1;
      IF NOT FOUND THEN v_upto := r.total; END IF;
    END IF;
    UPDATE replay p SET paced_to = greatest(r.paced_to, v_upto), paced_since = r.paced_since
    WHERE p.id = r.id AND (p.paced_to < v_upto OR p.paced_since <> r.paced_since);
    -- While a consumer has not taken what it may, there is no time to wait for.
    CONTINUE WHEN v_late > 0 AND r.paced_to > v_taken;
    v_next := least(v_next, millrace_replay_due(r, greatest(r.paced_to, v_upto)));
  END LOOP;
  RETURN extract(epoch FROM v_next - clock_timestamp())::float8 * 1000;
END $$;

-- As in 0047, but a lane of a replay with a schedule ends, for now, where that has come to.
CREATE OR REPLACE FUNCTION millrace_dispatch(p_topics uuid[], p_slots int, p_replays boolean, p_worker int, p_lease_ms int, p_direct int)
RETURNS TABLE (
  batch_id bigint, take int, run int, is_taken boolean, subscription_id uuid, revision_id uuid, kind text,
  from_offset bigint, to_offset bigint, offsets bigint[], size int, strikes int, taken_at timestamptz, workspace_id uuid,
  flow_id uuid, consumer_id text, topic_id uuid, topic text, state text, order_mode text, hop_limit int,
  keep_traces text, order_key text, when_given_up text, has_parked boolean, has_stopped boolean
)
LANGUAGE plpgsql
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
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
  v_wake record;
  v_rate consumer_rate%ROWTYPE;
  -- What the limit leaves; NULL: there is none.
  v_limit int;
  v_taken int;
  -- Limited consumers of which a batch that waited before waits on: nothing new passes it.
  v_starved text[] := '{}';
  -- Batches that the caller has by now, and lanes of which something is left that may go on when another batch is done.
  v_given int := 0;
  v_more int := 0;
  v_events int;
  v_info record;
  v_info_lane bigint;
BEGIN
  -- Nothing here is seen outside before it is committed, and what is lost by a crash of the database is lost as a
  -- whole: the cursor stands where it stood.
  PERFORM set_config('synchronous_commit', 'off', true);

  -- What is blocked has its time, at which somebody asks for all topics; but nothing new passes what waits for a limit.
  IF p_replays IS NOT TRUE AND (p_topics IS NULL OR EXISTS (SELECT FROM consumer_rate)) THEN
    FOR batch_id, take, run IN
    UPDATE batch b SET blocked_until = NULL, is_held = false, queued_at = clock_timestamp()
    WHERE b.id IN (
      SELECT w.id FROM batch w JOIN due_batch d ON d.id = w.id WHERE NOT d.is_limited AND w.blocked_until <= clock_timestamp()
      FOR UPDATE OF w SKIP LOCKED
    )
    RETURNING b.id, b.takes, b.run
    LOOP
      RETURN NEXT;
    END LOOP;

    -- What a limit lets go on: its events were counted when they were handed out, and are tried again now.
    FOR v_wake IN
      SELECT b.id, b.takes, b.run, b.size, s.flow_id, s.consumer_id
      FROM batch b JOIN due_batch d ON d.id = b.id JOIN subscription s ON s.id = b.subscription_id
      WHERE d.is_limited AND b.blocked_until <= clock_timestamp()
      ORDER BY b.blocked_until, b.id FOR UPDATE OF b SKIP LOCKED
    LOOP
      CONTINUE WHEN v_wake.flow_id || ' ' || v_wake.consumer_id = ANY(v_starved);
      SELECT * INTO v_rate FROM consumer_rate r WHERE r.flow_id = v_wake.flow_id AND r.consumer_id = v_wake.consumer_id
      FOR UPDATE SKIP LOCKED;
      IF FOUND AND millrace_rate_left(v_rate, clock_timestamp()) >= least(v_wake.size, v_rate.events) THEN
        PERFORM millrace_rate_take(v_rate, least(v_wake.size, v_rate.events), 0);
        UPDATE batch b SET blocked_until = NULL, is_held = false, queued_at = clock_timestamp() WHERE b.id = v_wake.id;
        batch_id := v_wake.id; take := v_wake.takes; run := v_wake.run;
        RETURN NEXT;
      ELSE
        v_starved := v_starved || (v_wake.flow_id || ' ' || v_wake.consumer_id);
        IF v_rate.flow_id IS NOT NULL THEN PERFORM millrace_rate_take(v_rate, 0, least(v_wake.size, v_rate.events)); END IF;
      END IF;
    END LOOP;
  END IF;

  -- The next one counts after this one has committed. What is live never waits for a replay.
  IF EXISTS (
    SELECT FROM subscription s
    WHERE s.is_outside AND s.state IN ('active', 'draining') AND (p_topics IS NULL OR s.topic_id = ANY(p_topics))
  ) THEN
    PERFORM pg_advisory_xact_lock(CASE WHEN p_replays THEN 7266184307 ELSE 7266184306 END);
  END IF;

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
           count(*) OVER (PARTITION BY q.is_replay, q.may_open)
             - row_number() OVER (PARTITION BY q.is_replay, q.may_open
                                  ORDER BY q.workspace_open, q.subscription_open, q.lane_id)
             + 1 AS remaining,
           min(q.subscription_id::text) OVER (PARTITION BY q.is_replay, q.may_open)
             <> max(q.subscription_id::text) OVER (PARTITION BY q.is_replay, q.may_open) AS others_wait
    FROM (
      SELECT a.id AS lane_id, a.run > 0 AS is_replay, s.id AS subscription_id, s.topic_id, s.order_mode, s.order_key,
             s.revision_id, s.is_outside, k.subscription_id IS NOT NULL AS is_probe, s.flow_id, s.consumer_id,
             g.flow_id IS NOT NULL
               AND (a.run = 0 OR coalesce((r.options ->> 'withOutsideEffects')::boolean, false)) AS is_limited,
             -- Written out, as a function would be called for every lane: see millrace_takes_none.
             CASE WHEN s.state = 'draining' OR t.pause IS NOT NULL OR (a.run = 0 AND (
                    EXISTS (SELECT FROM consumer_stop p WHERE p.subscription_id = s.id)
                    OR (s.order_mode <> 'none' AND a.end_at IS NULL AND EXISTS (
                      SELECT FROM lane o WHERE o.subscription_id = s.id AND o.run = 0 AND o.end_at IS NOT NULL
                        AND (o.cursor < o.end_at OR o.open_batches > 0))))) THEN a.cursor
                  WHEN a.run > 0 THEN coalesce(least(a.end_at, r.paced_to), 0)
                  ELSE least(coalesce(h.head, 0), coalesce(a.end_at, coalesce(h.head, 0))) END AS upto,
             sum(a.open_batches) OVER (PARTITION BY s.workspace_id, a.run > 0) AS workspace_open,
             sum(a.open_batches) OVER (PARTITION BY s.id, a.run > 0) AS subscription_open,
             CASE WHEN s.is_outside THEN sum(a.open_batches) OVER (PARTITION BY s.id)
               - (SELECT count(*) FROM batch b WHERE b.subscription_id = s.id AND b.blocked_until IS NOT NULL)
               ELSE 0 END AS subscription_busy,
             a.cursor, a.retrying + a.held AS waiting,
             a.open_batches = 0 OR (s.order_mode = 'none' AND NOT a.is_serial) AS may_open
      FROM subscription s
      JOIN topic t ON t.id = s.topic_id
      JOIN lane a ON a.subscription_id = s.id
      LEFT JOIN topic_head h ON h.topic_id = s.topic_id
      LEFT JOIN replay r ON r.run = a.run
      LEFT JOIN consumer_rate g ON g.flow_id = s.flow_id AND g.consumer_id = s.consumer_id
      LEFT JOIN breaker k ON k.subscription_id = s.id AND a.run = 0
      WHERE s.state IN ('active', 'draining') AND t.pause IS DISTINCT FROM 'paused' AND (p_topics IS NULL OR s.topic_id = ANY(p_topics))
        AND (a.run = 0 OR r.state = 'running') AND (p_replays IS NULL OR (a.run > 0) = p_replays)
        AND (k.subscription_id IS NULL OR (
          k.next_try_at <= clock_timestamp()
          AND NOT EXISTS (SELECT FROM batch o WHERE o.subscription_id = s.id AND o.run = 0
                          AND (o.blocked_until IS NULL OR o.blocked_until <= clock_timestamp()))))
    ) q
    WHERE q.cursor < q.upto OR q.waiting > 0
    ORDER BY q.is_replay, q.workspace_open, q.subscription_open, q.lane_id
  LOOP
    -- Replays use what live traffic leaves free, and half of the slots at most: what arrives meanwhile finds one at once.
    v_more := v_more + 1;
    CONTINUE WHEN NOT c.may_open;
    v_left := CASE WHEN c.is_replay THEN least(greatest(1, v_slots / 2), v_slots - v_open) - v_open_replay
                   ELSE 2 * v_slots - v_open END;
    CONTINUE WHEN v_left <= 0;
    SELECT * INTO l FROM lane a WHERE a.id = c.lane_id FOR UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    -- Somebody may have been here since the list was made, or the consumer was deployed, paused or reordered: what is
    -- cut must follow the rules that hold now that the lane is ours.
    SELECT s.state, s.order_mode, s.order_key, s.revision_id, t.pause, millrace_takes_none(s, t, l) AS takes_none
    INTO v_sub FROM subscription s JOIN topic t ON t.id = s.topic_id WHERE s.id = c.subscription_id;
    CONTINUE WHEN NOT FOUND OR v_sub.state NOT IN ('active', 'draining') OR v_sub.pause = 'paused';
    c.order_mode := v_sub.order_mode;
    c.order_key := v_sub.order_key;
    c.revision_id := v_sub.revision_id;
    c.upto := CASE WHEN v_sub.takes_none THEN l.cursor ELSE least(c.upto, coalesce(l.end_at, c.upto)) END;
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
    -- A probe: one event decides.
    IF c.is_probe THEN
      v_size := 1;
      v_room := CASE WHEN v_busy > 0 THEN 0 ELSE least(v_room, 1) END;
    END IF;
    CONTINUE WHEN v_room <= 0;
    v_limit := NULL;
    v_taken := 0;
    IF c.is_limited THEN
      CONTINUE WHEN c.flow_id || ' ' || c.consumer_id = ANY(v_starved);
      -- Whoever holds it gives out what is left; nobody waits for two limits at once.
      SELECT * INTO v_rate FROM consumer_rate r WHERE r.flow_id = c.flow_id AND r.consumer_id = c.consumer_id
      FOR UPDATE SKIP LOCKED;
      CONTINUE WHEN NOT FOUND;
      v_limit := millrace_rate_left(v_rate, clock_timestamp());
      IF v_limit <= 0 THEN
        PERFORM millrace_rate_take(v_rate, 0, 1);
        CONTINUE;
      END IF;
    END IF;
    v_cut := 0;
    v_handed := 0;
    v_retrying := 0;
    v_held := 0;

    -- What is due: retries, and what was put back. One batch holds deliveries of one revision.
    WHILE l.retrying + l.held > 0 AND v_room > v_cut LOOP
      EXIT WHEN v_limit <= v_taken;
      SELECT d.revision_id INTO v_revision FROM delivery d
      WHERE d.lane_id = l.id AND d.batch_id IS NULL AND d.status IN ('retrying', 'held')
        AND d.due_at <= clock_timestamp()
      ORDER BY d.due_at, d."offset" LIMIT 1;
      EXIT WHEN NOT FOUND;
      SELECT array_agg(d.id ORDER BY d."offset"), count(*) FILTER (WHERE d.status = 'retrying'),
             count(*) FILTER (WHERE d.status = 'held')
      INTO v_ids, v_due_retrying, v_due_held
      FROM (
        SELECT w.id, w."offset", w.status FROM delivery w
        WHERE w.lane_id = l.id AND w.batch_id IS NULL AND w.status IN ('retrying', 'held')
          AND w.due_at <= clock_timestamp() AND w.revision_id = v_revision
        ORDER BY w.due_at, w."offset" LIMIT least(v_size, v_limit - v_taken)
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
      v_taken := v_taken + cardinality(v_ids);
      batch_id := v_batch; take := 0; run := l.run;
      RETURN NEXT;
    END LOOP;

    -- What is new.
    WHILE l.cursor < c.upto AND v_room > v_cut LOOP
      EXIT WHEN v_limit <= v_taken;
      v_size := least(v_size, v_limit - v_taken);
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
          WHERE i.run = l.run AND i.topic_id = c.topic_id AND i.ordinal > l.cursor AND i.ordinal <= c.upto
            AND (l.lanes = 1 OR
                 millrace_lane_of(millrace_event_key(e, c.order_key), e."offset", l.lanes) = l.number)
          ORDER BY i.ordinal LIMIT v_size
        ) x;
        IF v_offsets IS NULL OR cardinality(v_offsets) < v_size THEN v_upto := c.upto; END IF;
      END IF;

      IF v_offsets IS NOT NULL OR (l.run = 0 AND c.order_mode = 'none') THEN
        v_events := coalesce(cardinality(v_offsets), v_upto - l.cursor);
        is_taken := v_given < p_direct AND l.run = 0 AND NOT c.is_probe AND NOT c.is_outside AND v_events <= 32;
        take := CASE WHEN is_taken THEN 1 ELSE 0 END;
        run := l.run;
        from_offset := CASE WHEN v_offsets IS NULL THEN l.cursor + 1 END;
        to_offset := CASE WHEN v_offsets IS NULL THEN v_upto END;
        INSERT INTO batch AS n (subscription_id, lane_id, run, revision_id, kind, from_offset, to_offset, offsets, size,
                                takes, strikes, taken_at, taken_by, lease_until)
        VALUES (c.subscription_id, l.id, l.run, c.revision_id, CASE WHEN l.run = 0 THEN 'log' ELSE 'replay' END,
                from_offset, to_offset, v_offsets, v_events, take, take,
                CASE WHEN is_taken THEN clock_timestamp() END, CASE WHEN is_taken THEN p_worker END,
                CASE WHEN is_taken THEN clock_timestamp() + p_lease_ms * interval '1 millisecond' END)
        RETURNING n.id, n.taken_at INTO batch_id, taken_at;
        v_cut := v_cut + 1;
        v_handed := v_handed + v_events;
        v_taken := v_taken + v_events;
        IF is_taken THEN
          IF v_info_lane IS DISTINCT FROM l.id THEN
            v_info_lane := l.id;
            SELECT s.workspace_id, s.state, s.when_given_up, t.name, t.keep_traces, w.hop_limit,
                   EXISTS (SELECT FROM parked_key p WHERE p.subscription_id = s.id) AS has_parked,
                   EXISTS (SELECT FROM consumer_stop p WHERE p.subscription_id = s.id) AS has_stopped
            INTO STRICT v_info FROM subscription s
            JOIN topic t ON t.id = s.topic_id JOIN workspace w ON w.id = s.workspace_id WHERE s.id = c.subscription_id;
          END IF;
          v_given := v_given + 1;
          subscription_id := c.subscription_id; revision_id := c.revision_id; kind := 'log'; offsets := v_offsets;
          size := v_events; strikes := 1; workspace_id := v_info.workspace_id; flow_id := c.flow_id;
          consumer_id := c.consumer_id; topic_id := c.topic_id; topic := v_info.name; state := v_info.state;
          order_mode := c.order_mode; hop_limit := v_info.hop_limit; keep_traces := v_info.keep_traces;
          order_key := c.order_key; when_given_up := v_info.when_given_up; has_parked := v_info.has_parked;
          has_stopped := v_info.has_stopped;
        END IF;
        RETURN NEXT;
        is_taken := NULL;
      END IF;
      l.cursor := v_upto;
    END LOOP;

    UPDATE lane a SET cursor = l.cursor, handed_out = a.handed_out + v_handed, open_batches = a.open_batches + v_cut,
                      retrying = a.retrying - v_retrying, held = a.held - v_held
    WHERE a.id = l.id AND (v_cut > 0 OR a.cursor <> l.cursor);
    IF l.cursor >= c.upto AND (l.retrying + l.held = 0 OR v_cut < v_room) THEN v_more := v_more - 1; END IF;
    IF c.is_limited THEN
      PERFORM millrace_rate_take(v_rate, v_taken, CASE WHEN v_limit <= v_taken THEN 1 ELSE 0 END);
    END IF;
    IF c.is_replay THEN v_open_replay := v_open_replay + v_cut; ELSE v_open := v_open + v_cut; END IF;
    IF c.is_outside AND v_cut > 0 THEN
      v_open_outside := v_open_outside + v_cut;
      v_cut_outside := v_cut_outside || jsonb_build_object(c.subscription_id::text,
        v_cut + coalesce((v_cut_outside ->> c.subscription_id::text)::int, 0));
    END IF;
  END LOOP;

  IF v_more > 0 THEN
    batch_id := NULL; take := NULL; run := NULL;
    RETURN NEXT;
  END IF;
END $$;
