import * as z from "zod";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { topicPauseSchema } from "../topics/pause-topic";

/** What happened in one topic of the map lately, by the key of its card. */
export interface MapTopicActivity {
  readonly key: string;
  readonly pause: "draining" | "paused" | null;
  readonly head: number;
  /** Events of the last 60 seconds. */
  readonly lastMinute: number;
  readonly lastEventAt: Date | null;
}

/** What happened at one consumer of the map lately, over all its topics, by the key of its card. */
export interface MapConsumerActivity {
  readonly key: string;
  readonly isPaused: boolean;
  /** Deliveries that ended in the last hour. */
  readonly succeeded: number;
  readonly filtered: number;
  /** Dead letters that nobody has dealt with, however old. */
  readonly dead: number;
  readonly retrying: number;
  readonly waiting: number;
  readonly oldestWaitingAt: Date | null;
}

const topicRow = z.object({
  topic: z.string(),
  pause: topicPauseSchema,
  head: z.coerce.number(),
  last_minute: z.coerce.number(),
  last_event_at: z.date().nullable(),
});

const consumerRow = z.object({
  slug: z.string(),
  consumer_id: z.string(),
  is_paused: z.boolean(),
  succeeded: z.coerce.number(),
  filtered: z.coerce.number(),
  dead: z.coerce.number(),
  retrying: z.coerce.number(),
  waiting: z.coerce.number(),
  oldest_waiting_at: z.date().nullable(),
});

const topicsSql = `
  SELECT t.name AS topic, t.pause, h.head,
         h.head - millrace_offset_at(t.id, clock_timestamp() - interval '1 minute') AS last_minute,
         (SELECT e.received_at FROM event e WHERE e.topic_id = t.id ORDER BY e."offset" DESC LIMIT 1) AS last_event_at
  FROM topic t JOIN topic_head h ON h.topic_id = t.id
  WHERE t.workspace_id = $1 ORDER BY t.name`;

// The same figures as on the canvas of a flow (server/live/flow-activity.ts), without what a card of the map has no room for.
const consumersSql = `
  SELECT f.slug, s.consumer_id, bool_or(s.state IN ('paused', 'draining')) AS is_paused,
         coalesce(sum(done.succeeded), 0) AS succeeded, coalesce(sum(done.filtered), 0) AS filtered,
         coalesce(sum(lane.dead), 0) AS dead, coalesce(sum(lane.retrying), 0) AS retrying,
         coalesce(sum(greatest(h.head - lane.cursor, 0) + lane.open), 0) AS waiting,
         min((SELECT e.received_at FROM event e
          WHERE e.topic_id = s.topic_id AND e."offset" > lane.cursor ORDER BY e."offset" LIMIT 1)) AS oldest_waiting_at
  FROM subscription s
  JOIN flow f ON f.id = s.flow_id AND f.deleted_at IS NULL
  JOIN topic_head h ON h.topic_id = s.topic_id
  CROSS JOIN LATERAL (
    SELECT min(l.cursor) FILTER (WHERE l.end_at IS NULL OR l.cursor < l.end_at) AS cursor,
           sum(l.dead) AS dead, sum(l.retrying) AS retrying,
           coalesce((SELECT sum(b.size) FROM batch b
                     WHERE b.subscription_id = s.id AND b.run = 0 AND b.kind = 'log'), 0) AS open
    FROM lane l WHERE l.subscription_id = s.id AND l.run = 0
  ) lane
  LEFT JOIN LATERAL (
    SELECT sum(m.succeeded) AS succeeded, sum(m.filtered) AS filtered
    FROM delivery_minute m
    WHERE m.subscription_id = s.id AND m.run = 0 AND m.minute > now() - interval '1 hour'
  ) done ON true
  WHERE s.workspace_id = $1 AND s.state <> 'removed'
  GROUP BY f.slug, s.consumer_id ORDER BY f.slug, s.consumer_id`;

/** The figures of all topics and consumers of the actor's workspace; cheap enough for every few seconds. */
export async function mapActivity(
  deps: Deps,
  actor: Actor,
): Promise<{ readonly topics: MapTopicActivity[]; readonly consumers: MapConsumerActivity[] }> {
  const [topics, consumers] = await Promise.all([
    deps.pool.query(topicsSql, [actor.workspaceId]),
    deps.pool.query(consumersSql, [actor.workspaceId]),
  ]);
  return {
    topics: z
      .array(topicRow)
      .parse(topics.rows)
      .map((row) => ({
        key: `topic:${row.topic}`,
        pause: row.pause,
        head: row.head,
        lastMinute: row.last_minute,
        lastEventAt: row.last_event_at,
      })),
    consumers: z
      .array(consumerRow)
      .parse(consumers.rows)
      .map((row) => ({
        key: `consumer:${row.slug}/${row.consumer_id}`,
        isPaused: row.is_paused,
        succeeded: row.succeeded,
        filtered: row.filtered,
        dead: row.dead,
        retrying: row.retrying,
        waiting: row.waiting,
        oldestWaitingAt: row.oldest_waiting_at,
      })),
  };
}
