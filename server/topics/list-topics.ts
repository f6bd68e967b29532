import * as z from "zod";
import { type TraceMode, traceModes } from "@/flow/delivery/trace-mode";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { consumerNameSql } from "../events/consumer-name";
import { type FlowUse, flowUses } from "../flows/other-flows";
import { useCase } from "../use-case";
import { topicPauseSchema } from "./pause-topic";

/** A topic with its counts and the deployed flows that use it. */
export interface TopicSummary {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly createdAt: Date;
  /** Offset of the last event; 0 for an empty topic. */
  readonly head: number;
  readonly storedEvents: number;
  readonly eventsPerMinute: number;
  readonly lastEventAt: Date | null;
  /** Live consumers that read it. */
  readonly consumers: number;
  /** Null: for ever, all of them. */
  readonly keepDays: number | null;
  readonly keepEvents: number | null;
  readonly keepTraceDays: number | null;
  readonly keepTraces: TraceMode;
  /** Events that would be deleted by now, and by whom they are still needed. */
  readonly heldBack: number;
  readonly heldBackBy: readonly string[];
  /** Draining: nothing new is handed out from it; paused: nothing at all. */
  readonly pause: "draining" | "paused" | null;
  readonly pausedBy: string | null;
  /** Deliveries that are on their way while it drains. */
  readonly stillOpen: number;
  readonly publishedBy: readonly { readonly slug: string; readonly name: string }[];
  readonly readBy: readonly { readonly slug: string; readonly name: string }[];
}

const topicRow = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  created_at: z.date(),
  head: z.coerce.number(),
  stored: z.coerce.number(),
  per_minute: z.coerce.number(),
  last_event_at: z.date().nullable(),
  consumers: z.coerce.number(),
  keep_days: z.number().nullable(),
  keep_events: z.coerce.number().nullable(),
  keep_trace_days: z.number().nullable(),
  keep_traces: z.enum(traceModes),
  pause: topicPauseSchema,
  paused_by: z.string().nullable(),
  still_open: z.coerce.number(),
  held_back: z.coerce.number(),
  held_back_by: z.array(z.string()),
});

// Offsets have no gaps but where events were deleted from the front; of those only what a delivery needs is left.
const topicsSql = `
  SELECT t.id, t.name, t.description, t.created_at, h.head,
    h.head - t.trimmed_to
      + (SELECT count(*) FROM event e WHERE e.topic_id = t.id AND e."offset" <= t.trimmed_to) AS stored,
    t.keep_days, t.keep_events, t.keep_trace_days, t.keep_traces, t.pause, t.paused_by,
    CASE WHEN t.pause = 'draining' THEN (
      SELECT coalesce(sum(millrace_on_its_way(l)), 0) FROM lane l JOIN subscription s ON s.id = l.subscription_id
      WHERE s.topic_id = t.id AND s.state IN ('active', 'draining') AND l.run = 0) ELSE 0 END AS still_open,
    greatest(b.wanted - greatest(b.free, t.trimmed_to), 0) AS held_back,
    CASE WHEN b.wanted <= b.free THEN ARRAY[]::text[] ELSE ARRAY(
      SELECT DISTINCT ${consumerNameSql} FROM subscription s JOIN lane l ON l.subscription_id = s.id AND l.run = 0
      WHERE s.topic_id = t.id AND s.state <> 'removed' AND l.low_watermark < b.wanted
        AND (l.end_at IS NULL OR l.cursor < l.end_at OR l.open_batches + l.retrying + l.held > 0)
      UNION ALL
      SELECT r.name FROM replay r WHERE r.workspace_id = t.workspace_id AND r.state IN ('planning', 'planned', 'running', 'paused')
        AND EXISTS (SELECT FROM replay_item i WHERE i.run = r.run AND i.topic_id = t.id AND i."offset" <= b.wanted)
    ) END AS held_back_by,
    h.head - millrace_offset_at(t.id, clock_timestamp() - interval '1 minute') AS per_minute,
    (SELECT e.received_at FROM event e WHERE e.topic_id = t.id ORDER BY e."offset" DESC LIMIT 1) AS last_event_at,
    (SELECT count(*) FROM subscription s WHERE s.topic_id = t.id AND s.state <> 'removed') AS consumers
  FROM topic t JOIN topic_head h ON h.topic_id = t.id CROSS JOIN LATERAL millrace_trim_bounds(t.id) b
  WHERE t.workspace_id = $1 AND ($2::text IS NULL OR t.name = $2)
  ORDER BY t.name`;

/** All topics of the workspace, by name. */
export const listTopics = useCase("topic.read", z.object({}), (deps, actor) => readTopics(deps, actor));

/**
 * One topic by its name.
 * @throws AppError `not-found`
 */
export const getTopic = useCase("topic.read", z.object({ topic: z.string() }), async (deps, actor, input) => {
  const [topic] = await readTopics(deps, actor, input.topic);
  if (topic === undefined) throw new AppError("not-found", `There is no topic \`${input.topic}\` here.`);
  return topic;
});

async function readTopics(deps: Deps, actor: Actor, name?: string): Promise<TopicSummary[]> {
  const [{ rows }, uses] = await Promise.all([
    deps.pool.query(topicsSql, [actor.workspaceId, name ?? null]),
    flowUses(deps.db, actor.workspaceId),
  ]);
  return z
    .array(topicRow)
    .parse(rows)
    .map((row) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      createdAt: row.created_at,
      head: row.head,
      storedEvents: row.stored,
      eventsPerMinute: row.per_minute,
      lastEventAt: row.last_event_at,
      consumers: row.consumers,
      keepDays: row.keep_days,
      keepEvents: row.keep_events,
      keepTraceDays: row.keep_trace_days,
      keepTraces: row.keep_traces,
      pause: row.pause,
      pausedBy: row.paused_by,
      stillOpen: row.still_open,
      heldBack: row.held_back,
      heldBackBy: row.held_back_by,
      publishedBy: flowsWith(uses, row.name, ({ publishes }) => publishes),
      readBy: flowsWith(uses, row.name, ({ consumes }) => consumes),
    }));
}

function flowsWith(uses: readonly FlowUse[], topic: string, topicsOf: (use: FlowUse) => readonly string[]) {
  return uses.filter((use) => topicsOf(use).includes(topic)).map(({ slug, name }) => ({ slug, name }));
}
