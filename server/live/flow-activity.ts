import * as z from "zod";
import type { StepTrace } from "@/flow/delivery/delivery-trace";
import { AppError } from "../app-error";
import { topicPauseSchema } from "../topics/pause-topic";
import { useCase } from "../use-case";

/** What one step did with the newest event. */
export interface StepMark {
  readonly stepId: string;
  readonly outcome: StepTrace["outcome"];
}

/** The delivery whose next attempt comes first. */
export interface NextRetry {
  /** The step that failed; absent when it was not a step, such as a crash. */
  readonly stepId: string | null;
  readonly message: string | null;
  readonly attempts: number;
  readonly dueAt: Date | null;
}

/** Deliveries that wait at one step for their time. */
export interface StepWait {
  readonly stepId: string;
  readonly count: number;
  /** There are more than were counted. */
  readonly isMore: boolean;
  readonly nextAt: Date;
}

/** What happened at one consumer lately, and what waits for it. */
export interface ConsumerActivity {
  readonly consumerId: string;
  readonly topic: string;
  readonly subscriptionId: string;
  readonly state: string;
  /** Deliveries that ended in the last hour. */
  readonly succeeded: number;
  readonly filtered: number;
  /** Dead letters that nobody has dealt with, however old. */
  readonly dead: number;
  readonly retrying: number;
  readonly held: number;
  /** Events not yet finished: behind the cursor or in open batches. */
  readonly waiting: number;
  readonly oldestWaitingAt: Date | null;
  /** Its destination is down, so that it is held until a try shows that it is back. */
  readonly breaker: {
    readonly destination: string;
    readonly reason: string;
    readonly openedAt: Date;
    readonly nextTryAt: Date;
  } | null;
  /** While it drains: deliveries that are on their way. */
  readonly stillOpen: number;
  /** Of the held ones: those that wait behind a dead letter of their key. */
  readonly parked: number;
  /** It stopped by itself at dead letters; the first of them. */
  readonly stop: { readonly offset: number; readonly message: string | null; readonly others: number } | null;
  /** Its limit lets nothing through until then. */
  readonly limitedUntil: Date | null;
  /** Of the last attempt at the newest event that was delivered; empty while there is none. */
  readonly lastSteps: readonly StepMark[];
  readonly nextRetry: NextRetry | null;
  /** Without those of consumers that keep order: there the whole lane waits. */
  readonly waits: readonly StepWait[];
}

/** What happened in one topic lately. */
export interface TopicActivity {
  readonly topic: string;
  readonly topicId: string;
  readonly pause: "draining" | "paused" | null;
  readonly head: number;
  /** Events of the last 60 seconds. */
  readonly lastMinute: number;
  readonly lastEventAt: Date | null;
}

export interface FlowActivity {
  readonly consumers: readonly ConsumerActivity[];
  readonly topics: readonly TopicActivity[];
}

const consumerRow = z.object({
  consumer_id: z.string(),
  topic: z.string(),
  subscription_id: z.string(),
  state: z.string(),
  succeeded: z.coerce.number(),
  filtered: z.coerce.number(),
  dead: z.coerce.number(),
  retrying: z.coerce.number(),
  held: z.coerce.number(),
  waiting: z.coerce.number(),
  oldest_waiting_at: z.date().nullable(),
  destination: z.string().nullable(),
  breaker_reason: z.string().nullable(),
  opened_at: z.date().nullable(),
  next_try_at: z.date().nullable(),
  still_open: z.coerce.number(),
  parked: z.coerce.number(),
  stop: z.object({ offset: z.number(), message: z.string().nullable(), others: z.number() }).nullable(),
  limited_until: z.date().nullable(),
  last_steps: z
    .array(
      z.object({ stepId: z.string(), outcome: z.enum(["done", "stopped", "held", "failed", "skipped"]) }),
    )
    .nullable(),
  next_retry: z
    .object({
      stepId: z.string().nullable(),
      message: z.string().nullable(),
      attempts: z.number(),
      dueAt: z.coerce.date().nullable(),
    })
    .nullable(),
  waits: z
    .array(
      z.object({
        stepId: z.string(),
        count: z.number(),
        isMore: z.boolean(),
        nextAt: z.coerce.date(),
      }),
    )
    .nullable(),
});

const topicRow = z.object({
  topic: z.string(),
  topic_id: z.string(),
  pause: topicPauseSchema,
  head: z.coerce.number(),
  last_minute: z.coerce.number(),
  last_event_at: z.date().nullable(),
});

/** A consumer may have lanes that are far behind its newest one: how many events are looked at for the newest delivery. */
const MAX_LOOK_BACK = 1000;
/** So many waiting deliveries of a lane are counted; those whose time comes first are always among them. */
const MAX_WAITS = 1000;

const consumersSql = `
  SELECT s.consumer_id, t.name AS topic, s.id AS subscription_id, s.state,
         coalesce(done.succeeded, 0) AS succeeded, coalesce(done.filtered, 0) AS filtered,
         lane.dead, lane.retrying, lane.held, greatest(h.head - lane.cursor, 0) + lane.open AS waiting,
         (SELECT e.received_at FROM event e
          WHERE e.topic_id = s.topic_id AND e."offset" > lane.cursor ORDER BY e."offset" LIMIT 1) AS oldest_waiting_at,
         k.destination, k.reason AS breaker_reason, k.opened_at, k.next_try_at,
         CASE WHEN s.state = 'draining' THEN (
           SELECT coalesce(sum(millrace_on_its_way(l)), 0) FROM lane l WHERE l.subscription_id = s.id AND l.run = 0)
         ELSE 0 END AS still_open,
         CASE WHEN lane.held > 0 AND EXISTS (SELECT FROM parked_key p WHERE p.subscription_id = s.id) THEN (
           SELECT count(*) FROM delivery d WHERE d.subscription_id = s.id AND d.parked_key IS NOT NULL
             AND d.status = 'held' AND d.due_at IS NULL) ELSE 0 END AS parked,
         stop.stop, g.wait_until AS limited_until,
         last.steps AS last_steps, retry.next AS next_retry, wait.waits
  FROM subscription s
  JOIN topic t ON t.id = s.topic_id
  JOIN topic_head h ON h.topic_id = s.topic_id
  CROSS JOIN LATERAL (
    SELECT min(l.cursor) FILTER (WHERE l.end_at IS NULL OR l.cursor < l.end_at) AS cursor, sum(l.dead) AS dead, sum(l.retrying) AS retrying, sum(l.held) AS held,
           max(l.cursor) AS newest,
           coalesce((SELECT sum(b.size) FROM batch b
                     WHERE b.subscription_id = s.id AND b.run = 0 AND b.kind = 'log'), 0) AS open
    FROM lane l WHERE l.subscription_id = s.id AND l.run = 0
  ) lane
  LEFT JOIN LATERAL (
    SELECT sum(m.succeeded) AS succeeded, sum(m.filtered) AS filtered
    FROM delivery_minute m
    WHERE m.subscription_id = s.id AND m.run = 0 AND m.minute > now() - interval '1 hour'
  ) done ON true
  -- Down the log from the newest that was handed out: the one that is looked for is among the first.
  LEFT JOIN LATERAL (
    SELECT (SELECT json_agg(json_build_object('stepId', step->'stepId', 'outcome', step->'outcome'))
            FROM json_array_elements(d.trace->-1->'steps') AS step) AS steps
    FROM delivery d
    WHERE d.topic_id = s.topic_id AND d.subscription_id = s.id AND d.run = 0
      AND d."offset" > lane.newest - ${MAX_LOOK_BACK} AND d."offset" <= lane.newest
    ORDER BY d."offset" DESC LIMIT 1
  ) last ON true
  LEFT JOIN LATERAL (
    SELECT json_build_object('stepId', d.step_id, 'message', d.message, 'attempts', d.attempts, 'dueAt', d.due_at) AS next
    FROM delivery d JOIN lane l ON l.id = d.lane_id
    WHERE lane.retrying > 0 AND l.subscription_id = s.id AND l.run = 0
      AND d.status = 'retrying' AND d.batch_id IS NULL AND d.due_at IS NOT NULL
    ORDER BY d.due_at LIMIT 1
  ) retry ON true
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('stepId', w.step_id, 'count', w.n, 'isMore', w.is_more, 'nextAt', w.next)
                    ORDER BY w.step_id) AS waits
    FROM (
      SELECT first.step_id, count(*) AS n, bool_or(l.held + l.retrying > ${MAX_WAITS}) AS is_more, min(first.due_at) AS next
      FROM lane l CROSS JOIN LATERAL (
        SELECT d.step_id, d.due_at, d.status FROM delivery d
        WHERE d.lane_id = l.id AND d.due_at IS NOT NULL AND d.batch_id IS NULL AND d.status IN ('retrying', 'held')
        ORDER BY d.due_at LIMIT ${MAX_WAITS}
      ) first
      WHERE lane.held > 0 AND l.subscription_id = s.id AND l.run = 0 AND l.held > 0
        AND first.status = 'held' AND first.step_id IS NOT NULL
      GROUP BY first.step_id
    ) w
  ) wait ON true
  LEFT JOIN LATERAL (
    SELECT json_build_object('offset', d."offset", 'message', d.message, 'others', count(*) OVER () - 1) AS stop
    FROM consumer_stop p JOIN delivery d ON d.id = p.delivery_id
    WHERE p.subscription_id = s.id ORDER BY d."offset" LIMIT 1
  ) stop ON true
  LEFT JOIN consumer_rate g ON g.flow_id = s.flow_id AND g.consumer_id = s.consumer_id
    AND g.wait_until > clock_timestamp()
  LEFT JOIN breaker k ON k.subscription_id = s.id
  WHERE s.flow_id = $1 AND s.workspace_id = $2 AND s.state <> 'removed'
  ORDER BY s.consumer_id, t.name`;

function breakerOf(row: z.output<typeof consumerRow>): ConsumerActivity["breaker"] {
  const { destination, breaker_reason: reason, opened_at: openedAt, next_try_at: nextTryAt } = row;
  if (destination === null || reason === null || openedAt === null || nextTryAt === null) return null;
  return { destination, reason, openedAt, nextTryAt };
}

const topicsSql = `
  SELECT t.name AS topic, t.id AS topic_id, t.pause, h.head,
         h.head - millrace_offset_at(t.id, clock_timestamp() - interval '1 minute') AS last_minute,
         (SELECT e.received_at FROM event e WHERE e.topic_id = t.id ORDER BY e."offset" DESC LIMIT 1) AS last_event_at
  FROM topic t JOIN topic_head h ON h.topic_id = t.id
  WHERE t.workspace_id = $1 AND t.name = ANY($2)
  ORDER BY t.name`;

/** Reads the numbers that the canvas shows; cheap enough for once a second per open editor. */
export const flowActivity = useCase(
  "flow.read",
  z.object({ flow: z.string(), topics: z.array(z.string()).max(200) }),
  async (deps, actor, input): Promise<FlowActivity> => {
    const flow = await deps.db.flow.findUnique({
      where: { workspaceId_slug: { workspaceId: actor.workspaceId, slug: input.flow } },
      select: { id: true },
    });
    if (flow === null) throw new AppError("not-found", "This flow does not exist.");
    const [consumers, topics] = await Promise.all([
      deps.pool.query(consumersSql, [flow.id, actor.workspaceId]),
      deps.pool.query(topicsSql, [actor.workspaceId, input.topics]),
    ]);
    return {
      consumers: consumers.rows.map((raw) => {
        const row = consumerRow.parse(raw);
        return {
          consumerId: row.consumer_id,
          topic: row.topic,
          subscriptionId: row.subscription_id,
          state: row.state,
          succeeded: row.succeeded,
          filtered: row.filtered,
          dead: row.dead,
          retrying: row.retrying,
          held: row.held,
          waiting: row.waiting,
          oldestWaitingAt: row.oldest_waiting_at,
          breaker: breakerOf(row),
          stillOpen: row.still_open,
          parked: row.parked,
          stop: row.stop,
          limitedUntil: row.limited_until,
          lastSteps: row.last_steps ?? [],
          nextRetry: row.next_retry,
          waits: row.waits ?? [],
        };
      }),
      topics: topics.rows.map((raw) => {
        const row = topicRow.parse(raw);
        return {
          topic: row.topic,
          topicId: row.topic_id,
          pause: row.pause,
          head: row.head,
          lastMinute: row.last_minute,
          lastEventAt: row.last_event_at,
        };
      }),
    };
  },
);
