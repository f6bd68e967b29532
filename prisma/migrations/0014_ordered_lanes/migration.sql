-- What happens in ordered lanes when attempts are spent, limits per consumer, draining, and pausing a topic.
-- See docs/adr/0016-ordered-lanes-and-limits.md.

-- Settings ----------------------------------------------------------------------------------------

-- state of a subscription may be 'draining' now: it takes nothing new, and is paused when nothing is open.
ALTER TABLE "subscription"
  -- When an event is given up in an ordered consumer: park its key, stop, or (NULL) go on.
  ADD COLUMN "when_given_up" TEXT;

-- pause: NULL, draining (nothing new is handed out) or paused (nothing at all). Senders are accepted all the time.
ALTER TABLE "topic"
  ADD COLUMN "pause" TEXT,
  ADD COLUMN "paused_at" TIMESTAMPTZ(3),
  ADD COLUMN "paused_by" TEXT;

-- Ordered lanes -----------------------------------------------------------------------------------

-- While a key has a row here its later events are held. The deliveries of the key that are concerned, the dead one and
-- those behind it, name it in parked_key and are gone through in the order of their offsets.
CREATE TABLE "parked_key" (
  "subscription_id" UUID NOT NULL,
  "key" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "parked_key_pkey" PRIMARY KEY ("subscription_id", "key"),
  CONSTRAINT "parked_key_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscription"("id")
    ON DELETE CASCADE ON UPDATE CASCADE
);

-- A consumer that has a row here is given nothing new: it stopped at a delivery that was given up. Several lanes may
-- have come to one each.
CREATE TABLE "consumer_stop" (
  "subscription_id" UUID NOT NULL,
  "delivery_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "consumer_stop_pkey" PRIMARY KEY ("subscription_id", "delivery_id"),
  CONSTRAINT "consumer_stop_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscription"("id")
    ON DELETE CASCADE ON UPDATE CASCADE
);

ALTER TABLE "delivery" ADD COLUMN "parked_key" TEXT;
CREATE INDEX "delivery_parked_idx" ON "delivery" ("subscription_id", "parked_key", "offset") WHERE "parked_key" IS NOT NULL;

-- Whether a lane is to be given nothing new: its consumer or topic drains, its consumer has stopped, or the lanes of the
-- order before this one are not done.
CREATE FUNCTION millrace_takes_none(s subscription, t topic, a lane) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT s.state = 'draining' OR t.pause IS NOT NULL OR (a.run = 0 AND (
    EXISTS (SELECT FROM consumer_stop p WHERE p.subscription_id = s.id)
    OR (s.order_mode <> 'none' AND a.end_at IS NULL AND EXISTS (
      SELECT FROM lane o WHERE o.subscription_id = s.id AND o.run = 0 AND o.end_at IS NOT NULL
        AND (o.cursor < o.end_at OR o.open_batches > 0)))))
$$;

-- millrace_commit, with or without state, for ordered consumers that park or stop. p_parks: deliveries of this commit that
-- park their key (d) or wait behind one that does. p_stop: the delivery at which the consumer stops; the events that are
-- left in the batch go back into the lane. MR409: a key is not parked any more, so what waits for it is to be run.
-- MR410: somebody else has the batch. Locks: parked_key (by key), then as in 0005.
CREATE FUNCTION millrace_commit_in_order(
  p_batch bigint, p_take int, p_new json, p_known json, p_expired int, p_rest bigint[], p_rest_ids uuid[],
  p_block_ms bigint, p_release boolean, p_topics uuid[], p_events json, p_data bytea, p_micros int, p_rows json,
  p_parks json, p_stop uuid
) RETURNS boolean
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
  v_subscription uuid;
  v_done boolean;
  b batch%ROWTYPE;
BEGIN
  SELECT o.subscription_id INTO v_subscription FROM batch o WHERE o.id = p_batch;
  IF NOT FOUND THEN RETURN false; END IF;

  INSERT INTO parked_key (subscription_id, key)
  SELECT DISTINCT v_subscription, r.k FROM json_to_recordset(p_parks) AS r(k text, d boolean) WHERE r.d ORDER BY r.k
  ON CONFLICT DO NOTHING;
  PERFORM 1 FROM parked_key p
  WHERE p.subscription_id = v_subscription AND p.key IN (SELECT r.k FROM json_to_recordset(p_parks) AS r(k text))
  ORDER BY p.key FOR SHARE;
  IF EXISTS (SELECT FROM json_to_recordset(p_parks) AS r(k text)
             WHERE NOT EXISTS (SELECT FROM parked_key p WHERE p.subscription_id = v_subscription AND p.key = r.k)) THEN
    RAISE EXCEPTION 'a key is not parked any more' USING ERRCODE = 'MR409';
  END IF;

  IF p_rows IS NULL THEN
    v_done := millrace_commit(p_batch, p_take, p_new, p_known, p_expired, p_rest, p_rest_ids, p_block_ms, p_release,
                              NULL, NULL, true, p_topics, p_events, p_data, p_micros);
  ELSE
    v_done := millrace_commit_with_state(p_batch, p_take, p_new, p_known, p_expired, p_rest, p_rest_ids, p_block_ms,
                                         p_release, p_topics, p_events, p_data, p_micros, p_rows);
  END IF;
  IF NOT v_done THEN RAISE EXCEPTION 'batch % is not ours any more', p_batch USING ERRCODE = 'MR410'; END IF;

  UPDATE delivery d SET parked_key = r.k FROM json_to_recordset(p_parks) AS r(id uuid, k text) WHERE d.id = r.id;

  IF p_stop IS NOT NULL THEN
    INSERT INTO consumer_stop (subscription_id, delivery_id) VALUES (v_subscription, p_stop) ON CONFLICT DO NOTHING;
    DELETE FROM batch o WHERE o.id = p_batch RETURNING o.* INTO b;
    IF FOUND THEN
      UPDATE lane l SET cursor = b.offsets[1] - 1, handed_out = l.handed_out - b.size, open_batches = l.open_batches - 1
      WHERE l.id = b.lane_id;
    END IF;
  END IF;
  RETURN true;
END $$;

-- Lets what waits behind parked keys and stops go on, as far as nothing before it is left: of each key whose dead letter
-- was redriven or discarded the next deliveries become due, and what nobody waits for any more is removed. NULL: of all
-- consumers. Returns whether there is something to hand out.
CREATE FUNCTION millrace_release(p_subscription uuid) RETURNS boolean
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
  k record;
  v_now timestamptz := clock_timestamp();
  v_n int;
  v_any boolean := false;
BEGIN
  FOR k IN
    SELECT p.subscription_id, p.key, s.state, s.revision_id
    FROM parked_key p JOIN subscription s ON s.id = p.subscription_id
    WHERE p_subscription IS NULL OR p.subscription_id = p_subscription
    ORDER BY p.subscription_id, p.key FOR UPDATE OF p
  LOOP
    IF k.state = 'removed' THEN
      -- What waited is cancelled with the consumer. Should it come back, nothing waits for what was given up before.
      UPDATE delivery d SET parked_key = NULL WHERE d.id IN (
        SELECT n.id FROM delivery n WHERE n.subscription_id = k.subscription_id AND n.parked_key = k.key
        FOR UPDATE SKIP LOCKED);
      DELETE FROM parked_key p WHERE p.subscription_id = k.subscription_id AND p.key = k.key;
      CONTINUE;
    END IF;
    -- A dead letter, or something that is on its way already: the others wait for it.
    CONTINUE WHEN EXISTS (
      SELECT FROM delivery d WHERE d.subscription_id = k.subscription_id AND d.parked_key = k.key
        AND (d.status IN ('dead', 'retrying') OR (d.status = 'held' AND (d.due_at IS NOT NULL OR d.batch_id IS NOT NULL))));
    UPDATE delivery d SET due_at = v_now, revision_id = k.revision_id
    WHERE d.id IN (
      SELECT n.id FROM delivery n WHERE n.subscription_id = k.subscription_id AND n.parked_key = k.key AND n.status = 'held'
      ORDER BY n."offset" LIMIT 200 FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS v_n = ROW_COUNT;
    v_any := v_any OR v_n > 0;
    DELETE FROM parked_key p WHERE p.subscription_id = k.subscription_id AND p.key = k.key AND NOT EXISTS (
      SELECT FROM delivery d WHERE d.subscription_id = k.subscription_id AND d.parked_key = k.key AND d.status = 'held');
  END LOOP;

  DELETE FROM consumer_stop p
  WHERE (p_subscription IS NULL OR p.subscription_id = p_subscription) AND NOT EXISTS (
    SELECT FROM delivery d JOIN subscription s ON s.id = d.subscription_id
    WHERE d.id = p.delivery_id AND d.status IN ('dead', 'retrying', 'held') AND s.state <> 'removed');
  RETURN v_any OR FOUND;
END $$;

-- Limits ------------------------------------------------------------------------------------------

-- A consumer that may be given so many events in any time of that length, over all its topics and all processes. What was
-- given is counted in twentieths of that time: those that began within it, and the one before, count in full.
CREATE TABLE "consumer_rate" (
  "flow_id" UUID NOT NULL,
  "consumer_id" TEXT NOT NULL,
  "events" INTEGER NOT NULL,
  "per_ms" INTEGER NOT NULL,
  "slots" BIGINT[] NOT NULL DEFAULT '{}',
  "used" INTEGER[] NOT NULL DEFAULT '{}',
  -- When it gets more; NULL: nothing waits for that.
  "wait_until" TIMESTAMPTZ(3),
  CONSTRAINT "consumer_rate_pkey" PRIMARY KEY ("flow_id", "consumer_id")
);
ALTER TABLE "consumer_rate" SET (fillfactor = 50, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);

-- The twentieth that a moment belongs to.
CREATE FUNCTION millrace_rate_slot(p_per_ms int, p_at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
  SELECT floor(extract(epoch FROM p_at) * 20000 / p_per_ms)::bigint
$$;

-- How many events a limit leaves at a moment.
CREATE FUNCTION millrace_rate_left(q consumer_rate, p_at timestamptz) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
  SELECT q.events - coalesce(sum(x.used), 0)::int FROM unnest(q.slots, q.used) AS x(slot, used)
  WHERE x.slot >= millrace_rate_slot(q.per_ms, p_at) - 20
$$;

-- When so many will be left.
CREATE FUNCTION millrace_rate_free_at(q consumer_rate, p_need int, p_at timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$
  SELECT to_timestamp((min(y.slot) + 21)::numeric * q.per_ms / 20000)
  FROM (
    SELECT x.slot, q.events - coalesce(sum(x.used) OVER later, 0) AS left
    FROM unnest(q.slots, q.used) AS x(slot, used)
    WHERE x.slot >= millrace_rate_slot(q.per_ms, p_at) - 20
    WINDOW later AS (ORDER BY x.slot ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
  ) y
  WHERE y.left >= least(p_need, q.events)
$$;

-- Counts what was given out and forgets what is past. p_need: so many wait; 0: none does.
CREATE FUNCTION millrace_rate_take(q consumer_rate, p_taken int, p_need int) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_slot bigint := millrace_rate_slot(q.per_ms, v_now);
BEGIN
  IF p_taken = 0 AND p_need = 0 AND q.wait_until IS NULL THEN RETURN; END IF;
  SELECT coalesce(array_agg(y.slot ORDER BY y.slot), '{}'), coalesce(array_agg(y.used ORDER BY y.slot), '{}')
  INTO q.slots, q.used
  FROM (
    SELECT x.slot, sum(x.used)::int AS used
    FROM (SELECT * FROM unnest(q.slots, q.used) UNION ALL SELECT v_slot, p_taken) AS x(slot, used)
    WHERE x.slot >= v_slot - 20 AND x.used > 0 GROUP BY x.slot
  ) y;
  UPDATE consumer_rate r SET slots = q.slots, used = q.used,
    wait_until = CASE WHEN p_need > 0 THEN millrace_rate_free_at(q, p_need, v_now) END
  WHERE r.flow_id = q.flow_id AND r.consumer_id = q.consumer_id;
END $$;

-- Dispatch ----------------------------------------------------------------------------------------

-- Blocked batches that may go on by now, and whether a limit has to let them.
CREATE VIEW due_batch AS
SELECT w.id, q.flow_id IS NOT NULL AND s.state <> 'removed' AND r.state IS DISTINCT FROM 'cancelled'
               AND (w.run = 0 OR coalesce((r.options ->> 'withOutsideEffects')::boolean, false)) AS is_limited
FROM batch w
JOIN subscription s ON s.id = w.subscription_id
JOIN topic t ON t.id = s.topic_id
LEFT JOIN consumer_rate q ON q.flow_id = s.flow_id AND q.consumer_id = s.consumer_id
LEFT JOIN replay r ON r.run = w.run
LEFT JOIN breaker k ON k.subscription_id = w.subscription_id AND w.run = 0 AND s.state <> 'removed'
WHERE w.blocked_until <= clock_timestamp()
  AND (r.state = 'cancelled' OR s.state = 'removed'
       OR (s.state <> 'paused' AND t.pause IS DISTINCT FROM 'paused' AND coalesce(r.state, 'running') <> 'paused'))
  -- While a breaker is open one batch at a time finds out whether the destination is back.
  AND (k.subscription_id IS NULL OR (
    k.next_try_at <= clock_timestamp()
    AND w.id = (SELECT min(o.id) FROM batch o
                WHERE o.subscription_id = w.subscription_id AND o.run = 0 AND o.blocked_until <= clock_timestamp())
    AND NOT EXISTS (SELECT FROM batch o
                    WHERE o.subscription_id = w.subscription_id AND o.run = 0 AND o.blocked_until IS NULL)));

-- As in 0009, but: nothing is cut from a paused topic, and nothing new from one that drains, for a consumer that drains
-- or is stopped; lanes of a new order wait for those of the one before; and a limited consumer gets what its limit leaves.
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
  v_wake record;
  v_rate consumer_rate%ROWTYPE;
  -- What the limit leaves; NULL: there is none.
  v_limit int;
  v_taken int;
  -- Limited consumers of which a batch that waited before waits on: nothing new passes it.
  v_starved text[] := '{}';
BEGIN
  -- Nothing here is seen outside before it is committed, and what is lost by a crash of the database is lost as a
  -- whole: the cursor stands where it stood.
  PERFORM set_config('synchronous_commit', 'off', true);

  RETURN QUERY
  UPDATE batch b SET blocked_until = NULL, is_held = false, queued_at = clock_timestamp()
  WHERE b.id IN (
    SELECT w.id FROM batch w JOIN due_batch d ON d.id = w.id WHERE NOT d.is_limited AND w.blocked_until <= clock_timestamp()
    FOR UPDATE OF w SKIP LOCKED
  )
  RETURNING b.id, b.takes, b.run;

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
             s.revision_id, s.is_outside, k.subscription_id IS NOT NULL AS is_probe, s.flow_id, s.consumer_id,
             g.flow_id IS NOT NULL
               AND (a.run = 0 OR coalesce((r.options ->> 'withOutsideEffects')::boolean, false)) AS is_limited,
             -- Written out, as a function would be called for every lane: see millrace_takes_none.
             CASE WHEN s.state = 'draining' OR t.pause IS NOT NULL OR (a.run = 0 AND (
                    EXISTS (SELECT FROM consumer_stop p WHERE p.subscription_id = s.id)
                    OR (s.order_mode <> 'none' AND a.end_at IS NULL AND EXISTS (
                      SELECT FROM lane o WHERE o.subscription_id = s.id AND o.run = 0 AND o.end_at IS NOT NULL
                        AND (o.cursor < o.end_at OR o.open_batches > 0))))) THEN a.cursor
                  WHEN a.run > 0 THEN coalesce(a.end_at, 0)
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
        AND (a.run = 0 OR r.state = 'running')
        AND (k.subscription_id IS NULL OR (
          k.next_try_at <= clock_timestamp()
          AND NOT EXISTS (SELECT FROM batch o WHERE o.subscription_id = s.id AND o.run = 0
                          AND (o.blocked_until IS NULL OR o.blocked_until <= clock_timestamp()))))
    ) q
    WHERE q.may_open AND (q.cursor < q.upto OR q.waiting > 0)
    ORDER BY q.is_replay, q.workspace_open, q.subscription_open, q.lane_id
  LOOP
    -- Replays use what live traffic leaves free, and half of the slots at most: what arrives meanwhile finds one at once.
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
        v_taken := v_taken + coalesce(cardinality(v_offsets), v_upto - l.cursor);
        batch_id := v_batch; take := 0; run := l.run;
        RETURN NEXT;
      END IF;
      l.cursor := v_upto;
    END LOOP;

    UPDATE lane a SET cursor = l.cursor, handed_out = a.handed_out + v_handed, open_batches = a.open_batches + v_cut,
                      retrying = a.retrying - v_retrying, held = a.held - v_held
    WHERE a.id = l.id AND (v_cut > 0 OR a.cursor <> l.cursor);
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
END $$;

-- When the next waiting delivery, alarm, blocked batch or limited consumer is due, NULL when there is none.
CREATE OR REPLACE FUNCTION millrace_next_due() RETURNS timestamptz
LANGUAGE sql STABLE
SET enable_seqscan = off
AS $$
  SELECT least(
    (SELECT min(d.due_at) FROM delivery d
     WHERE d.due_at IS NOT NULL AND d.batch_id IS NULL AND d.status IN ('retrying', 'held')
       AND d.due_at > clock_timestamp()),
    (SELECT min(b.blocked_until) FROM batch b WHERE b.blocked_until > clock_timestamp()),
    (SELECT min(e.alarm_at) FROM state_entry e WHERE e.alarm_at > clock_timestamp()),
    (SELECT min(q.wait_until) FROM consumer_rate q WHERE q.wait_until > clock_timestamp())
  )
$$;

-- Drain -------------------------------------------------------------------------------------------

-- What of a lane is on its way: in open batches, retrying, or held for a time. What waits behind a parked key is not.
CREATE FUNCTION millrace_on_its_way(a lane) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT a.retrying + coalesce((SELECT sum(b.size) FROM batch b WHERE b.lane_id = a.id), 0)
    + CASE WHEN a.held = 0 THEN 0 ELSE (
        SELECT count(*) FROM delivery d
        WHERE d.lane_id = a.id AND d.status = 'held' AND d.batch_id IS NULL AND d.due_at IS NOT NULL) END
$$;

-- Pauses what has drained. Returns how many topics and subscriptions that are.
CREATE FUNCTION millrace_end_drains() RETURNS int
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
  v_subscriptions int;
  v_topics int;
BEGIN
  UPDATE subscription s SET state = 'paused' WHERE s.state = 'draining' AND NOT EXISTS (
    SELECT FROM lane a WHERE a.subscription_id = s.id AND a.run = 0 AND millrace_on_its_way(a) > 0);
  GET DIAGNOSTICS v_subscriptions = ROW_COUNT;
  UPDATE topic t SET pause = 'paused' WHERE t.pause = 'draining' AND NOT EXISTS (
    SELECT FROM lane a JOIN subscription s ON s.id = a.subscription_id
    WHERE s.topic_id = t.id AND s.state IN ('active', 'draining') AND a.run = 0 AND millrace_on_its_way(a) > 0);
  GET DIAGNOSTICS v_topics = ROW_COUNT;
  RETURN v_subscriptions + v_topics;
END $$;
