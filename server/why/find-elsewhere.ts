import type { Pool } from "pg";
import * as z from "zod";
import { schemaFailureSchema } from "@/flow/schema/failure";
import { AppError } from "../app-error";
import { searchWithin } from "../events/search-within";

const keptBack = z
  .object({
    id: z.string(),
    topic: z.string(),
    event_id: z.string(),
    at: z.date(),
    subject: z.string(),
    version: z.number(),
    failures: z.array(schemaFailureSchema),
    state: z.enum(["waiting", "released", "discarded"]),
    resolved_at: z.date().nullable(),
    resolved_by: z.string().nullable(),
    reason: z.string().nullable(),
    released_offset: z.coerce.number().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    topic: row.topic,
    eventId: row.event_id,
    at: row.at,
    subject: row.subject,
    version: row.version,
    message: row.failures[0]?.message ?? null,
    state: row.state,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by,
    reason: row.reason,
    releasedOffset: row.released_offset,
  }));

const deleted = z.object({ topic: z.string(), offset: z.coerce.number(), at: z.date() });

const sample = z
  .object({ at: z.date(), flow_slug: z.string(), flow_name: z.string(), producer: z.string() })
  .transform((row) => ({
    at: row.at,
    flowSlug: row.flow_slug,
    flowName: row.flow_name,
    producerId: row.producer,
  }));

const looked = z.tuple([
  z
    .object({ topics: z.coerce.number(), events: z.coerce.number(), oldest: z.date().nullable() })
    .transform(({ topics, events, oldest }) => ({ topics, events, oldestAt: oldest })),
]);

const elsewhereParts = ["quarantine", "deleted", "samples"] as const;

/** Where something may be that is not in the log, with what was looked through. */
export interface Elsewhere {
  /** In quarantine now, or once. */
  readonly quarantined: readonly z.output<typeof keptBack>[];
  /** Events of the id that retention has deleted. */
  readonly deleted: readonly z.output<typeof deleted>[];
  /** Kept as samples, because they came before the first deployment. */
  readonly samples: readonly z.output<typeof sample>[];
  readonly lookedThrough: z.output<typeof looked>[0];
  /** Where there was too much to look through. */
  readonly skipped: readonly (typeof elsewhereParts)[number][];
}

const quarantineSql = `
  SELECT q.id, t.name AS topic, q.event_id, q.at, q.subject, q.version, q.failures, q.state, q.resolved_at, q.resolved_by,
         q.reason, q.released_offset
  FROM quarantined_event q JOIN topic t ON t.id = q.topic_id
  WHERE q.workspace_id = $1 AND (q.event_id = $2 OR q.envelope ->> 'key' = $2 OR q.envelope ->> 'correlationId' = $2)
  ORDER BY q.id DESC LIMIT 20`;

/** Of an id that came with the event; how long it is remembered is a matter of the engine. */
const deletedSql = `
  SELECT t.name AS topic, k."offset", k.at
  FROM topic t JOIN idempotency_key k ON k.topic_id = t.id
  WHERE t.workspace_id = $1 AND k.event_id = $2
    AND NOT EXISTS (SELECT FROM event e WHERE e.topic_id = k.topic_id AND e."offset" = k."offset")
  ORDER BY k.at DESC LIMIT 20`;

const samplesSql = `
  SELECT p.at, f.slug AS flow_slug, f.name AS flow_name, r.node_id AS producer
  FROM producer_sample p JOIN producer r ON r.id = p.producer_id JOIN flow f ON f.id = r.flow_id
  WHERE r.workspace_id = $1 AND p.envelope ->> 'id' = $2
  ORDER BY p.number DESC LIMIT 20`;

const lookedSql = `
  SELECT count(*) AS topics, coalesce(sum(h.head - t.trimmed_to), 0) AS events,
         min((SELECT e.received_at FROM event e WHERE e.topic_id = t.id ORDER BY e."offset" LIMIT 1)) AS oldest
  FROM topic t LEFT JOIN topic_head h ON h.topic_id = t.id WHERE t.workspace_id = $1`;

/** None of these questions has an index of its own; each is a look through tables that stay small, but for a flood. */
const LIMIT_MS = 1_500;

/**
 * Looks for an event outside of the log. Where there is too much to look through, that part is in `skipped` and empty.
 * @param isFound an event of the log was found: then nothing of it was deleted
 */
export async function findElsewhere(
  pool: Pool,
  workspaceId: string,
  question: string,
  isFound: boolean,
): Promise<Elsewhere> {
  const skipped: (typeof elsewhereParts)[number][] = [];
  const ask = async (part: (typeof elsewhereParts)[number], sql: string) => {
    try {
      return await searchWithin(pool, LIMIT_MS, sql, [workspaceId, question]);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      skipped.push(part);
      return [];
    }
  };
  const [kept, gone, samples, through] = await Promise.all([
    ask("quarantine", quarantineSql),
    isFound ? [] : ask("deleted", deletedSql),
    ask("samples", samplesSql),
    pool.query(lookedSql, [workspaceId]),
  ]);
  return {
    quarantined: z.array(keptBack).parse(kept),
    deleted: z.array(deleted).parse(gone),
    samples: z.array(sample).parse(samples),
    lookedThrough: looked.parse(through.rows)[0],
    skipped,
  };
}
