import * as z from "zod";
import type { Deps } from "../deps";
import type { EventRow } from "../events/event-row";
import { useCase } from "../use-case";
import { consumerFacts } from "./consumer-facts";
import { type Asked, findAsked } from "./find-asked";
import { type Elsewhere, findElsewhere } from "./find-elsewhere";
import type { DraftConsumer, WhyConsumer } from "./why-fact";

/** One event of the answer. */
export interface WhyEvent {
  readonly event: Omit<EventRow, "preview">;
  /** Those that were there when it came, came later, or went, in the order in which they came. */
  readonly consumers: readonly WhyConsumer[];
  readonly drafts: readonly DraftConsumer[];
}

/** What happened with what was asked for, and what did not. */
export interface WhyAnswer extends Pick<Asked, "by" | "isCut" | "isKeySearchCut">, Elsewhere {
  readonly events: readonly WhyEvent[];
}

const draftRow = z
  .object({ topic: z.string(), consumer: z.string(), slug: z.string(), name: z.string() })
  .transform(({ topic, consumer, slug, name }) => ({
    topic,
    consumerName: consumer,
    flowSlug: slug,
    flowName: name,
  }));

/** Consumers of topics that stand in drafts alone. */
const draftsSql = `
  SELECT w.topic, coalesce(nullif(c.one ->> 'name', ''), c.one ->> 'id') AS consumer, f.slug, f.name
  FROM flow f
  CROSS JOIN LATERAL jsonb_array_elements(f.draft -> 'consumers') AS c(one)
  CROSS JOIN LATERAL jsonb_array_elements_text(c.one -> 'when') AS w(topic)
  JOIN topic t ON t.workspace_id = $1 AND t.name = w.topic
  WHERE f.workspace_id = $1 AND f.deleted_at IS NULL AND w.topic = ANY($2)
    AND NOT EXISTS (SELECT FROM subscription s WHERE s.flow_id = f.id AND s.consumer_id = c.one ->> 'id'
                      AND s.topic_id = t.id AND s.state <> 'removed')
  ORDER BY f.name, consumer LIMIT 100`;

async function draftsOf({ pool }: Deps, workspaceId: string, topics: readonly string[]) {
  const { rows } = await pool.query(draftsSql, [workspaceId, topics]);
  return z.array(draftRow).parse(rows);
}

/**
 * Answers for an event id, a correlation id or a business key what happened and what did not: every event found, with every
 * consumer of its topic, and where else it was found or looked for.
 * @throws AppError `bad-input` when there is too much to look through
 */
export const why = useCase(
  "event.read",
  z.object({ question: z.string().trim().min(1).max(500) }),
  async (deps, { workspaceId }, { question }): Promise<WhyAnswer> => {
    const { pool } = deps;
    const { events, ...found } = await findAsked(pool, workspaceId, question);
    const [facts, drafts, elsewhere] = await Promise.all([
      consumerFacts(deps, workspaceId, events),
      draftsOf(deps, workspaceId, [...new Set(events.map(({ topic }) => topic))]),
      findElsewhere(pool, workspaceId, question, found.by !== undefined),
    ]);
    return {
      ...found,
      ...elsewhere,
      events: events.map(({ preview: _, ...event }) => ({
        event,
        consumers: facts.get(`${event.topicId}:${event.offset}`) ?? [],
        drafts: drafts.flatMap(({ topic, ...one }) => (topic === event.topic ? [one] : [])),
      })),
    };
  },
);
