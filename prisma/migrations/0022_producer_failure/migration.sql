-- Why a producer cannot send although it is deployed; null while it can.
ALTER TABLE "producer" ADD COLUMN "failure" TEXT;
