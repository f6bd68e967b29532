import * as z from "zod";
import { consumerNameSql } from "../events/consumer-name";

/** Consumers of the workspace `$first`, of the flow `$first+1` or of all. */
const chosen = (first: number) => `
  chosen AS (
    SELECT s.id, s.topic_id, s.flow_id, s.consumer_id, s.revision_id, s.state FROM subscription s
    JOIN flow f ON f.id = s.flow_id AND f.deleted_at IS NULL
    WHERE s.workspace_id = $${first} AND s.state <> 'removed' AND ($${first + 1}::text IS NULL OR f.slug = $${first + 1})
  )`;
/** Steps: `$1` minutes each, `$2` minutes back. The clock is that of the database. */
const bin = (column: string) =>
  `date_bin($1 * interval '1 minute', ${column}, timestamptz '2000-01-01 00:00Z')`;
const since = `${bin("now() - $2 * interval '1 minute'")} + $1 * interval '1 minute'`;

export const stepsSql = `SELECT at FROM generate_series(${since}, now(), $1 * interval '1 minute') AS at`;
export const sampledSql = `SELECT DISTINCT ${bin("minute")} AS at FROM sampled_minute WHERE minute >= ${since}`;
export const eventsSql = `WITH ${chosen(3)}
  SELECT ${bin("m.minute - interval '1 minute'")} AS at, sum(m.events) AS events FROM topic_minute m
  WHERE m.minute > ${since} AND m.topic_id IN (
    SELECT c.topic_id FROM chosen c UNION SELECT t.id FROM topic t WHERE $4::text IS NULL AND t.workspace_id = $3)
  GROUP BY 1`;
export const deliveriesSql = `WITH ${chosen(3)}
  SELECT ${bin("m.minute")} AS at, m.subscription_id, sum(m.succeeded) AS succeeded, sum(m.filtered) AS filtered,
         sum(m.dead) AS dead, sum(m.retried) AS retried
  FROM chosen c JOIN delivery_minute m ON m.subscription_id = c.id AND m.run = 0
  WHERE m.minute >= ${since} GROUP BY 1, 2`;
export const latencySql = `WITH ${chosen(3)}
  SELECT ${bin("l.start")} AS at, l.subscription_id, bucket - 1 AS bucket, sum(n) AS n
  FROM chosen c JOIN latency_span l ON l.subscription_id = c.id AND l.minutes = $5
  CROSS JOIN LATERAL unnest(l.counts) WITH ORDINALITY AS u (n, bucket)
  WHERE n > 0 AND l.start >= ${since} GROUP BY 1, 2, 3`;
export const lagSql = `WITH ${chosen(3)}, minutes AS (
    SELECT m.minute, sum(m.events) AS events, max(m.seconds) AS seconds
    FROM chosen c JOIN lag_minute m ON m.subscription_id = c.id WHERE m.minute >= ${since} GROUP BY 1)
  SELECT ${bin("minute")} AS at, max(events) AS lag, max(seconds) AS lag_seconds FROM minutes GROUP BY 1`;
export const consumersSql = `WITH ${chosen(1)}
  SELECT s.id AS subscription_id, ${consumerNameSql} AS consumer, f.slug AS flow, f.name AS flow_name, t.name AS topic,
         CASE WHEN f.state = 'paused' OR t.pause = 'paused' THEN 'paused'
              WHEN t.pause = 'draining' THEN 'draining'
              WHEN s.state <> 'active' THEN s.state
              WHEN EXISTS (SELECT FROM consumer_stop o WHERE o.subscription_id = s.id) THEN 'stopped'
              WHEN EXISTS (SELECT FROM breaker k WHERE k.subscription_id = s.id) THEN 'held'
              ELSE 'active' END AS state,
         coalesce(m.events, 0) AS lag, greatest(0, coalesce(m.seconds, 0)) AS lag_seconds,
         (SELECT coalesce(sum(l.retrying), 0) FROM lane l WHERE l.subscription_id = s.id AND l.run = 0) AS retrying,
         coalesce((SELECT b.events FROM lag_minute b WHERE b.subscription_id = s.id
                   AND b.minute = (SELECT max(minute) FROM sampled_minute) - interval '10 minutes'), 0) AS lag_before
  FROM chosen s JOIN flow f ON f.id = s.flow_id JOIN topic t ON t.id = s.topic_id
  -- As of now: nobody notes it while no workers run.
  CROSS JOIN LATERAL (
    SELECT max(least(h.head, coalesce(l.end_at, h.head)) - l.cursor) AS events,
           max(extract(epoch FROM clock_timestamp() - e.received_at)) AS seconds
    FROM lane l JOIN topic_head h ON h.topic_id = s.topic_id
    LEFT JOIN event e ON e.topic_id = s.topic_id AND e."offset" = l.cursor + 1
    WHERE l.subscription_id = s.id AND l.run = 0 AND l.cursor < least(h.head, coalesce(l.end_at, h.head))
  ) m
  ORDER BY f.name, f.slug, s.consumer_id, t.name`;
/** Deliveries of the workspace in the busiest of the last three minutes. */
export const busiestMinuteSql = `
  SELECT coalesce(max(n), 0) AS deliveries FROM (
    SELECT sum(m.succeeded + m.filtered) AS n FROM subscription s
    JOIN delivery_minute m ON m.subscription_id = s.id AND m.run = 0
    WHERE s.workspace_id = $1 AND m.minute > now() - interval '3 minutes' GROUP BY m.minute) q`;
/**
 * How long the oldest live batch waits that any workers process could take, while more could run: else it waits for its turn,
 * behind calls that take long. By when it was made, as the reconciler gives what
 * waits to the queue again and again; so not those that a limit had held.
 */
export const queueWaitSql = `
  SELECT coalesce(max(extract(epoch FROM clock_timestamp() - b.created_at)), 0) AS seconds
  FROM batch b JOIN subscription s ON s.id = b.subscription_id
  WHERE (SELECT count(*) FROM batch o WHERE o.takes > 0 AND o.blocked_until IS NULL)
      < (SELECT sum(w.slots) FROM worker_process w WHERE w.seen_at > clock_timestamp() - interval '30 seconds')
    AND b.run = 0 AND b.takes = 0 AND b.blocked_until IS NULL AND NOT EXISTS (
    SELECT FROM consumer_rate r WHERE r.flow_id = s.flow_id AND r.consumer_id = s.consumer_id)`;

const count = z.coerce.number();
export const deliveryRows = z.array(
  z.object({
    at: z.date(),
    subscription_id: z.string(),
    ...{ succeeded: count, filtered: count, dead: count, retried: count },
  }),
);
export const latencyRows = z.array(
  z.object({ at: z.date(), subscription_id: z.string(), bucket: count, n: count }),
);
export const consumerRows = z.array(
  z
    .object({
      ...{ subscription_id: z.string(), consumer: z.string(), flow: z.string(), flow_name: z.string() },
      ...{ topic: z.string(), lag: count, lag_seconds: count, lag_before: count, retrying: count },
      state: z.enum(["active", "draining", "paused", "stopped", "held"]),
    })
    .transform(({ subscription_id, flow_name, lag_seconds, lag_before, ...row }) => ({
      ...row,
      subscriptionId: subscription_id,
      flowName: flow_name,
      lagSeconds: lag_seconds,
      lagBefore: lag_before,
    })),
);
const atRow = z.object({ at: z.date() });
export const stepRows = z.array(atRow);
export const eventRows = z.array(atRow.extend({ events: count }));
export const lagRows = z.array(atRow.extend({ lag: count, lag_seconds: count }));
