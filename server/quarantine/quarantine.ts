import { createHash } from "node:crypto";
import { v7 as newId } from "uuid";
import * as z from "zod";
import type { ConflictLine, QuarantinedLine, TargetTopic } from "../events/accept-request";
import type { Queryable } from "../log/queryable";
import type { CheckedEvent } from "../schemas/hold-to-schema";

/** Stands for the producer of events that none sent. */
export const noProducer = "00000000-0000-0000-0000-000000000000";

const rowSchema = z.object({
  source: z.string(),
  event_id: z.string(),
  body_hash: z.instanceof(Buffer),
  state: z.string(),
});

type Kept = z.infer<typeof rowSchema>;

/** SHA-256 of a payload. */
export function bodyHash(data: Uint8Array): Buffer {
  return createHash("sha256").update(data).digest();
}

function sentenceOf({ failures, subject, version }: CheckedEvent, state: string): string {
  if (state === "released") return "It was in quarantine, and somebody released it.";
  if (state === "discarded") return "It was in quarantine, and somebody discarded it.";
  const message = failures[0]?.message ?? "It does not fit.";
  return `It waits in quarantine: it does not fit version ${version} of the schema "${subject}". ${message}`;
}

/** Rows in one statement. */
const chunkSize = 200;

const keyOf = (source: string, id: string): string => JSON.stringify([source, id]);

async function insert(
  db: Queryable,
  [workspaceId, topicId, producerId]: readonly [string, string, string],
  rows: readonly CheckedEvent[],
): Promise<Map<string, Kept>> {
  const column = <Value>(read: (one: CheckedEvent) => Value) => rows.map(read);
  const result = await db.query(
    `INSERT INTO quarantined_event AS q (id, workspace_id, topic_id, producer_id, source, event_id, envelope, content_type,
       data, body_hash, subject, version, failures, pointer, keyword)
     SELECT n.id, $1, $2, $3, n.source, n.event_id, n.envelope, n.content_type, n.data, n.body_hash, n.subject, n.version,
       n.failures, n.pointer, n.keyword
     FROM unnest($4::uuid[], $5::text[], $6::text[], $7::jsonb[], $8::text[], $9::bytea[], $10::bytea[], $11::text[],
       $12::int[], $13::jsonb[], $14::text[], $15::text[])
       AS n (id, source, event_id, envelope, content_type, data, body_hash, subject, version, failures, pointer, keyword)
     ORDER BY n.source, n.event_id
     ON CONFLICT (topic_id, producer_id, source, event_id) DO UPDATE SET source = excluded.source
     RETURNING q.source, q.event_id, q.body_hash, q.state`,
    [
      workspaceId,
      topicId,
      producerId,
      column(() => newId()),
      column(({ original }) => original.source),
      column(({ original }) => original.id),
      column(({ original: { data: _, ...envelope } }) => JSON.stringify(envelope)),
      column(({ original }) => original.contentType),
      column(({ original }) => Buffer.from(original.data)),
      column(({ original }) => bodyHash(original.data)),
      column(({ subject }) => subject),
      column(({ version }) => version),
      column(({ failures }) => JSON.stringify(failures)),
      column(({ failures }) => failures[0]?.pointer ?? ""),
      column(({ failures }) => failures[0]?.keyword ?? ""),
    ],
  );
  const kept = z.array(rowSchema).parse(result.rows);
  return new Map(kept.map((row) => [keyOf(row.source, row.event_id), row]));
}

/**
 * Keeps events that do not fit in the inbox of their topic, out of its log. The same event again is kept once; another
 * body under an id that is there answers as a conflict.
 */
export async function quarantine(
  db: Queryable,
  workspaceId: string,
  topic: TargetTopic,
  producerId: string | undefined,
  unfit: readonly CheckedEvent[],
): Promise<(QuarantinedLine | ConflictLine)[]> {
  // One statement cannot write the same row twice: of equal ids in a batch the first counts.
  const first = new Map<string, CheckedEvent>();
  for (const one of unfit) {
    const key = keyOf(one.event.source, one.event.id);
    if (!first.has(key)) first.set(key, one);
  }
  const rows = [...first.values()];
  const known = new Map<string, Kept>();
  for (let from = 0; from < rows.length; from += chunkSize) {
    const place = [workspaceId, topic.id, producerId ?? noProducer] as const;
    for (const [key, row] of await insert(db, place, rows.slice(from, from + chunkSize))) known.set(key, row);
  }
  return unfit.map((one) => {
    const { id, source, data } = one.event;
    const row = known.get(keyOf(source, id));
    const isSame = row?.body_hash.equals(bodyHash(data)) === true;
    return isSame && row !== undefined
      ? { id, topic: topic.name, status: "quarantined", reason: sentenceOf(one, row.state) }
      : { id, topic: topic.name, conflict: true };
  });
}
