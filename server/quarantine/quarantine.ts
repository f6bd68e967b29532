import { createHash } from "node:crypto";
import { v7 as newId } from "uuid";
import * as z from "zod";
import type { ConflictLine, QuarantinedLine, TargetTopic } from "../events/accept-request";
import type { Queryable } from "../log/queryable";
import type { CheckedEvent } from "../schemas/hold-to-schema";

/** Stands for the producer of events that none sent. */
export const noProducer = "00000000-0000-0000-0000-000000000000";

const rowSchema = z.object({ is_same: z.boolean(), state: z.string() });

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
  const lines: (QuarantinedLine | ConflictLine)[] = [];
  for (const one of unfit) {
    const { original: event, failures, subject, version } = one;
    const { data, ...envelope } = event;
    const [first] = failures;
    const { rows } = await db.query(
      `INSERT INTO quarantined_event AS q (id, workspace_id, topic_id, producer_id, source, event_id, envelope, content_type,
         data, body_hash, subject, version, failures, pointer, keyword)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
       ON CONFLICT (topic_id, producer_id, source, event_id) DO UPDATE SET source = excluded.source
       RETURNING q.body_hash = $10 AS is_same, q.state`,
      [
        newId(),
        workspaceId,
        topic.id,
        producerId ?? noProducer,
        event.source,
        event.id,
        JSON.stringify(envelope),
        event.contentType,
        data,
        bodyHash(data),
        subject,
        version,
        JSON.stringify(failures),
        first?.pointer ?? "",
        first?.keyword ?? "",
      ],
    );
    const { id } = event;
    const row = rowSchema.parse(rows[0]);
    lines.push(
      row.is_same
        ? { id, topic: topic.name, status: "quarantined", reason: sentenceOf(one, row.state) }
        : { id, topic: topic.name, conflict: true },
    );
  }
  return lines;
}
