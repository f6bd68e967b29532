-- Where somebody moved the cursor of a lane to the last time: what was cut before lies before it.
ALTER TABLE "lane" ADD COLUMN "moved_to" BIGINT;

-- As in 0023, but: events that are left in the batch of a consumer that stops do not go back into one of several lanes that
-- was moved past them meanwhile either. They stay in the batch, and run.
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
      -- Locked by the commit above. One of several lanes goes on over events of the others, so that its cursor alone does
      -- not tell whether it was moved.
      SELECT a.* INTO STRICT l FROM lane a WHERE a.id = b.lane_id;
      IF l.cursor = b.offsets[cardinality(b.offsets)]
         OR (l.lanes > 1 AND (l.moved_to IS NULL OR l.moved_to < b.offsets[1])) THEN
        DELETE FROM batch o WHERE o.id = p_batch;
        UPDATE lane a SET cursor = b.offsets[1] - 1, handed_out = a.handed_out - b.size, open_batches = a.open_batches - 1
        WHERE a.id = l.id;
      END IF;
    END IF;
  END IF;
  RETURN true;
END $$;
