import type { EventEnvelope } from "@/flow/event/event-envelope";
import type { Queryable } from "./queryable";

/** An event as it lies in the log. */
export interface StoredEvent {
  readonly envelope: EventEnvelope;
  /** The very bytes received. */
  readonly data: Uint8Array;
  readonly receivedAt: Date;
}

/** Columns of `event e`, in the shape that `toStoredEvent` reads. */
export const storedEventColumns = `
  e."offset", e.id, e.source, e.type, e.subject, e.time, e.received_at, e.content_type, e.data_schema, e.data, e.key,
  e.correlation_id, e.causation_id, e.hops, e.trace_parent, e.replay_id, e.is_test, e.extensions`;

/** A row of these columns as the driver gives it; trusted, since only `millrace_append` writes such rows. */
export interface StoredEventRow {
  /** A bigint is text to the driver. */
  readonly offset: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string | null;
  readonly time: Date;
  readonly received_at: Date;
  readonly content_type: string;
  readonly data_schema: string | null;
  readonly data: Uint8Array;
  readonly key: string | null;
  readonly correlation_id: string;
  readonly causation_id: string | null;
  readonly hops: number;
  readonly trace_parent: string | null;
  readonly replay_id: string | null;
  readonly is_test: boolean;
  readonly extensions: Readonly<Record<string, string | number | boolean>> | null;
}

/** Makes an event of a row. */
export function toStoredEvent(row: StoredEventRow, topic: string): StoredEvent {
  return {
    envelope: {
      id: row.id,
      source: row.source,
      type: row.type,
      subject: row.subject ?? undefined,
      time: row.time.toISOString(),
      topic,
      offset: Number(row.offset),
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
  const result = await db.query<StoredEventRow & { readonly topic: string }>({
    name: "millrace-read",
    text: `SELECT t.name AS topic, ${storedEventColumns}
           FROM event e JOIN topic t ON t.id = e.topic_id
           WHERE e.topic_id = $1 AND e."offset" > $2 ORDER BY e."offset" LIMIT $3`,
    values: [topicId, afterOffset, limit],
  });
  return result.rows.map((row) => toStoredEvent(row, row.topic));
}
