-- Appending costs a fifth of what it did: see docs/adr/0015-what-makes-it-fast.md.

-- As in 0002, but: keys are written first, and when none of them was there before, which is nearly always so, the events
-- follow without another look at each other. Then one row is returned, with n NULL and the first offset: all of them are
-- stored, one after the other. n counts the items from 0 and is where they stand in the list.
-- The head row is locked before anything is looked up: whoever waits for it sees all keys of the one before.
CREATE OR REPLACE FUNCTION millrace_append(p_topic uuid, p_items json, p_data bytea)
RETURNS TABLE (n int, kind text, "offset" bigint)
LANGUAGE plpgsql
-- A plan made while the tables were small must not scan them when they have grown.
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
  v_head bigint;
  v_keyed bigint := 0;
  v_new bigint := 0;
  v_stored bigint;
BEGIN
  SELECT h.head INTO v_head FROM topic_head h WHERE h.topic_id = p_topic FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO topic_head (topic_id) VALUES (p_topic) ON CONFLICT DO NOTHING;
    SELECT h.head INTO STRICT v_head FROM topic_head h WHERE h.topic_id = p_topic FOR UPDATE;
  END IF;

  -- Each key with the offset that its event gets if all are new.
  IF p_items::text LIKE '%"dd"%' THEN
    WITH item AS MATERIALIZED (
      SELECT i.n, coalesce(i.p, '00000000-0000-0000-0000-000000000000'::uuid) AS pid, i.source, i.id,
             sha256(substring(p_data FROM i.at + 1 FOR i.len)) AS hash
      FROM json_to_recordset(p_items) AS i(n int, dd boolean, p uuid, id text, source text, at int, len int)
      WHERE i.dd
    ), key AS (
      INSERT INTO idempotency_key (topic_id, producer_id, source, event_id, "offset", body_hash)
      SELECT p_topic, i.pid, i.source, i.id, v_head + 1 + i.n, i.hash FROM item i
      ON CONFLICT DO NOTHING
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM item), (SELECT count(*) FROM key) INTO v_keyed, v_new;
  END IF;

  IF v_new = v_keyed THEN
    INSERT INTO event (topic_id, "offset", id, source, type, subject, "time", content_type, data_schema, data, key,
                       correlation_id, causation_id, hops, trace_parent, replay_id, producer_id, is_test, extensions)
    SELECT p_topic, v_head + 1 + i.n, i.id, i.source, i.type, i.subject, coalesce(i."time", clock_timestamp()), i.ct,
           i.ds, substring(p_data FROM i.at + 1 FOR i.len), i.key, coalesce(i.cor, i.id), i.cau, coalesce(i.hops, 0),
           i.tp, i.rp, i.p, coalesce(i.test, false), i.ext
    FROM json_to_recordset(p_items) AS i(
      n int, p uuid, id text, source text, type text, subject text, "time" timestamptz, ct text, ds text, key text,
      cor text, cau text, hops int, tp text, rp uuid, test boolean, ext jsonb, at int, len int
    );
    GET DIAGNOSTICS v_stored = ROW_COUNT;
    UPDATE topic_head h SET head = v_head + v_stored WHERE h.topic_id = p_topic AND v_stored > 0;
    n := NULL; kind := 'stored'; "offset" := v_head + 1;
    RETURN NEXT;
    RETURN;
  END IF;

  -- Some keys were there before, or twice in this list: events close up, and so do the new keys. Rows that change are
  -- found one by one and then by their place: a join might read all keys of the topic.
  RETURN QUERY
  WITH found AS MATERIALIZED (
    SELECT i.*, b.bytes, CASE WHEN i.dd THEN sha256(b.bytes) END AS hash, k."offset" AS known, k.body_hash AS known_hash,
           k.ctid AS place, k."offset" IS NULL OR k."offset" = v_head + 1 + i.n AS is_fresh
    FROM json_to_recordset(p_items) AS i(
      n int, dd boolean, p uuid, id text, source text, type text, subject text, "time" timestamptz, ct text, ds text,
      key text, cor text, cau text, hops int, tp text, rp uuid, test boolean, ext jsonb, at int, len int
    )
    CROSS JOIN LATERAL (SELECT substring(p_data FROM i.at + 1 FOR i.len) AS bytes OFFSET 0) b
    LEFT JOIN LATERAL (
      SELECT k."offset", k.body_hash, k.ctid FROM idempotency_key k
      WHERE i.dd AND k.topic_id = p_topic AND k.source = i.source AND k.event_id = i.id
        AND k.producer_id = coalesce(i.p, '00000000-0000-0000-0000-000000000000'::uuid)
      LIMIT 1
    ) k ON true
  ), item AS MATERIALIZED (
    SELECT f.*, v_head + count(*) FILTER (WHERE f.is_fresh) OVER (ORDER BY f.n) AS off FROM found f
  ), place AS MATERIALIZED (
    -- The offset of an item of this list by where it stands.
    SELECT array_agg(i.off ORDER BY i.n) AS offs FROM item i
  ), repeated AS MATERIALIZED (
    SELECT CASE WHEN i.known > v_head THEN (SELECT p.offs FROM place p)[(i.known - v_head)::int] ELSE i.known END AS off,
           count(*)::int AS again
    FROM item i WHERE NOT i.is_fresh AND i.hash = i.known_hash GROUP BY 1
  ), earlier AS MATERIALIZED (
    SELECT r.again, e.place FROM repeated r
    CROSS JOIN LATERAL (SELECT e.ctid AS place FROM event e WHERE e.topic_id = p_topic AND e."offset" = r.off LIMIT 1) e
    WHERE r.off <= v_head
  ), stored AS (
    INSERT INTO event (topic_id, "offset", id, source, type, subject, "time", content_type, data_schema, data, key,
                       correlation_id, causation_id, hops, trace_parent, replay_id, producer_id, is_test, duplicates,
                       extensions)
    SELECT p_topic, i.off, i.id, i.source, i.type, i.subject, coalesce(i."time", clock_timestamp()), i.ct, i.ds,
           i.bytes, i.key, coalesce(i.cor, i.id), i.cau, coalesce(i.hops, 0), i.tp, i.rp, i.p, coalesce(i.test, false),
           coalesce(r.again, 0), i.ext
    FROM item i LEFT JOIN repeated r ON r.off = i.off
    WHERE i.is_fresh
  ), moved AS (
    UPDATE idempotency_key k SET "offset" = i.off FROM item i
    WHERE i.is_fresh AND i.known <> i.off AND k.ctid = i.place
  ), raised AS (
    UPDATE topic_head h SET head = c.head FROM (SELECT max(i.off) AS head FROM item i) c
    WHERE h.topic_id = p_topic AND c.head > v_head
  ), counted AS (
    UPDATE event e SET duplicates = e.duplicates + r.again FROM earlier r WHERE e.ctid = r.place
  )
  SELECT i.n,
         CASE WHEN i.is_fresh THEN 'stored' WHEN i.hash = i.known_hash THEN 'duplicate' ELSE 'conflict' END,
         CASE WHEN i.is_fresh THEN i.off
              WHEN i.known > v_head THEN (SELECT p.offs FROM place p)[(i.known - v_head)::int]
              ELSE i.known END
  FROM item i ORDER BY i.n;
END $$;
