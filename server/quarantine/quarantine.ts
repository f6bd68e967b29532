import { createHash } from "node:crypto";
import { v7 as newId } from "uuid";
import * as z from "zod";
import type { ConflictLine, QuarantinedLine, TargetTopic } from "../events/accept-request";
import type { Queryable } from "../log/queryable";
import type { CheckedEvent } from "../schemas/hold-to-schema";

/** Stands for the producer of events that none sent. */
export const noProducer = "00000000-0000-0000-0000-000000000000";

const keptRows = z.array(
  z.object({ source: z.string(), event_id: z.string(), body_hash: z.instanceof(Buffer), state: z.string() }),
);

/** SHA-256 of a payload. */
function bodyHash(data: Uint8Array): Buffer {
  return createHash("sha256").update(data).digest();
}

function sentenceOf({ failures, subject, version }: Unfit, state: string): string {
  if (state === "released") return "It was in quarantine, and somebody released it.";
  if (state === "discarded") return "It was in quarantine, and somebody discarded it.";
  const message = failures[0]?.message ?? "It does not fit.";
  return `It waits in quarantine: it does not fit version ${version} of the schema "${subject}". ${message}`;
}

/** An event that does not fit, as it came. */
export type Unfit = Pick<CheckedEvent, "original" | "subject" | "version" | "failures">;

const keyOf = (source: string, id: string) => JSON.stringify([source, id]);

/**
 * Keeps events that do not fit in the inbox of their topic, out of its log. The same event again is kept once; another
 * body under an id that is there answers as a conflict.
 */
export async function quarantine(
  db: Queryable,
  workspaceId: string,
  topic: Pick<TargetTopic, "id" | "name">,
  producerId: string | undefined,
  unfit: readonly Unfit[],
): Promise<(QuarantinedLine | ConflictLine)[]> {
  if (unfit.length === 0) return [];
  const hashed = unfit.map((one) => {
    const { source, id, data } = one.original;
    return { one, key: keyOf(source, id), hash: bodyHash(data) };
  });
  const firsts = new Map<string, (typeof hashed)[number]>();
  for (const each of hashed) if (!firsts.has(each.key)) firsts.set(each.key, each);
  // In the order of their keys: two requests with the same events never wait for each other in a circle.
  const rows = [...firsts.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const column = <Value>(get: (row: (typeof rows)[number]) => Value) => rows.map(get);
  const { rows: answered } = await db.query(
    `INSERT INTO quarantined_event AS q (workspace_id, topic_id, producer_id, id, source, event_id, envelope, content_type,
       data, body_hash, subject, version, failures, pointer, keyword)
     SELECT $1, $2, $3, n.* FROM unnest($4::uuid[], $5::text[], $6::text[], $7::jsonb[], $8::text[], $9::bytea[],
       $10::bytea[], $11::text[], $12::int[], $13::jsonb[], $14::text[], $15::text[]) n
     ON CONFLICT (topic_id, producer_id, source, event_id) DO UPDATE SET source = excluded.source
     RETURNING q.source, q.event_id, q.body_hash, q.state`,
    [
      workspaceId,
      topic.id,
      producerId ?? noProducer,
      column(() => newId()),
      column(({ one }) => one.original.source),
      column(({ one }) => one.original.id),
      column(({ one }) => envelopeOf(one)),
      column(({ one }) => one.original.contentType),
      column(({ one }) => Buffer.from(one.original.data)),
      column(({ hash }) => hash),
      column(({ one }) => one.subject),
      column(({ one }) => one.version),
      column(({ one }) => JSON.stringify(one.failures)),
      column(({ one }) => one.failures[0]?.pointer ?? ""),
      column(({ one }) => one.failures[0]?.keyword ?? ""),
    ],
  );
  const kept = new Map(keptRows.parse(answered).map((row) => [keyOf(row.source, row.event_id), row]));
  return hashed.map(({ one, key, hash }) => {
    const { id } = one.original;
    const row = kept.get(key);
    if (row?.body_hash.equals(hash) !== true) return { id, topic: topic.name, conflict: true };
    return { id, topic: topic.name, status: "quarantined", reason: sentenceOf(one, row.state) };
  });
}

function envelopeOf({ original: { data: _, ...envelope } }: Unfit): string {
  return JSON.stringify(envelope);
}
