-- Keys know the person who made them, so that they can end when that person leaves.
ALTER TABLE "api_key" ADD COLUMN "created_by_id" TEXT;

-- The audit log knows it of keys that are there already.
UPDATE "api_key" k SET "created_by_id" = (
  SELECT a."actor_id" FROM "audit_entry" a
  WHERE a."workspace_id" = k."workspace_id" AND a."action" = 'api-key.created' AND a."resource" = k."name"
    AND a."actor_kind" = 'user' AND a."at" BETWEEN k."created_at" - interval '5 seconds' AND k."created_at" + interval '5 seconds'
  ORDER BY abs(extract(epoch FROM a."at" - k."created_at"))
  LIMIT 1);
