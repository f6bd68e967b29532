-- Files of events that the workers write in the background. A file lies in parts, so that it is written and read without
-- ever being in memory as a whole, and by any machine.
CREATE TABLE "event_export" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "filter" JSONB NOT NULL,
  "format" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "position" JSONB NOT NULL,
  "up_to" JSONB NOT NULL,
  "parts" INTEGER NOT NULL DEFAULT 0,
  "scanned" BIGINT NOT NULL DEFAULT 0,
  "to_scan" BIGINT NOT NULL,
  "written" INTEGER NOT NULL DEFAULT 0,
  "bytes" BIGINT NOT NULL DEFAULT 0,
  "passed_over" INTEGER NOT NULL DEFAULT 0,
  "message" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "created_by" TEXT NOT NULL,
  "lease_until" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "event_export_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "event_export_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id")
    ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "event_export_workspace_id_created_at_idx" ON "event_export"("workspace_id", "created_at");
CREATE TABLE "event_export_part" (
  "export_id" UUID NOT NULL,
  "number" INTEGER NOT NULL,
  "data" BYTEA NOT NULL,
  CONSTRAINT "event_export_part_pkey" PRIMARY KEY ("export_id", "number"),
  CONSTRAINT "event_export_part_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "event_export"("id")
    ON DELETE CASCADE ON UPDATE CASCADE
);
-- Compressing what is read once is not worth the time.
ALTER TABLE "event_export_part" ALTER COLUMN "data" SET STORAGE EXTERNAL;
