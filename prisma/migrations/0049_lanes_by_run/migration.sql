-- The lanes of a replay, without a look at those of all others. What uses it says that the run is above 0.
CREATE INDEX "lane_run_idx" ON "lane" ("run") WHERE "run" > 0;

-- As in 0048, by that index.
-- Lets dispatch hand out what is due by now of replays with a schedule. Returns the milliseconds until more is due, NULL
-- when nothing waits for its time.
CREATE OR REPLACE FUNCTION millrace_pace_replays() RETURNS double precision
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
    WHERE a.run = r.run AND a.run > 0 AND s.state <> 'removed';
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
