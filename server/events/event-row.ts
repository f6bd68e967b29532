import * as z from "zod";
import type { ShownStatus } from "@/flow/delivery/delivery-status";

/** An event as lists show it; the payload is cut, everything else is whole. */
export interface EventRow {
  readonly topicId: string;
  readonly topic: string;
  readonly offset: number;
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly key: string | null;
  readonly subject: string | null;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly time: Date;
  readonly receivedAt: Date;
  /** `receivedAt` with its microseconds, which a date would cut: where a list goes on. */
  readonly cursor: string;
  readonly contentType: string;
  readonly isTest: boolean;
  readonly replayId: string | null;
  readonly duplicates: number;
  readonly bytes: number;
  /** The payload as text, at most `PREVIEW_BYTES` of it; undecodable bytes are shown as U+FFFD. */
  readonly preview: string;
}

/** How much of a payload a list carries. */
export const PREVIEW_BYTES = 2048;

/** Position of one event: the topic's name and its offset. */
export const eventRefSchema = z.object({ topic: z.string().min(1), offset: z.number().int().min(1) });

/** What became of one event at one consumer, for the chips of a list. */
export interface DeliveryChip {
  readonly topicId: string;
  readonly offset: number;
  readonly subscriptionId: string;
  readonly consumerId: string;
  readonly consumerName: string;
  readonly flowSlug: string;
  readonly flowName: string;
  readonly run: number;
  /** Of a dry run: nothing was published, sent or kept. */
  readonly isDryRun: boolean;
  /** Absent while nothing was recorded; then `status` is derived from the lane. */
  readonly deliveryId: string | null;
  readonly status: ShownStatus;
  readonly message: string | null;
  readonly attempts: number;
  readonly dueAt: Date | null;
  /** What its steps worked. */
  readonly durationMs: number | null;
  /** When it came to its end. */
  readonly finishedAt: Date | null;
}

/** Columns of `event e` joined with `topic t`, in the shape that `toEventRow` reads. */
export const eventRowColumns = `
  e.topic_id, t.name AS topic, e."offset", e.id, e.type, e.source, e.key, e.subject, e.correlation_id,
  e.causation_id, e.time, e.received_at, e.received_at::text AS cursor, e.content_type, e.is_test, e.replay_id, e.duplicates,
  octet_length(e.data) AS bytes, substring(e.data FROM 1 FOR ${PREVIEW_BYTES}) AS head`;

const storedRow = z.object({
  topic_id: z.string(),
  topic: z.string(),
  offset: z.coerce.number(),
  id: z.string(),
  type: z.string(),
  source: z.string(),
  key: z.string().nullable(),
  subject: z.string().nullable(),
  correlation_id: z.string(),
  causation_id: z.string().nullable(),
  time: z.date(),
  received_at: z.date(),
  cursor: z.string(),
  content_type: z.string(),
  is_test: z.boolean(),
  replay_id: z.string().nullable(),
  duplicates: z.number(),
  bytes: z.number(),
  head: z.instanceof(Uint8Array),
});

/**
 * Reads one database row selected with `eventRowColumns`.
 * @throws ZodError when the query selected something else
 */
export function toEventRow(raw: unknown): EventRow {
  const row = storedRow.parse(raw);
  return {
    topicId: row.topic_id,
    topic: row.topic,
    offset: row.offset,
    id: row.id,
    type: row.type,
    source: row.source,
    key: row.key,
    subject: row.subject,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    time: row.time,
    receivedAt: row.received_at,
    cursor: row.cursor,
    contentType: row.content_type,
    isTest: row.is_test,
    replayId: row.replay_id,
    duplicates: row.duplicates,
    bytes: row.bytes,
    preview: new TextDecoder().decode(row.head),
  };
}
