-- Rules that tell somebody, and what they told.
CREATE TABLE "alert_rule" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "workspace_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  -- failure-rate, dead-letters, lag-age or silence
  "kind" TEXT NOT NULL,
  -- Null: of all flows. A silence is that of a topic.
  "flow_id" UUID,
  "topic_id" UUID,
  -- Percent, dead letters, or minutes; from there on it is open.
  "threshold" DOUBLE PRECISION NOT NULL,
  "window_minutes" INTEGER NOT NULL DEFAULT 5,
  "channel" JSONB NOT NULL,
  "is_on" BOOLEAN NOT NULL DEFAULT true,
  "is_open" BOOLEAN NOT NULL DEFAULT false,
  "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "value" DOUBLE PRECISION,
  "checked_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "created_by" TEXT NOT NULL,
  CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "alert_rule_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "alert_rule_flow_id_fkey" FOREIGN KEY ("flow_id") REFERENCES "flow"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "alert_rule_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "alert_rule_workspace_id_name_key" ON "alert_rule"("workspace_id", "name");

-- Written in the transaction that opens or closes a rule, sent afterwards, as often as it takes, under its id.
CREATE TABLE "alert_notice" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "rule_id" UUID NOT NULL,
  -- opened, closed or test
  "kind" TEXT NOT NULL,
  "value" DOUBLE PRECISION,
  "message" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  -- When it is tried (again); nobody else tries before.
  "due_at" TIMESTAMPTZ(3) DEFAULT clock_timestamp(),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "sent_at" TIMESTAMPTZ(3),
  "failure" TEXT,
  CONSTRAINT "alert_notice_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "alert_notice_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rule"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "alert_notice_rule_id_at_idx" ON "alert_notice"("rule_id", "at" DESC);
CREATE INDEX "alert_notice_due_idx" ON "alert_notice"("due_at") WHERE "due_at" IS NOT NULL;
