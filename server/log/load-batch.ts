import type { QueryConfig } from "pg";
import type { AttemptTrace } from "@/flow/delivery/delivery-trace";
import type { Queryable } from "./queryable";
import { type StoredEvent, type StoredEventRow, storedEventColumns, toStoredEvent } from "./read";
import type { TakenBatch } from "./take";

/** What earlier attempts of a delivery left. */
export interface EarlierAttempts {
  readonly attempts: number;
  /** Attempts before the last redrive: they do not count against the policy. */
  readonly attemptsBefore: number;
  /** When the first attempt began. */
  readonly firstAt: Date;
  /** `Checkpoint` of flow/delivery, unparsed. */
  readonly checkpoint: unknown;
  readonly trace: readonly AttemptTrace[];
}

/** An event of a batch. */
export interface LoadedEvent extends StoredEvent {
  /** Absent: this delivery has no row yet. */
  readonly earlier: EarlierAttempts | undefined;
}

/** Payloads of one load; a batch of larger ones is loaded in parts. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Trusted: `millrace_append` and the workers wrote what is in it, and this is read for every delivery. */
interface LoadedRow extends StoredEventRow {
  readonly delivery_id: string | null;
  readonly attempts: number | null;
  readonly attempts_before: number | null;
  readonly first_at: Date | null;
  readonly checkpoint: unknown;
  readonly trace: readonly AttemptTrace[] | null;
}

const columns = `${storedEventColumns}, sum(octet_length(e.data)) OVER (ORDER BY e."offset") - octet_length(e.data) AS before`;
const withoutDelivery =
  "NULL AS delivery_id, NULL AS attempts, NULL AS attempts_before, NULL AS first_at, NULL AS checkpoint, NULL AS trace";
const withDelivery = "d.id AS delivery_id, d.attempts, d.attempts_before, d.first_at, d.checkpoint, d.trace";
/**
 * A list that was taken before can hold events that were tried already: those that ordered lanes keep in their batch,
 * also when the consumer keeps no order any more. Looked up one by one: while the statistics lag behind, a join might
 * read all deliveries of the topic.
 */
const deliveryOfBatch = `LEFT JOIN LATERAL (
    SELECT * FROM delivery d WHERE d.topic_id = e.topic_id AND d."offset" = e."offset"
      AND d.subscription_id = $3 AND d.run = $4 AND d.batch_id = $5 LIMIT 1
  ) d ON true`;

function limited(name: string, select: string, values: unknown[]): QueryConfig {
  return {
    name,
    text: `SELECT * FROM (${select}) q WHERE q.before < ${MAX_BYTES} ORDER BY q."offset"`,
    values,
  };
}

function queryOf(batch: TakenBatch): QueryConfig {
  if (batch.kind === "due") {
    return limited(
      "millrace-load-due",
      `SELECT ${columns}, ${withDelivery} FROM delivery d
       JOIN event e ON e.topic_id = d.topic_id AND e."offset" = d."offset"
       WHERE d.id = ANY($1) AND d.batch_id = $2`,
      [batch.deliveryIds, batch.batchId],
    );
  }
  if (batch.offsets === null) {
    return limited(
      "millrace-load-range",
      `SELECT ${columns}, ${withoutDelivery} FROM event e WHERE e.topic_id = $1 AND e."offset" BETWEEN $2 AND $3`,
      [batch.topicId, batch.fromOffset, batch.toOffset],
    );
  }
  if (batch.take === 1) {
    return limited(
      "millrace-load-new",
      `SELECT ${columns}, ${withoutDelivery} FROM event e WHERE e.topic_id = $1 AND e."offset" = ANY($2)`,
      [batch.topicId, batch.offsets],
    );
  }
  return limited(
    "millrace-load-list",
    `SELECT ${columns}, ${withDelivery} FROM event e ${deliveryOfBatch}
     WHERE e.topic_id = $1 AND e."offset" = ANY($2)`,
    [batch.topicId, batch.offsets, batch.subscriptionId, batch.run, batch.batchId],
  );
}

function earlierOf(loaded: LoadedRow): EarlierAttempts | undefined {
  if (loaded.delivery_id === null) return undefined;
  return {
    attempts: loaded.attempts ?? 0,
    attemptsBefore: loaded.attempts_before ?? 0,
    firstAt: loaded.first_at ?? loaded.received_at,
    checkpoint: loaded.checkpoint ?? undefined,
    trace: loaded.trace ?? [],
  };
}

/** Offsets that a batch consists of; those of due deliveries are known only after loading. */
export function offsetsOf(batch: TakenBatch): number[] {
  if (batch.offsets !== null) return batch.offsets;
  if (batch.fromOffset === null || batch.toOffset === null) return [];
  const from = batch.fromOffset;
  return Array.from({ length: batch.toOffset - from + 1 }, (_, index) => from + index);
}

/** What one load brought. */
export interface Loaded {
  readonly events: LoadedEvent[];
  /** False when more are to be loaded after these are done. */
  readonly isComplete: boolean;
  /** Everything up to this offset was looked at: what was not found is gone. Infinity when it is complete. */
  readonly through: number;
}

/**
 * Loads the events of a batch in offset order, at most 16 MiB of payload (and always one event).
 * @param limit so many events of a list at most
 */
export async function loadBatch(db: Queryable, batch: TakenBatch, limit?: number): Promise<Loaded> {
  const isCut = limit !== undefined && batch.offsets !== null && batch.offsets.length > limit;
  const wanted = isCut ? [...(batch.offsets ?? [])].sort((a, b) => a - b).slice(0, limit) : batch.offsets;
  const result = await db.query<LoadedRow>(queryOf({ ...batch, offsets: wanted }));
  const events = result.rows.map((loaded): LoadedEvent => {
    const { envelope, data, receivedAt } = toStoredEvent(loaded, batch.topic);
    return { envelope, data, receivedAt, earlier: earlierOf(loaded) };
  });
  const bytes = events.reduce((sum, event) => sum + event.data.byteLength, 0);
  if (bytes >= MAX_BYTES) return { events, isComplete: false, through: events.at(-1)?.envelope.offset ?? 0 };
  return isCut
    ? { events, isComplete: false, through: wanted?.at(-1) ?? 0 }
    : { events, isComplete: true, through: Number.POSITIVE_INFINITY };
}
