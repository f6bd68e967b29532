-- What Health draws over time; kept as long as delivery_minute.

-- How long deliveries took from the storing of their event to their commit, a count per bucket (server/health/latency.ts).
-- Spans of one minute for some days, of an hour for as long as anything is kept.
CREATE TABLE "latency_span" (
  "subscription_id" UUID NOT NULL,
  "minutes" INTEGER NOT NULL,
  "start" TIMESTAMPTZ(0) NOT NULL,
  "counts" INTEGER[] NOT NULL,
  CONSTRAINT "latency_span_pkey" PRIMARY KEY ("subscription_id", "minutes", "start")
);
CREATE INDEX "latency_span_start_idx" ON "latency_span" ("minutes", "start");

-- Minutes in which somebody looked: where there is none, nothing is known.
CREATE TABLE "sampled_minute" (
  "minute" TIMESTAMPTZ(0) PRIMARY KEY,
  "workers" INTEGER NOT NULL
);

-- What waited for a consumer in a minute. No row: nothing.
CREATE TABLE "lag_minute" (
  "subscription_id" UUID NOT NULL,
  "minute" TIMESTAMPTZ(0) NOT NULL,
  "events" BIGINT NOT NULL,
  "seconds" REAL NOT NULL,
  CONSTRAINT "lag_minute_pkey" PRIMARY KEY ("subscription_id", "minute")
);
CREATE INDEX "lag_minute_minute_idx" ON "lag_minute" ("minute");

-- Events that came to a topic up to a minute, since its row before. No row: none.
CREATE TABLE "topic_minute" (
  "topic_id" UUID NOT NULL,
  "minute" TIMESTAMPTZ(0) NOT NULL,
  "events" BIGINT NOT NULL,
  "head" BIGINT NOT NULL,
  CONSTRAINT "topic_minute_pkey" PRIMARY KEY ("topic_id", "minute")
);
CREATE INDEX "topic_minute_minute_idx" ON "topic_minute" ("minute");

-- What healed itself. Without a workspace it concerns the installation.
CREATE TABLE "healing" (
  "id" BIGSERIAL PRIMARY KEY,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "kind" TEXT NOT NULL,
  "workspace_id" UUID REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "subscription_id" UUID,
  "detail" JSONB NOT NULL DEFAULT '{}'
);
CREATE INDEX "healing_at_idx" ON "healing" ("at");
CREATE INDEX "healing_workspace_id_idx" ON "healing" ("workspace_id");

ALTER TABLE "worker_process"
  ADD COLUMN "queue" TEXT,
  ADD COLUMN "load" REAL,
  ADD COLUMN "memory_bytes" BIGINT;
