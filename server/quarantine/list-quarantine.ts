import * as z from "zod";
import { type SchemaFailure, schemaFailureSchema } from "@/flow/schema/failure";
import { AppError } from "../app-error";
import { keptEnvelopeSchema } from "../events/kept-envelope";
import { useCase } from "../use-case";

/** Events that wait for the same reason: the same first field and rule of the same topic. */
export interface QuarantineGroup {
  readonly topic: string;
  readonly subject: string;
  /** JSON pointer of the first field that does not fit; empty for the whole event. */
  readonly pointer: string;
  readonly keyword: string;
  /** The sentence of the newest one. */
  readonly message: string;
  readonly count: number;
  /** So many of them are test events. */
  readonly tests: number;
  readonly oldestAt: Date;
  readonly newestAt: Date;
}

/** Whether `quarantined_event q` was marked as a test by its sender. */
const isTestSql = "coalesce((q.envelope ->> 'isTest')::boolean, false)";

const groupRow = z.object({
  topic: z.string(),
  subject: z.string(),
  pointer: z.string(),
  keyword: z.string(),
  message: z.string().nullable(),
  count: z.coerce.number(),
  tests: z.coerce.number(),
  oldest_at: z.date(),
  newest_at: z.date(),
});

/** What waits in quarantine, grouped by topic and first failing field, largest group first. */
export const quarantineGroups = useCase(
  "quarantine.read",
  z.object({ topic: z.string().max(80).optional() }),
  async ({ pool }, { workspaceId }, { topic }): Promise<QuarantineGroup[]> => {
    const { rows } = await pool.query(
      `SELECT t.name AS topic, q.pointer, q.keyword, max(q.subject) AS subject, count(*) AS count,
         count(*) FILTER (WHERE ${isTestSql}) AS tests,
         min(q.at) AS oldest_at, max(q.at) AS newest_at,
         (array_agg(q.failures->0->>'message' ORDER BY q.id DESC))[1] AS message
       FROM quarantined_event q JOIN topic t ON t.id = q.topic_id
       WHERE q.workspace_id = $1 AND q.state = 'waiting' AND ($2::text IS NULL OR t.name = $2)
       GROUP BY t.name, q.pointer, q.keyword
       ORDER BY count(*) DESC, t.name, q.pointer LIMIT 500`,
      [workspaceId, topic ?? null],
    );
    return z
      .array(groupRow)
      .parse(rows)
      .map(({ oldest_at: oldestAt, newest_at: newestAt, message, ...group }) => ({
        ...group,
        message: message ?? "",
        oldestAt,
        newestAt,
      }));
  },
);

/** An event in quarantine as a list shows it. */
export interface QuarantinedRow {
  readonly id: string;
  readonly topic: string;
  readonly eventId: string;
  readonly source: string;
  readonly isTest: boolean;
  readonly at: Date;
  readonly contentType: string;
  readonly bytes: number;
  readonly subject: string;
  readonly version: number;
  readonly failures: readonly SchemaFailure[];
  readonly state: "waiting" | "released" | "discarded";
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  /** Of who discarded it. */
  readonly reason: string | null;
  /** Where it lies in its topic since it was released. */
  readonly releasedOffset: number | null;
}

const listRow = z.object({
  id: z.string(),
  topic: z.string(),
  event_id: z.string(),
  source: z.string(),
  is_test: z.boolean(),
  at: z.date(),
  content_type: z.string(),
  bytes: z.number(),
  subject: z.string(),
  version: z.number(),
  failures: z.array(schemaFailureSchema),
  state: z.enum(["waiting", "released", "discarded"]),
  resolved_at: z.date().nullable(),
  resolved_by: z.string().nullable(),
  reason: z.string().nullable(),
  released_offset: z.coerce.number().nullable(),
});

const columns = `q.id, t.name AS topic, q.event_id, q.source, ${isTestSql} AS is_test, q.at, q.content_type, length(q.data) AS bytes, q.subject, q.version,
  q.failures, q.state, q.resolved_at, q.resolved_by, q.reason, q.released_offset`;

function toRow(raw: unknown): QuarantinedRow {
  const row = listRow.parse(raw);
  return {
    id: row.id,
    topic: row.topic,
    eventId: row.event_id,
    source: row.source,
    isTest: row.is_test,
    at: row.at,
    contentType: row.content_type,
    bytes: row.bytes,
    subject: row.subject,
    version: row.version,
    failures: row.failures,
    state: row.state,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by,
    reason: row.reason,
    releasedOffset: row.released_offset,
  };
}

/** Events in quarantine, newest first, a page at a time; `cursor` is the id of the last row of the page before. */
export const listQuarantine = useCase(
  "quarantine.read",
  z.object({
    topic: z.string().max(80).optional(),
    pointer: z.string().max(1_000).optional(),
    keyword: z.string().max(100).optional(),
    state: z.enum(["waiting", "released", "discarded"]).default("waiting"),
    cursor: z.uuid().nullish(),
    limit: z.number().int().min(1).max(200).default(50),
    /** Leaves out test events. */
    withoutTests: z.boolean().default(false),
  }),
  async ({ pool }, { workspaceId }, { topic, pointer, keyword, state, cursor, limit, withoutTests }) => {
    const { rows } = await pool.query(
      `SELECT ${columns} FROM quarantined_event q JOIN topic t ON t.id = q.topic_id
       WHERE q.workspace_id = $1 AND q.state = $2 AND ($3::text IS NULL OR t.name = $3)
         AND ($4::text IS NULL OR q.pointer = $4) AND ($5::text IS NULL OR q.keyword = $5)
         AND ($6::uuid IS NULL OR q.id < $6) AND NOT ($8 AND ${isTestSql})
       ORDER BY q.id DESC LIMIT $7`,
      [
        workspaceId,
        state,
        topic ?? null,
        pointer ?? null,
        keyword ?? null,
        cursor ?? null,
        limit + 1,
        withoutTests,
      ],
    );
    return { events: rows.slice(0, limit).map(toRow), hasMore: rows.length > limit };
  },
);

/** One event in quarantine with its payload and attributes. */
export interface QuarantinedEventPage extends QuarantinedRow {
  /** The payload as text; null when it is no text. */
  readonly text: string | null;
  readonly base64: string;
  readonly envelope: z.infer<typeof keptEnvelopeSchema>;
}

/**
 * One event in quarantine.
 * @throws AppError `not-found`
 */
export const getQuarantined = useCase(
  "quarantine.read",
  z.object({ id: z.uuid() }),
  async ({ pool }, { workspaceId }, { id }): Promise<QuarantinedEventPage> => {
    const { rows } = await pool.query(
      `SELECT ${columns}, q.data, q.envelope FROM quarantined_event q JOIN topic t ON t.id = q.topic_id
       WHERE q.workspace_id = $1 AND q.id = $2`,
      [workspaceId, id],
    );
    if (rows.length === 0) throw new AppError("not-found", "This event is not in quarantine here.");
    const { data, envelope } = z
      .object({ data: z.instanceof(Uint8Array), envelope: keptEnvelopeSchema })
      .parse(rows[0]);
    return { ...toRow(rows[0]), text: textOf(data), base64: Buffer.from(data).toString("base64"), envelope };
  },
);

function textOf(data: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return null;
  }
}
