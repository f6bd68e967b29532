import * as z from "zod";
import { useCase } from "../use-case";
import { versionAddress } from "./hold-to-schema";
import { subjectSchema } from "./schema-names";

/** Who sent events of one version into one topic lately. */
export interface SchemaUse {
  readonly topic: string;
  /** Null: the events name no version of this subject. */
  readonly version: number | null;
  /** The producer's flow; null for events that no producer sent, and for producers that are gone. */
  readonly flow: { readonly slug: string; readonly name: string } | null;
  readonly events: number;
  readonly lastAt: Date;
}

/** How many events of each topic are looked at. */
const lastEvents = 5_000;

const row = z.object({
  topic: z.string(),
  data_schema: z.string().nullable(),
  slug: z.string().nullable(),
  name: z.string().nullable(),
  events: z.coerce.number(),
  last_at: z.date(),
});

/** Who still sends which version: over the last events of the topics that are held to a subject, newest first. */
export const schemaUse = useCase(
  "schema.read",
  z.object({ subject: subjectSchema }),
  async ({ pool, env }, { workspaceId }, { subject }): Promise<SchemaUse[]> => {
    const { rows } = await pool.query(
      `SELECT t.name AS topic, e.data_schema, f.slug, f.name, count(*) AS events, max(e.received_at) AS last_at
       FROM topic t
       JOIN topic_head h ON h.topic_id = t.id
       LEFT JOIN topic_gate g ON g.topic_id = t.id
       JOIN event e ON e.topic_id = t.id AND e."offset" > h.head - $3
       LEFT JOIN producer p ON p.id = e.producer_id
       LEFT JOIN flow f ON f.id = p.flow_id AND f.deleted_at IS NULL
       WHERE t.workspace_id = $1 AND coalesce(g.subject, t.name) = $2
       GROUP BY t.name, e.data_schema, f.slug, f.name ORDER BY max(e.received_at) DESC LIMIT 200`,
      [workspaceId, subject, lastEvents],
    );
    const [before = "", after = ""] = versionAddress(env.MILLRACE_URL, subject, 0).split("/versions/0");
    return z
      .array(row)
      .parse(rows)
      .map(({ topic, data_schema: named, slug, name, events, last_at: lastAt }) => {
        const isOurs = named?.startsWith(`${before}/versions/`) === true;
        const version = isOurs
          ? Number.parseInt(named.slice(`${before}/versions/`.length, named.length - after.length), 10)
          : null;
        const flow = slug === null || name === null ? null : { slug, name };
        return { topic, version: Number.isNaN(version) ? null : version, flow, events, lastAt };
      });
  },
);
