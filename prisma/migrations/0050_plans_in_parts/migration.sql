-- A replay over millions of events is planned in parts, each in a transaction of its own.
ALTER TABLE "replay"
  -- What is still to be looked at (server/replay/planning.ts). Null: it is planned, or nothing is left of it.
  ADD COLUMN "planning" JSONB,
  -- What was chosen of each topic, added up part by part. Null: it was planned before this was kept.
  ADD COLUMN "sums" JSONB,
  -- Who wants it to start as soon as it is planned.
  ADD COLUMN "start_by" JSONB;

CREATE INDEX "replay_planning_idx" ON "replay" ("run") WHERE "planning" IS NOT NULL OR "start_by" IS NOT NULL;

-- As in 0008, but: what was chosen by a replay that is still being planned is kept too.
CREATE OR REPLACE FUNCTION millrace_trim_bounds(p_topic uuid) RETURNS TABLE (wanted bigint, free bigint)
LANGUAGE sql STABLE AS $$
  SELECT greatest(
           t.trimmed_to,
           coalesce(h.head - t.keep_events, 0),
           CASE WHEN t.keep_days IS NULL THEN 0
                ELSE millrace_offset_at(t.id, clock_timestamp() - t.keep_days * interval '1 day') END),
         least(
           h.head,
           (SELECT min(l.low_watermark) FROM lane l JOIN subscription s ON s.id = l.subscription_id
            WHERE s.topic_id = t.id AND s.state <> 'removed' AND l.run = 0
              AND (l.end_at IS NULL OR l.cursor < l.end_at OR l.open_batches + l.retrying + l.held > 0)),
           (SELECT min(f."offset") - 1
            FROM replay r
            CROSS JOIN LATERAL (SELECT i."offset" FROM replay_item i WHERE i.run = r.run AND i.topic_id = t.id
                                ORDER BY i.ordinal LIMIT 1) f
            WHERE r.workspace_id = t.workspace_id AND r.state IN ('planning', 'planned', 'running', 'paused')))
  FROM topic t JOIN topic_head h ON h.topic_id = t.id
  WHERE t.id = p_topic
$$;
