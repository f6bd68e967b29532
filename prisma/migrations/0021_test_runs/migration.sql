-- Drafts that are tried on a sample. Few rows, and none for long.
CREATE TABLE "test_run" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "flow_id" UUID NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "document" JSONB NOT NULL,
  "input" JSONB NOT NULL,
  "result" JSONB,
  "message" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "created_by" TEXT NOT NULL,
  "taken_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "test_run_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "test_run_flow_id_fkey" FOREIGN KEY ("flow_id") REFERENCES "flow"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "test_run_created_at_idx" ON "test_run"("created_at");
-- What workers look for.
CREATE INDEX "test_run_open_idx" ON "test_run"("created_at") WHERE "state" IN ('waiting', 'running');
