-- Retention: see docs/adr/0012-retention-in-small-batches.md.

ALTER TABLE "topic"
  ADD COLUMN "keep_days" INTEGER,
  ADD COLUMN "keep_events" BIGINT,
  ADD COLUMN "keep_trace_days" INTEGER,
  -- Events up to here are deleted, but for those that a delivery still needs; and how far traces are.
  ADD COLUMN "trimmed_to" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "traces_trimmed_to" BIGINT NOT NULL DEFAULT 0;

-- Deliveries of this lane that retention has deleted, after they had ended.
ALTER TABLE "lane" ADD COLUMN "purged" BIGINT NOT NULL DEFAULT 0;

-- Up to which offset a topic's events may go by its settings (wanted), and up to which nobody needs them (free):
-- a consumer that lags, is paused or still works on them, and a replay that is not done, hold them back.
CREATE FUNCTION millrace_trim_bounds(p_topic uuid) RETURNS TABLE (wanted bigint, free bigint)
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
            WHERE r.workspace_id = t.workspace_id AND r.state IN ('planned', 'running', 'paused')))
  FROM topic t JOIN topic_head h ON h.topic_id = t.id
  WHERE t.id = p_topic
$$;

-- Lanes whose counters and rows do not agree. Empty, or the engine has lost or doubled something.
CREATE OR REPLACE FUNCTION millrace_unbalanced() RETURNS TABLE (lane_id bigint, problem text)
LANGUAGE sql STABLE AS $$
  SELECT l.id, format('handed out %s, accounted for %s', l.handed_out,
                      l.succeeded + l.filtered + l.dead + l.cancelled + l.discarded + l.expired + l.retrying + l.held + o.events)
  FROM lane l
  CROSS JOIN LATERAL (SELECT coalesce(sum(b.size), 0) AS events, count(*) AS n FROM batch b WHERE b.lane_id = l.id) o
  WHERE l.handed_out <> l.succeeded + l.filtered + l.dead + l.cancelled + l.discarded + l.expired + l.retrying + l.held + o.events
  UNION ALL
  SELECT l.id, format('%s open batches, %s counted', o.n, l.open_batches)
  FROM lane l CROSS JOIN LATERAL (SELECT count(*) AS n FROM batch b WHERE b.lane_id = l.id) o
  WHERE l.open_batches <> o.n
  UNION ALL
  SELECT l.id, format('%s deliveries are %s, %s counted', coalesce(d.n, 0), c.status, c.n)
  FROM lane l
  CROSS JOIN LATERAL (VALUES ('dead', l.dead), ('retrying', l.retrying), ('held', l.held)) AS c(status, n)
  LEFT JOIN (
    SELECT d.lane_id, d.status, count(*) AS n FROM delivery d
    WHERE d.status = 'dead' OR (d.status IN ('retrying', 'held') AND d.batch_id IS NULL) GROUP BY 1, 2
  ) d ON d.lane_id = l.id AND d.status = c.status
  WHERE c.n <> coalesce(d.n, 0)
  UNION ALL
  -- Those that retention has deleted are counted, not told apart.
  SELECT l.id, format('%s deliveries have ended well or were given up, %s counted', coalesce(d.n, 0) + l.purged,
                      l.succeeded + l.filtered + l.cancelled + l.discarded)
  FROM lane l
  LEFT JOIN (
    SELECT d.lane_id, count(*) AS n FROM delivery d
    WHERE d.status IN ('succeeded', 'filtered', 'cancelled', 'discarded') GROUP BY 1
  ) d ON d.lane_id = l.id
  WHERE l.succeeded + l.filtered + l.cancelled + l.discarded <> coalesce(d.n, 0) + l.purged
$$;
