-- As in 0014, but: a consumer that keeps another order by now, or none, does not stop; and events that are left in the batch
-- go back only into a lane that has handed out nothing behind them. It has where the consumer kept no order before, or was
-- moved meanwhile: then they stay in the batch, and run.
CREATE OR REPLACE FUNCTION millrace_commit_in_order(
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
  l lane%ROWTYPE;
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

  IF p_stop IS NOT NULL AND EXISTS (SELECT FROM subscription s WHERE s.id = v_subscription AND s.order_mode <> 'none'
                                    AND s.when_given_up = 'stop') THEN
    INSERT INTO consumer_stop (subscription_id, delivery_id) VALUES (v_subscription, p_stop) ON CONFLICT DO NOTHING;
    SELECT o.* INTO b FROM batch o WHERE o.id = p_batch;
    IF FOUND THEN
      -- Locked by the commit above.
      SELECT a.* INTO STRICT l FROM lane a WHERE a.id = b.lane_id;
      IF l.lanes > 1 OR l.cursor = b.offsets[cardinality(b.offsets)] THEN
        DELETE FROM batch o WHERE o.id = p_batch;
        UPDATE lane a SET cursor = b.offsets[1] - 1, handed_out = a.handed_out - b.size, open_batches = a.open_batches - 1
        WHERE a.id = l.id;
      END IF;
    END IF;
  END IF;
  RETURN true;
END $$;

-- As in 0014, but keys whose dead letter nobody has touched are neither locked nor gone through: there may be thousands.
CREATE OR REPLACE FUNCTION millrace_release(p_subscription uuid) RETURNS boolean
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
    WHERE (p_subscription IS NULL OR p.subscription_id = p_subscription)
      AND (s.state = 'removed' OR NOT EXISTS (
        SELECT FROM delivery d WHERE d.subscription_id = p.subscription_id AND d.parked_key = p.key
          AND (d.status IN ('dead', 'retrying') OR (d.status = 'held' AND (d.due_at IS NOT NULL OR d.batch_id IS NOT NULL)))))
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
    -- Again, as it is ours now.
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
