-- What replayed deliveries came to beside the first ones. See docs/adr/0024-dry-runs-and-differences.md.

ALTER TABLE "replay" ADD COLUMN "reason" TEXT NOT NULL DEFAULT '';

CREATE TABLE "replay_result" (
    "run" INTEGER NOT NULL,
    "delivery_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "topic_id" UUID NOT NULL,
    "offset" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "step_ids" TEXT[],
    "before" JSON,
    "after" JSON,

    CONSTRAINT "replay_result_pkey" PRIMARY KEY ("run", "delivery_id")
);
CREATE INDEX "replay_result_kind_idx" ON "replay_result" ("run", "kind", "topic_id", "offset");
ALTER TABLE "replay_result" ADD CONSTRAINT "replay_result_run_fkey"
  FOREIGN KEY ("run") REFERENCES "replay" ("run") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "replay_plan" (
    "run" INTEGER NOT NULL,
    "flow_id" UUID NOT NULL,
    "plan" JSON NOT NULL,

    CONSTRAINT "replay_plan_pkey" PRIMARY KEY ("run", "flow_id")
);
ALTER TABLE "replay_plan" ADD CONSTRAINT "replay_plan_run_fkey"
  FOREIGN KEY ("run") REFERENCES "replay" ("run") ON DELETE CASCADE ON UPDATE CASCADE;
