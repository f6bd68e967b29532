-- JSONB refuses U+0000 and half characters, which events may hold and steps may make. Nobody searches in these.
ALTER TABLE "test_run"
  ALTER COLUMN "input" TYPE JSON,
  ALTER COLUMN "result" TYPE JSON;
