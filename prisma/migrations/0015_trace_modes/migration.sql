-- Of which deliveries a topic keeps what their steps did: all, failures, or sampled (all, and one of some under load).
-- Failures are kept always. See flow/delivery/trace-mode.ts.
ALTER TABLE "topic" ADD COLUMN "keep_traces" TEXT NOT NULL DEFAULT 'all';
