import * as z from "zod";
import { type SchemaFormat, schemaFormats } from "@/flow/schema/failure";
import { compatibilityLevels } from "@/flow/schema/levels";
import { useCase } from "../use-case";
import { readSchema, schemaHash } from "./read-schema";
import { registryError } from "./registry-error";
import { type SchemaReference, schemaSourceSchema, subjectSchema } from "./schema-names";
import { type OwnRules, readRules, type SchemaRules, wholeWorkspace } from "./schema-rules";
import { readVersion, requireVersion, type StoredSchema } from "./stored-schema";

/** Names of all subjects; those that were deleted too, if asked for. */
export const listSubjects = useCase(
  "schema.read",
  z.object({ deleted: z.boolean().default(false), prefix: z.string().max(255).default("") }),
  async ({ db }, { workspaceId }, { deleted, prefix }): Promise<string[]> => {
    const rows = await db.schemaVersion.findMany({
      where: { workspaceId, subject: { startsWith: prefix }, ...(deleted ? {} : { deletedAt: null }) },
      distinct: ["subject"],
      orderBy: { subject: "asc" },
      select: { subject: true },
    });
    return rows.map(({ subject }) => subject);
  },
);

/**
 * Numbers of the versions of a subject, in order.
 * @throws AppError `not-found`
 */
export const listVersions = useCase(
  "schema.read",
  z.object({ subject: subjectSchema, deleted: z.boolean().default(false) }),
  async ({ db }, { workspaceId }, { subject, deleted }): Promise<number[]> => {
    const rows = await db.schemaVersion.findMany({
      where: { workspaceId, subject, ...(deleted ? {} : { deletedAt: null }) },
      orderBy: { version: "asc" },
      select: { version: true },
    });
    if (rows.length === 0) throw registryError(40401, `Subject '${subject}' not found.`);
    return rows.map(({ version }) => version);
  },
);

/**
 * Finds the version of a subject that has this very schema.
 * @throws AppError `not-found` when the subject or the schema is not there; `bad-input` when it cannot be read
 */
export const lookUpSchema = useCase(
  "schema.read",
  schemaSourceSchema.extend({
    subject: subjectSchema,
    normalize: z.boolean().default(false),
    deleted: z.boolean().default(false),
  }),
  async ({ db }, { workspaceId }, { subject, normalize, deleted, ...source }): Promise<StoredSchema> => {
    if ((await readVersion(db, workspaceId, subject, "latest", deleted)) === undefined)
      throw registryError(40401, `Subject '${subject}' not found.`);
    await readSchema(db, workspaceId, source);
    const hash = schemaHash(source, normalize);
    const row = await db.schemaVersion.findFirst({
      where: { workspaceId, subject, text: { hash }, ...(deleted ? {} : { deletedAt: null }) },
      orderBy: { version: "desc" },
      select: { version: true },
    });
    if (row === null) throw registryError(40403, "Schema not found");
    return requireVersion(db, workspaceId, subject, row.version, deleted);
  },
);

/** A text by its id, with where it stands. */
export interface SchemaById {
  readonly id: number;
  readonly format: SchemaFormat;
  readonly text: string;
  readonly references: readonly SchemaReference[];
  readonly versions: readonly { readonly subject: string; readonly version: number }[];
}

const textRow = z.object({
  format: z.enum(schemaFormats),
  text: z.string(),
  refs: schemaSourceSchema.shape.references,
  versions: z.array(z.object({ subject: z.string(), version: z.number() })),
});

/**
 * The text with this id, also when its versions were deleted; `versions` are those that are left.
 * @throws AppError `not-found`
 */
export const getSchemaById = useCase(
  "schema.read",
  z.object({ id: z.number().int().min(1).max(2_147_483_647), deleted: z.boolean().default(false) }),
  async ({ db }, { workspaceId }, { id, deleted }): Promise<SchemaById> => {
    const row = await db.schemaText.findFirst({
      where: { workspaceId, id },
      include: {
        versions: {
          where: deleted ? {} : { deletedAt: null },
          orderBy: [{ subject: "asc" }, { version: "asc" }],
          select: { subject: true, version: true },
        },
      },
    });
    if (row === null) throw registryError(40403, `Schema ${id} not found`);
    const { format, text, refs, versions } = textRow.parse(row);
    return { id, format, text, references: refs, versions };
  },
);

/**
 * Ids of the texts that refer to a version.
 * @throws AppError `not-found`
 */
export const referencedBy = useCase(
  "schema.read",
  z.object({ subject: subjectSchema, version: z.union([z.number().int().min(1), z.literal("latest")]) }),
  async ({ db }, { workspaceId }, { subject, version }): Promise<number[]> => {
    const found = await requireVersion(db, workspaceId, subject, version);
    const rows = await db.schemaText.findMany({
      where: {
        workspaceId,
        refs: { array_contains: [{ subject, version: found.version }] },
        versions: { some: { deletedAt: null } },
      },
      orderBy: { id: "asc" },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  },
);

/** The rules of a subject, or of the workspace: what was chosen there, and what holds. */
export const getSchemaRules = useCase(
  "schema.read",
  z.object({ subject: subjectSchema.optional() }),
  async ({ db }, { workspaceId }, { subject }): Promise<{ own: OwnRules; effective: SchemaRules }> => {
    const rules = await readRules(db, workspaceId, subject ?? wholeWorkspace);
    const name = subject ?? wholeWorkspace;
    return { own: rules.ownOf(name), effective: rules.rulesOf(name) };
  },
);

/** The level that a text names, as clients of Confluent's registry write it. @throws AppError `bad-input` */
export function levelNamed(text: string | undefined): (typeof compatibilityLevels)[number] {
  const level = compatibilityLevels.find((one) => one === text?.toUpperCase());
  if (level === undefined)
    throw registryError(
      42203,
      "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive",
    );
  return level;
}
