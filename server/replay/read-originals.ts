import { v5 } from "uuid";
import * as z from "zod";
import type { AttemptTrace } from "@/flow/delivery/delivery-trace";
import { deliveryName, derivedIdNamespace, publishedEventIdOf } from "@/flow/delivery/derived-ids";
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
      id: z.string(),
      causation_id: z.string(),
      topic: z.string(),
      key: z.string().nullable(),
      subject: z.string().nullable(),
      content_type: z.string(),
      data: z.instanceof(Buffer),
    })
    .transform((row) => ({
      id: row.id,
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
  SELECT e.id, e.causation_id, t.name AS topic, e.key, e.subject, e.content_type, e.data
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

/** Ids of events are unique per sender alone: a consumer may have had several events of one id. */
const twinsSql = `
  SELECT e.id, e.topic_id, e."offset", s.id AS subscription_id FROM subscription s
  JOIN event e ON e.topic_id = s.topic_id AND e.id = ANY($3)
  WHERE s.flow_id = $1 AND s.consumer_id = $2`;

const twinRows = z.array(
  z
    .object({
      id: z.string(),
      topic_id: z.string(),
      offset: z.coerce.number(),
      subscription_id: z.string(),
    })
    .transform((row) => ({
      eventId: row.id,
      deliveryId: v5(deliveryName(row.subscription_id, 0, row.topic_id, row.offset), derivedIdNamespace),
    })),
);

const endStates = z.enum(["succeeded", "filtered", "dead"]);

/**
 * Reads what is recorded of the first deliveries of some events.
 * @param events by the ids of their deliveries of run 0
 * @param consumer its steps, and the topics, by name, to which it may publish
 */
export async function readOriginals(
  db: Queryable,
  of: OriginalsOf,
  events: ReadonlyMap<string, { readonly eventId: string }>,
  consumer: { readonly stepIds: readonly string[]; readonly topics: readonly string[] },
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
    values: [of.workspaceId, consumer.topics],
  });
  const oldest = trimmed.rows[0]?.oldest ?? undefined;
  const twins = grouped(
    twinRows.parse(
      (
        await db.query({
          name: "millrace-originals-twins",
          text: twinsSql,
          values: [of.flowId, of.consumerId, eventIds],
        })
      ).rows,
    ),
    ({ eventId }) => eventId,
  );
  const published = grouped(publishedRows.parse(found.rows), ({ causationId }) => causationId);
  return new Map(
    deliveries.rows.map((row) => {
      const eventId = events.get(row.id)?.eventId ?? "";
      const all = published.get(eventId) ?? [];
      const others = (twins.get(eventId) ?? []).filter(({ deliveryId }) => deliveryId !== row.id);
      const own = others.length === 0 ? all : ownOf(row, all, others, consumer.stepIds);
      return [
        row.id,
        originalOf(
          row,
          own?.map(({ view }) => view),
          oldest,
        ),
      ];
    }),
  );
}

function grouped<Row>(rows: readonly Row[], nameOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(nameOf(row));
    if (group === undefined) groups.set(nameOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

/**
 * Which of the events that deliveries of several events of one id have published are a delivery's own: ids are derived.
 * @returns undefined when that cannot be said of all: what came of an alarm has ids of its own
 */
function ownOf<Row extends { readonly id: string }>(
  { id, trace }: DeliveryRow,
  published: readonly Row[],
  others: readonly { readonly deliveryId: string }[],
  stepIds: readonly string[],
): Row[] | undefined {
  const steps = new Set([
    ...stepIds,
    ...(trace ?? []).flatMap((one) => one.steps.map(({ stepId }) => stepId)),
  ]);
  const derivedFrom = (deliveryId: string) =>
    new Set(
      [...steps].flatMap((stepId) =>
        published.map((_, index) => publishedEventIdOf(deliveryId, stepId, index)),
      ),
    );
  const own = derivedFrom(id);
  const foreign = others.map(({ deliveryId }) => derivedFrom(deliveryId));
  const isKnown = published.every((one) => own.has(one.id) || foreign.some((ids) => ids.has(one.id)));
  return isKnown ? published.filter((one) => own.has(one.id)) : undefined;
}

function originalOf(
  row: DeliveryRow,
  published: PublishedView[] | undefined,
  oldest: Date | undefined,
): Original {
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
          ...(isTrimmed || published === undefined ? {} : { published }),
        };
  return { revisionId: row.revision_id, outcome, attempts };
}
