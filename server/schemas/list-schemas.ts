import * as z from "zod";
import { type Gate, gates, type SchemaFormat, schemaFormats } from "@/flow/schema/failure";
import { useCase } from "../use-case";
import { registryError } from "./registry-error";
import { type SchemaReference, subjectSchema, versionSchema } from "./schema-names";
import { type OwnRules, readRules, type SchemaRules } from "./schema-rules";
import { requireVersion } from "./stored-schema";

/** A topic whose events are held to a subject. */
export interface GatedTopic {
  readonly name: string;
  readonly gate: Gate;
  /** Events that wait in quarantine. */
  readonly waiting: number;
}

/** A subject as the list shows it. */
export interface SchemaSummary {
  readonly subject: string;
  readonly format: SchemaFormat;
  readonly latestVersion: number;
  readonly versions: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
  readonly rules: SchemaRules;
  readonly topics: readonly GatedTopic[];
}

/** A version without its text. */
export interface VersionSummary {
  readonly version: number;
  readonly id: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** `YYYY-MM-DD`; null: it is not deprecated. */
  readonly deprecatedFrom: string | null;
  readonly deprecationNote: string | null;
}

const topicRow = z.object({
  name: z.string(),
  gate: z.enum(gates),
  subject: z.string(),
  waiting: z.coerce.number(),
});

const topicsSql = `
  SELECT t.name, coalesce(g.gate, 'off') AS gate, coalesce(g.subject, t.name) AS subject,
    (SELECT count(*) FROM quarantined_event q WHERE q.topic_id = t.id AND q.state = 'waiting') AS waiting
  FROM topic t LEFT JOIN topic_gate g ON g.topic_id = t.id
  WHERE t.workspace_id = $1 AND ($2::text IS NULL OR coalesce(g.subject, t.name) = $2)
  ORDER BY t.name`;

/** All subjects by name, with their rules and the topics that use them. */
export const listSchemas = useCase(
  "schema.read",
  z.object({}),
  async ({ db, pool }, { workspaceId }): Promise<SchemaSummary[]> => {
    const [versions, rules, topics] = await Promise.all([
      db.schemaVersion.findMany({
        where: { workspaceId, deletedAt: null },
        orderBy: [{ subject: "asc" }, { version: "desc" }],
        select: {
          subject: true,
          version: true,
          createdAt: true,
          createdBy: true,
          text: { select: { format: true } },
        },
      }),
      readRules(db, workspaceId),
      pool.query(topicsSql, [workspaceId, null]),
    ]);
    const gated = z.array(topicRow).parse(topics.rows);
    const bySubject = new Map<string, typeof versions>();
    for (const version of versions) {
      const others = bySubject.get(version.subject);
      if (others === undefined) bySubject.set(version.subject, [version]);
      else others.push(version);
    }
    return [...bySubject].flatMap(([subject, [latest, ...others]]) => {
      if (latest === undefined) return [];
      return [
        {
          subject,
          format: z.enum(schemaFormats).parse(latest.text.format),
          latestVersion: latest.version,
          versions: others.length + 1,
          updatedAt: latest.createdAt,
          updatedBy: latest.createdBy,
          rules: rules.rulesOf(subject),
          topics: gated
            .filter((topic) => topic.subject === subject)
            .map(({ name, gate, waiting }) => ({ name, gate, waiting })),
        },
      ];
    });
  },
);

/** A subject with everything but the texts of its versions, newest first. */
export interface SchemaSubject {
  readonly subject: string;
  readonly format: SchemaFormat;
  readonly rules: SchemaRules;
  /** What was chosen for this subject itself; null: as the workspace has it. */
  readonly ownRules: OwnRules;
  readonly workspaceRules: SchemaRules;
  readonly versions: readonly VersionSummary[];
  readonly topics: readonly GatedTopic[];
}

/**
 * One subject.
 * @throws AppError `not-found`
 */
export const getSchema = useCase(
  "schema.read",
  z.object({ subject: subjectSchema }),
  async ({ db, pool }, { workspaceId }, { subject }): Promise<SchemaSubject> => {
    const versions = await db.schemaVersion.findMany({
      where: { workspaceId, subject, deletedAt: null },
      orderBy: { version: "desc" },
      include: { text: { select: { format: true } } },
    });
    const [latest] = versions;
    if (latest === undefined) throw registryError(40401, `There is no schema "${subject}" here.`);
    const rules = await readRules(db, workspaceId, subject);
    const { rows } = await pool.query(topicsSql, [workspaceId, subject]);
    return {
      subject,
      format: z.enum(schemaFormats).parse(latest.text.format),
      rules: rules.rulesOf(subject),
      ownRules: rules.ownOf(subject),
      workspaceRules: rules.workspace,
      versions: versions.map(
        ({ version, textId, createdAt, createdBy, deprecatedFrom, deprecationNote }) => ({
          version,
          id: textId,
          createdAt,
          createdBy,
          deprecatedFrom: deprecatedFrom?.toISOString().slice(0, 10) ?? null,
          deprecationNote,
        }),
      ),
      topics: z
        .array(topicRow)
        .parse(rows)
        .map(({ name, gate, waiting }) => ({ name, gate, waiting })),
    };
  },
);

/** A version with its text. */
export interface SchemaText {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly format: SchemaFormat;
  readonly text: string;
  readonly references: readonly SchemaReference[];
}

/**
 * The text of one version, as it was registered.
 * @throws AppError `not-found`
 */
export const getSchemaText = useCase(
  "schema.read",
  z.object({ subject: subjectSchema, version: versionSchema.default("latest") }),
  async ({ db }, { workspaceId }, { subject, version }): Promise<SchemaText> => {
    const { isDeleted: _, ...found } = await requireVersion(db, workspaceId, subject, version);
    return found;
  },
);
