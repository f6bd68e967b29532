import type { Queryable } from "../log/queryable";

// Of several processes the first one of a minute looks; the others find the minute taken.
const sampleSql = `
  WITH taken AS (
    INSERT INTO sampled_minute (minute, workers)
    SELECT date_trunc('minute', clock_timestamp()), count(*) FROM worker_process
    WHERE seen_at > clock_timestamp() - interval '30 seconds'
    ON CONFLICT DO NOTHING RETURNING minute
  ), topics AS (
    INSERT INTO topic_minute (topic_id, minute, events, head)
    -- A topic that was made since the last look began with nothing; of an older one nobody knows.
    SELECT h.topic_id, taken.minute,
           h.head - coalesce(known.head, CASE WHEN t.created_at > before.minute THEN 0 ELSE h.head END), h.head
    FROM taken CROSS JOIN (SELECT max(minute) AS minute FROM sampled_minute) AS before
    CROSS JOIN topic_head h JOIN topic t ON t.id = h.topic_id LEFT JOIN LATERAL (
      SELECT m.head FROM topic_minute m WHERE m.topic_id = h.topic_id ORDER BY m.minute DESC LIMIT 1
    ) known ON true
    WHERE h.head IS DISTINCT FROM known.head
  )
  INSERT INTO lag_minute (subscription_id, minute, events, seconds)
  SELECT l.subscription_id, taken.minute, max(l.behind),
         greatest(0, coalesce(max(extract(epoch FROM clock_timestamp() - e.received_at)), 0))
  FROM taken CROSS JOIN (
    SELECT l.subscription_id, l.cursor, s.topic_id, least(h.head, coalesce(l.end_at, h.head)) - l.cursor AS behind
    FROM lane l JOIN subscription s ON s.id = l.subscription_id JOIN topic_head h ON h.topic_id = s.topic_id
    WHERE l.run = 0 AND s.state <> 'removed' AND l.cursor < least(h.head, coalesce(l.end_at, h.head))
  ) l LEFT JOIN event e ON e.topic_id = l.topic_id AND e."offset" = l.cursor + 1
  GROUP BY l.subscription_id, taken.minute`;

/** Notes once a minute what came and what waits, for all workspaces; a process that comes second does nothing. */
export async function sampleMinute(db: Queryable): Promise<void> {
  await db.query({ name: "millrace-sample-minute", text: sampleSql });
}
