import * as z from "zod";
import type { AttemptTrace } from "@/flow/delivery/delivery-trace";
import { type OutcomeView, type PublishedView, stepViewsOf } from "@/flow/replay/outcome-view";
import { parseEventData } from "../log/event-data";
import type { Queryable } from "../log/queryable";

/** What is recorded of the first delivery of an event. */
export interface Original {
  /** The revision that it ran through the last time. */
  readonly revisionId: string;
  /** Absent: it has not come to an end. */
  readonly outcome: OutcomeView | undefined;
  readonly attempts: readonly AttemptTrace[];
}

/** Whose first deliveries are meant. */
export interface OriginalsOf {
  readonly workspaceId: string;
  readonly flowId: string;
  readonly consumerId: string;
}

/** Trusted: the workers wrote it, and it is read for every delivery of a replay. */
interface DeliveryRow {
  readonly id: string;
  readonly revision_id: string;
  readonly status: string;
  readonly message: string | null;
  readonly finished_at: Date | null;
  readonly trace: readonly AttemptTrace[] | null;
}

const publishedRows = z.array(
  z
    .object({
      causation_id: z.string(),
      topic: z.string(),
      key: z.string().nullable(),
      subject: z.string().nullable(),
      content_type: z.string(),
      data: z.instanceof(Buffer),
    })
    .transform((row) => ({
      causationId: row.causation_id,
      view: {
        topic: row.topic,
        ...(row.key === null ? {} : { key: row.key }),
        ...(row.subject === null ? {} : { subject: row.subject }),
        data: parseEventData(row.content_type, row.data),
      } satisfies PublishedView,
    })),
);

/** Its source says who published an event; the address of the installation in front of it may have changed. */
const publishedSql = `
  SELECT e.causation_id, t.name AS topic, e.key, e.subject, e.content_type, e.data
  FROM event e JOIN topic t ON t.id = e.topic_id
  WHERE e.causation_id = ANY($1) AND t.workspace_id = $2 AND e.replay_id IS NULL
    AND right(e.source, length($3)) = $3
  ORDER BY e.topic_id, e."offset"`;

/** When the oldest event came that a trimmed topic still has; nothing of older deliveries can be found there. */
const trimmedSql = `
  SELECT max(oldest.received_at) AS oldest FROM topic t
  CROSS JOIN LATERAL (
    SELECT e."offset", e.received_at FROM event e WHERE e.topic_id = t.id ORDER BY e."offset" LIMIT 1
  ) oldest
  WHERE t.workspace_id = $1 AND t.name = ANY($2) AND oldest."offset" > 1`;

const endStates = z.enum(["succeeded", "filtered", "dead"]);

/**
 * Reads what is recorded of the first deliveries of some events.
 * @param events by the ids of their deliveries of run 0
 * @param publishesTo topics, by name, to which their consumer publishes
 */
export async function readOriginals(
  db: Queryable,
  of: OriginalsOf,
  events: ReadonlyMap<string, { readonly eventId: string }>,
  publishesTo: readonly string[],
): Promise<Map<string, Original>> {
  const deliveries = await db.query<DeliveryRow>({
    name: "millrace-originals",
    text: "SELECT id, revision_id, status, message, finished_at, trace FROM delivery WHERE id = ANY($1)",
    values: [[...events.keys()]],
  });
  const eventIds = [...events.values()].map(({ eventId }) => eventId);
  const found = await db.query({
    name: "millrace-originals-published",
    text: publishedSql,
    values: [eventIds, of.workspaceId, `/flows/${of.flowId}/consumers/${of.consumerId}`],
  });
  const trimmed = await db.query<{ oldest: Date | null }>({
    name: "millrace-originals-trimmed",
    text: trimmedSql,
    values: [of.workspaceId, publishesTo],
  });
  const oldest = trimmed.rows[0]?.oldest ?? undefined;
  const published = new Map<string, PublishedView[]>();
  for (const { causationId, view } of publishedRows.parse(found.rows)) {
    published.set(causationId, [...(published.get(causationId) ?? []), view]);
  }
  return new Map(
    deliveries.rows.map((row) => {
      const eventId = events.get(row.id)?.eventId ?? "";
      return [row.id, originalOf(row, published.get(eventId) ?? [], oldest)];
    }),
  );
}

function originalOf(row: DeliveryRow, published: PublishedView[], oldest: Date | undefined): Original {
  const attempts = row.trace ?? [];
  const status = endStates.safeParse(row.status).data;
  const isTrimmed = oldest !== undefined && row.finished_at !== null && row.finished_at < oldest;
  const steps = stepViewsOf(attempts);
  const outcome: OutcomeView | undefined =
    status === undefined
      ? undefined
      : {
          status,
          ...(row.message === null ? {} : { message: row.message }),
          ...(steps === undefined ? {} : { steps }),
          ...(isTrimmed ? {} : { published }),
        };
  return { revisionId: row.revision_id, outcome, attempts };
}
