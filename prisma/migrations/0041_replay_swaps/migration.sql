-- A replay whose state took the place of the live one. See docs/adr/0024-dry-runs-and-differences.md.
ALTER TABLE "replay" ADD COLUMN "swapped_at" TIMESTAMPTZ(3), ADD COLUMN "swapped_by" TEXT;
