import * as z from "zod";
import type { EventEnvelope } from "@/flow/event/event-envelope";
import type { Queryable } from "./queryable";

/** An event as it lies in the log. */
export interface StoredEvent {
  readonly envelope: EventEnvelope;
  /** The very bytes received. */
  readonly data: Uint8Array;
  readonly receivedAt: Date;
}

/** Columns of `event e` and the topic's name as `topic`, in the shape that `toStoredEvent` reads. */
export const storedEventColumns = `
  e."offset", e.id, e.source, e.type, e.subject, e.time, e.received_at, e.content_type, e.data_schema, e.data, e.key,
  e.correlation_id, e.causation_id, e.hops, e.trace_parent, e.replay_id, e.is_test, e.extensions`;

const optionalText = z.string().nullable();
/** Shape of a row; the hot path trusts it, since only `millrace_append` writes such rows. */
export const storedEventRow = z.object({
  topic: z.string(),
  offset: z.coerce.number(),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: optionalText,
  time: z.date(),
  received_at: z.date(),
  content_type: z.string(),
  data_schema: optionalText,
  data: z.instanceof(Uint8Array),
  key: optionalText,
  correlation_id: z.string(),
  causation_id: optionalText,
  hops: z.number(),
  trace_parent: optionalText,
  replay_id: optionalText,
  is_test: z.boolean(),
  extensions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullable(),
});

/** Makes an event of a parsed row. */
export function toStoredEvent(row: z.output<typeof storedEventRow>): StoredEvent {
  return {
    envelope: {
      id: row.id,
      source: row.source,
      type: row.type,
      subject: row.subject ?? undefined,
      time: row.time.toISOString(),
      topic: row.topic,
      offset: row.offset,
      contentType: row.content_type,
      dataSchema: row.data_schema ?? undefined,
      key: row.key ?? undefined,
      correlationId: row.correlation_id,
      causationId: row.causation_id ?? undefined,
      hops: row.hops,
      traceParent: row.trace_parent ?? undefined,
      replayId: row.replay_id ?? undefined,
      isTest: row.is_test,
      extensions: row.extensions ?? {},
    },
    data: row.data,
    receivedAt: row.received_at,
  };
}

/**
 * Events of a topic after an offset, in order, at most `limit`. Commit order equals offset order: a reader
 * that goes on after the last offset it got never skips one.
 */
export async function readEvents(
  db: Queryable,
  topicId: string,
  afterOffset: number,
  limit: number,
): Promise<StoredEvent[]> {
  const result = await db.query({
    name: "millrace-read",
    text: `SELECT t.name AS topic, ${storedEventColumns}
           FROM event e JOIN topic t ON t.id = e.topic_id
           WHERE e.topic_id = $1 AND e."offset" > $2 ORDER BY e."offset" LIMIT $3`,
    values: [topicId, afterOffset, limit],
  });
  return z.array(storedEventRow).parse(result.rows).map(toStoredEvent);
}
