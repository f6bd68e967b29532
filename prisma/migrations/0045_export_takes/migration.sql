-- How often the next part of an export was begun: what kills its writer again and again is given up.
ALTER TABLE "event_export" ADD COLUMN "takes" INTEGER NOT NULL DEFAULT 0;
