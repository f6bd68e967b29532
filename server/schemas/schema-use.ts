import * as z from "zod";
import { consumerNameSql } from "../events/consumer-name";
import { useCase } from "../use-case";
import { versionAddress } from "./hold-to-schema";
import { subjectSchema } from "./schema-names";

/** Who sent events of one version into one topic lately. */
export interface SchemaSender {
  readonly topic: string;
  /** Null: the events name no version of this subject. */
  readonly version: number | null;
  /** The producer's flow; null for events that no producer sent, and for producers that are gone. */
  readonly flow: { readonly slug: string; readonly name: string } | null;
  readonly events: number;
  readonly lastAt: Date;
}

/** A consumer of a topic that is held to a subject. */
export interface SchemaReader {
  readonly topic: string;
  readonly flow: { readonly slug: string; readonly name: string };
  readonly consumer: string;
}

/** Who sends and who reads events of a subject. */
export interface SchemaUse {
  /** Newest first. */
  readonly senders: readonly SchemaSender[];
  readonly readers: readonly SchemaReader[];
  /** Events older than this were not counted, nor those before the last `lastEvents` of a topic. */
  readonly days: number;
  readonly lastEvents: number;
}

const days = 30;
/** How many events of each topic are looked at. */
const lastEvents = 20_000;

const senderRow = z.object({
  topic: z.string(),
  data_schema: z.string().nullable(),
  slug: z.string().nullable(),
  name: z.string().nullable(),
  events: z.coerce.number(),
  last_at: z.date(),
});
const readerRow = z.object({ topic: z.string(), slug: z.string(), name: z.string(), consumer: z.string() });

const sendersSql = `
  SELECT t.name AS topic, e.data_schema, f.slug, f.name, count(*) AS events, max(e.received_at) AS last_at
  FROM topic t
  JOIN topic_head h ON h.topic_id = t.id
  LEFT JOIN topic_gate g ON g.topic_id = t.id
  JOIN event e ON e.topic_id = t.id AND e."offset" > h.head - $3 AND e.received_at > now() - $4 * interval '1 day'
  LEFT JOIN producer p ON p.id = e.producer_id
  LEFT JOIN flow f ON f.id = p.flow_id AND f.deleted_at IS NULL
  WHERE t.workspace_id = $1 AND coalesce(g.subject, t.name) = $2
  GROUP BY t.name, e.data_schema, f.slug, f.name ORDER BY max(e.received_at) DESC LIMIT 200`;

const readersSql = `
  SELECT t.name AS topic, f.slug, f.name, ${consumerNameSql} AS consumer
  FROM topic t
  LEFT JOIN topic_gate g ON g.topic_id = t.id
  JOIN subscription s ON s.topic_id = t.id AND s.state <> 'removed'
  JOIN flow f ON f.id = s.flow_id AND f.deleted_at IS NULL
  WHERE t.workspace_id = $1 AND coalesce(g.subject, t.name) = $2
  ORDER BY f.name, consumer, t.name LIMIT 200`;

/**
 * Who still sends which version, over the last events of the topics that are held to a subject; and the deployed
 * consumers of those topics.
 */
export const schemaUse = useCase(
  "schema.read",
  z.object({ subject: subjectSchema }),
  async ({ pool, env }, { workspaceId }, { subject }): Promise<SchemaUse> => {
    const [sent, read] = await Promise.all([
      pool.query(sendersSql, [workspaceId, subject, lastEvents, days]),
      pool.query(readersSql, [workspaceId, subject]),
    ]);
    const [before = "", after = ""] = versionAddress(env.MILLRACE_URL, subject, 0).split("/versions/0");
    const start = `${before}/versions/`;
    const versionOf = (named: string | null) => {
      if (named?.startsWith(start) !== true) return null;
      const version = Number.parseInt(named.slice(start.length, named.length - after.length), 10);
      return Number.isNaN(version) ? null : version;
    };
    return {
      senders: z
        .array(senderRow)
        .parse(sent.rows)
        .map(({ topic, data_schema: named, slug, name, events, last_at: lastAt }) => ({
          topic,
          version: versionOf(named),
          flow: slug === null || name === null ? null : { slug, name },
          events,
          lastAt,
        })),
      readers: z
        .array(readerRow)
        .parse(read.rows)
        .map(({ topic, slug, name, consumer }) => ({ topic, consumer, flow: { slug, name } })),
      days,
      lastEvents,
    };
  },
);
