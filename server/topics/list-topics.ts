import * as z from "zod";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { type FlowUse, flowUses } from "../flows/other-flows";
import { useCase } from "../use-case";

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
});

// Offsets have no gaps but where events were deleted from the front, so first and last tell how many there are.
const topicsSql = `
  SELECT t.id, t.name, t.description, t.created_at, h.head,
    coalesce(h.head - (SELECT min(e."offset") FROM event e WHERE e.topic_id = t.id) + 1, 0) AS stored,
    h.head - millrace_offset_at(t.id, clock_timestamp() - interval '1 minute') AS per_minute,
    (SELECT e.received_at FROM event e WHERE e.topic_id = t.id ORDER BY e."offset" DESC LIMIT 1) AS last_event_at,
    (SELECT count(*) FROM subscription s WHERE s.topic_id = t.id AND s.state <> 'removed') AS consumers
  FROM topic t JOIN topic_head h ON h.topic_id = t.id
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
      publishedBy: flowsWith(uses, row.name, ({ publishes }) => publishes),
      readBy: flowsWith(uses, row.name, ({ consumes }) => consumes),
    }));
}

function flowsWith(uses: readonly FlowUse[], topic: string, topicsOf: (use: FlowUse) => readonly string[]) {
  return uses.filter((use) => topicsOf(use).includes(topic)).map(({ slug, name }) => ({ slug, name }));
}
