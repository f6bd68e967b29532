-- A replay whose state took the place of the live one. See docs/adr/0024-dry-runs-and-differences.md.
ALTER TABLE "replay" ADD COLUMN "swapped_at" TIMESTAMPTZ(3), ADD COLUMN "swapped_by" TEXT;

-- Failures after which it pauses by itself: how many there were when somebody let it go on, and why it has paused.
ALTER TABLE "replay" ADD COLUMN "failures_before" BIGINT NOT NULL DEFAULT 0, ADD COLUMN "paused_because" TEXT;
