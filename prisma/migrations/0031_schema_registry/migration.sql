-- Schemas, what topics do with events that do not fit, and the inbox of those that were kept back.

-- One text, once per workspace, whatever subjects it stands under: its id is what other systems call the global id.
CREATE TABLE "schema_text" (
  "id" SERIAL NOT NULL,
  "workspace_id" UUID NOT NULL,
  "format" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "refs" JSONB NOT NULL DEFAULT '[]',
  -- SHA-256 of format, text and refs.
  "hash" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT "schema_text_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "schema_text_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "schema_text_workspace_id_hash_key" ON "schema_text"("workspace_id", "hash");

CREATE TABLE "schema_version" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "subject" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "text_id" INTEGER NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "created_by" TEXT NOT NULL,
  -- Shown no longer, but its text still answers to its id.
  "deleted_at" TIMESTAMPTZ(3),
  -- From this day on nobody should send it; and what to do instead.
  "deprecated_from" DATE,
  "deprecation_note" TEXT,
  CONSTRAINT "schema_version_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "schema_version_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "schema_version_text_id_fkey" FOREIGN KEY ("text_id") REFERENCES "schema_text"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "schema_version_workspace_id_subject_version_key" ON "schema_version"("workspace_id", "subject", "version");
CREATE INDEX "schema_version_text_id_idx" ON "schema_version"("text_id");

-- Rules of a subject, which need not exist yet; the empty subject is the workspace. Null: as the workspace has it.
CREATE TABLE "schema_config" (
  "workspace_id" UUID NOT NULL,
  "subject" TEXT NOT NULL,
  "level" TEXT,
  "policy" TEXT,
  "blocks_on_warnings" BOOLEAN,
  "mode" TEXT,
  CONSTRAINT "schema_config_pkey" PRIMARY KEY ("workspace_id", "subject"),
  CONSTRAINT "schema_config_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- No row: off, and the subject has the name of the topic.
CREATE TABLE "topic_gate" (
  "topic_id" UUID NOT NULL,
  "gate" TEXT NOT NULL DEFAULT 'off',
  "subject" TEXT,
  CONSTRAINT "topic_gate_pkey" PRIMARY KEY ("topic_id"),
  CONSTRAINT "topic_gate_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "quarantined_event" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "topic_id" UUID NOT NULL,
  -- The zero UUID for events that no producer sent.
  "producer_id" UUID NOT NULL,
  "source" TEXT NOT NULL,
  "event_id" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "envelope" JSONB NOT NULL,
  "content_type" TEXT NOT NULL,
  "data" BYTEA NOT NULL,
  "body_hash" BYTEA NOT NULL,
  "subject" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "failures" JSONB NOT NULL,
  -- Of the first failure; what the inbox is grouped by.
  "pointer" TEXT NOT NULL,
  "keyword" TEXT NOT NULL,
  -- waiting, released, discarded
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "resolved_at" TIMESTAMPTZ(3),
  "resolved_by" TEXT,
  "reason" TEXT,
  "released_offset" BIGINT,
  CONSTRAINT "quarantined_event_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "quarantined_event_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- The same event again does not wait twice.
CREATE UNIQUE INDEX "quarantined_event_topic_id_producer_id_source_event_id_key" ON "quarantined_event"("topic_id", "producer_id", "source", "event_id");
CREATE INDEX "quarantined_event_workspace_id_state_id_idx" ON "quarantined_event"("workspace_id", "state", "id" DESC);
CREATE INDEX "quarantined_event_waiting_idx" ON "quarantined_event"("topic_id", "pointer", "keyword") WHERE "state" = 'waiting';
