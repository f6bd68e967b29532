-- The engine: what Prisma cannot express. See docs/adr/0001-log-and-cursors.md and 0002-batches.md.
-- Locks are always taken in this order: batch, delivery, state_entry (by key), topic_head (by id), lane.

-- Columns ---------------------------------------------------------------------------------------

ALTER TABLE "batch"
  ADD COLUMN "offsets" BIGINT[],
  ADD COLUMN "strikes" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  ADD COLUMN "lease_until" TIMESTAMPTZ(3),
  DROP COLUMN "taken_by",
  ADD COLUMN "taken_by" INTEGER;

ALTER TABLE "lane"
  ADD COLUMN "work_micros" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "is_serial" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "subscription" DROP COLUMN "work_micros";

-- json keeps text as it is, \u0000 and long numbers included, where jsonb would refuse or change them.
ALTER TABLE "delivery"
  ADD COLUMN "attempts_before" INTEGER NOT NULL DEFAULT 0,
  ALTER COLUMN "trace" TYPE JSON USING "trace"::json,
  ALTER COLUMN "checkpoint" TYPE JSON USING "checkpoint"::json;

CREATE TABLE "worker_process" (
  "id" SERIAL NOT NULL,
  "name" TEXT NOT NULL,
  "slots" INTEGER NOT NULL,
  "repairs" INTEGER NOT NULL DEFAULT 0,
  "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "worker_process_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "delivery_minute" (
  "subscription_id" UUID NOT NULL,
  "run" INTEGER NOT NULL,
  "minute" TIMESTAMPTZ(0) NOT NULL,
  "succeeded" INTEGER NOT NULL DEFAULT 0,
  "filtered" INTEGER NOT NULL DEFAULT 0,
  "dead" INTEGER NOT NULL DEFAULT 0,
  "retried" INTEGER NOT NULL DEFAULT 0,
  "other" INTEGER NOT NULL DEFAULT 0,
  "micros" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "delivery_minute_pkey" PRIMARY KEY ("subscription_id", "run", "minute")
);

-- One row: which installation this database is, so that several can share one Redis.
CREATE TABLE "installation" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);
INSERT INTO "installation" DEFAULT VALUES;

-- Storage ---------------------------------------------------------------------------------------

-- Rows that change with every append or commit stay on their page (heap-only updates).
ALTER TABLE "topic_head" SET (fillfactor = 20, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE "lane" SET (fillfactor = 30, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE "batch" SET (fillfactor = 60, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE "delivery_minute" SET (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE "worker_process" SET (fillfactor = 50);
ALTER TABLE "state_entry" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
-- Append-only: statistics and the visibility map must keep up with millions of rows.
ALTER TABLE "event" SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
ALTER TABLE "delivery" SET (fillfactor = 90, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
ALTER TABLE "idempotency_key" SET (autovacuum_analyze_scale_factor = 0.02);

-- Indexes: what a delivery that simply succeeds need not pay for is partial ------------------------

DROP INDEX "delivery_status_due_at_idx";
DROP INDEX "delivery_subscription_id_run_status_finished_at_idx";
CREATE INDEX "delivery_due_idx" ON "delivery" ("lane_id", "due_at")
  WHERE "due_at" IS NOT NULL AND "batch_id" IS NULL AND "status" IN ('retrying', 'held');
CREATE INDEX "delivery_next_due_idx" ON "delivery" ("due_at")
  WHERE "due_at" IS NOT NULL AND "batch_id" IS NULL AND "status" IN ('retrying', 'held');
CREATE INDEX "delivery_open_idx" ON "delivery" ("subscription_id", "run", "status")
  WHERE "status" IN ('retrying', 'held');
CREATE INDEX "delivery_dead_idx" ON "delivery" ("subscription_id", "run", "finished_at")
  WHERE "status" = 'dead';
CREATE INDEX "batch_blocked_idx" ON "batch" ("blocked_until") WHERE "blocked_until" IS NOT NULL;
DROP INDEX "event_causation_id_idx";
CREATE INDEX "event_causation_id_idx" ON "event" ("causation_id") WHERE "causation_id" IS NOT NULL;
CREATE INDEX "replay_item_topic_idx" ON "replay_item" ("run", "topic_id", "ordinal");

-- Append ----------------------------------------------------------------------------------------

-- Appends items to one topic at gapless offsets. p_items is a JSON array. The payloads stand one after
-- the other in p_data, and each item knows where (at, len). An item with dd is stored once per
-- (topic, producer, source, id): again with the same body it is a duplicate, with another one a conflict.
-- The head row is locked before anything is looked up: whoever waits for it sees all keys of the one before.
CREATE FUNCTION millrace_append(p_topic uuid, p_items json, p_data bytea)
RETURNS TABLE (n int, kind text, "offset" bigint)
LANGUAGE plpgsql
-- A plan made while the tables were small must not scan them when they have grown.
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
  v_head bigint;
BEGIN
  SELECT h.head INTO v_head FROM topic_head h WHERE h.topic_id = p_topic FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO topic_head (topic_id) VALUES (p_topic) ON CONFLICT DO NOTHING;
    SELECT h.head INTO STRICT v_head FROM topic_head h WHERE h.topic_id = p_topic FOR UPDATE;
  END IF;

  RETURN QUERY
  WITH item AS MATERIALIZED (
    SELECT i.*, b.bytes, CASE WHEN i.dd THEN sha256(b.bytes) END AS hash,
           coalesce(i.p, '00000000-0000-0000-0000-000000000000'::uuid) AS pid
    FROM json_to_recordset(p_items) AS i(
      n int, dd boolean, p uuid, id text, source text, type text, subject text, "time" timestamptz, ct text,
      ds text, key text, cor text, cau text, hops int, tp text, rp uuid, test boolean, ext jsonb, at int, len int
    ), LATERAL (SELECT substring(p_data FROM i.at + 1 FOR i.len) AS bytes OFFSET 0) b
  ), first AS MATERIALIZED (
    SELECT i.n, i.hash, f.n AS first_n, f.hash AS first_hash, k."offset" AS known_offset, k.body_hash AS known_hash
    FROM (
      SELECT i.*, first_value(i.n) OVER same AS fn
      FROM item i
      WINDOW same AS (PARTITION BY i.pid, i.source, i.id, CASE WHEN i.dd THEN 0 ELSE i.n + 1 END ORDER BY i.n)
    ) i
    JOIN item f ON f.n = i.fn
    LEFT JOIN LATERAL (
      SELECT k."offset", k.body_hash FROM idempotency_key k
      WHERE i.dd AND k.topic_id = p_topic AND k.producer_id = i.pid AND k.source = i.source AND k.event_id = i.id
      LIMIT 1
    ) k ON true
  ), fresh AS MATERIALIZED (
    SELECT f.n, v_head + row_number() OVER (ORDER BY f.n) AS off,
           (SELECT count(*) FROM first d WHERE d.first_n = f.n AND d.n <> f.n AND d.hash = f.hash) AS again
    FROM first f WHERE f.known_offset IS NULL AND f.first_n = f.n
  ), stored_key AS (
    INSERT INTO idempotency_key (topic_id, producer_id, source, event_id, "offset", body_hash)
    SELECT p_topic, i.pid, i.source, i.id, f.off, i.hash FROM fresh f JOIN item i ON i.n = f.n WHERE i.dd
  ), stored AS (
    INSERT INTO event (topic_id, "offset", id, source, type, subject, "time", content_type, data_schema, data, key,
                       correlation_id, causation_id, hops, trace_parent, replay_id, producer_id, is_test, duplicates,
                       extensions)
    SELECT p_topic, f.off, i.id, i.source, i.type, i.subject, coalesce(i."time", clock_timestamp()), i.ct, i.ds,
           i.bytes, i.key, coalesce(i.cor, i.id), i.cau, coalesce(i.hops, 0), i.tp, i.rp, i.p, coalesce(i.test, false),
           f.again, i.ext
    FROM fresh f JOIN item i ON i.n = f.n
    ORDER BY f.n
  ), raised AS (
    UPDATE topic_head h SET head = v_head + c.n FROM (SELECT count(*) AS n FROM fresh) c
    WHERE h.topic_id = p_topic AND c.n > 0
  ), counted AS (
    UPDATE event e SET duplicates = e.duplicates + d.n
    FROM (SELECT f.known_offset, count(*) AS n FROM first f
          WHERE f.known_offset IS NOT NULL AND f.known_hash = f.hash GROUP BY 1) d
    WHERE e.topic_id = p_topic AND e."offset" = d.known_offset
  )
  SELECT f.n,
         CASE
           WHEN w.off IS NOT NULL AND f.n = f.first_n THEN 'stored'
           WHEN f.hash = coalesce(f.known_hash, f.first_hash) THEN 'duplicate'
           ELSE 'conflict'
         END,
         coalesce(f.known_offset, w.off)
  FROM first f LEFT JOIN fresh w ON w.n = f.first_n
  ORDER BY f.n;
END $$;
