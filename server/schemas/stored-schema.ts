import * as z from "zod";
import type { SchemaFormat } from "@/flow/schema/failure";
import { schemaFormats } from "@/flow/schema/failure";
import type { Prisma, PrismaClient } from "@/prisma/generated/client";
import { registryError } from "./registry-error";
import { referencesSchema, type SchemaReference, type VersionChoice } from "./schema-names";

/** One version of a subject with its text. */
export interface StoredSchema {
  readonly subject: string;
  readonly version: number;
  /** Of the text: the same under all subjects of the workspace. */
  readonly id: number;
  readonly format: SchemaFormat;
  readonly text: string;
  readonly references: readonly SchemaReference[];
  readonly isDeleted: boolean;
}

export type SchemaStore =
  | Pick<PrismaClient, "schemaText" | "schemaVersion">
  | Pick<Prisma.TransactionClient, "schemaText" | "schemaVersion">;

const versionRow = z.object({
  subject: z.string(),
  version: z.number(),
  deletedAt: z.date().nullable(),
  text: z.object({
    id: z.number(),
    format: z.enum(schemaFormats),
    text: z.string(),
    refs: referencesSchema,
  }),
});

function toStored(raw: unknown): StoredSchema {
  const { subject, version, deletedAt, text } = versionRow.parse(raw);
  const { id, format, refs } = text;
  return { subject, version, id, format, text: text.text, references: refs, isDeleted: deletedAt !== null };
}

/** Versions of a subject, newest first; those that were deleted too, if asked for. */
export async function readVersions(
  store: SchemaStore,
  workspaceId: string,
  subject: string,
  { withDeleted = false, limit }: { readonly withDeleted?: boolean; readonly limit?: number } = {},
): Promise<StoredSchema[]> {
  const rows = await store.schemaVersion.findMany({
    where: { workspaceId, subject, ...(withDeleted ? {} : { deletedAt: null }) },
    orderBy: { version: "desc" },
    include: { text: true },
    ...(limit === undefined ? {} : { take: limit }),
  });
  return rows.map(toStored);
}

/** One version; undefined when it does not exist or was deleted. */
export async function readVersion(
  store: SchemaStore,
  workspaceId: string,
  subject: string,
  version: VersionChoice,
  withDeleted = false,
): Promise<StoredSchema | undefined> {
  const row = await store.schemaVersion.findFirst({
    where: {
      workspaceId,
      subject,
      ...(version === "latest" ? {} : { version }),
      ...(withDeleted ? {} : { deletedAt: null }),
    },
    orderBy: { version: "desc" },
    include: { text: true },
  });
  return row === null ? undefined : toStored(row);
}

/**
 * The same, or a refusal that says what is missing: the subject or the version.
 * @throws AppError `not-found`
 */
export async function requireVersion(
  store: SchemaStore,
  workspaceId: string,
  subject: string,
  version: VersionChoice,
  withDeleted = false,
): Promise<StoredSchema> {
  const found = await readVersion(store, workspaceId, subject, version, withDeleted);
  if (found !== undefined) return found;
  const other = await readVersion(store, workspaceId, subject, "latest", withDeleted);
  if (other === undefined) throw registryError(40401, `Subject '${subject}' not found.`);
  throw registryError(40402, `Version ${version} not found.`);
}
