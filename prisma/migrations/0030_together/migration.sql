-- Who has a flow open now. Unlogged: after a crash everybody who is still there says so again within seconds.
CREATE UNLOGGED TABLE "flow_visitor" (
  "session" TEXT PRIMARY KEY,
  "visit" UUID NOT NULL,
  "flow_id" UUID NOT NULL REFERENCES "flow"("id") ON DELETE CASCADE,
  "user_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "selected" TEXT,
  "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX "flow_visitor_flow_id_idx" ON "flow_visitor" ("flow_id");

-- Who changed what of the draft since the last deployment: names of actors by place and actor id.
ALTER TABLE "flow" ADD COLUMN "draft_authors" JSONB NOT NULL DEFAULT '{}';
