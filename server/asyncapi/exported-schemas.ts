import * as z from "zod";
import type { ExportedSchema } from "@/flow/asyncapi/write-schemas";
import { schemaFormats } from "@/flow/schema/failure";
import type { Deps } from "../deps";
import { readSchema } from "../schemas/read-schema";
import { referencesSchema } from "../schemas/schema-names";

/** The newest version of each of the subjects, with the documents it refers to. Subjects without a schema are left out. */
export async function exportedSchemas(
  { db }: Pick<Deps, "db">,
  workspaceId: string,
  subjects: readonly string[],
): Promise<Map<string, ExportedSchema>> {
  const rows = await db.schemaVersion.findMany({
    where: { workspaceId, subject: { in: [...subjects] }, deletedAt: null },
    orderBy: [{ subject: "asc" }, { version: "desc" }],
    distinct: ["subject"],
    include: { text: true },
  });
  const schemas = new Map<string, ExportedSchema>();
  for (const { subject, version, text: stored } of rows) {
    const format = z.enum(schemaFormats).parse(stored.format);
    const references = referencesSchema.parse(stored.refs);
    const own = { subject, version, format, references };
    if (format !== "JSON") {
      const schema: unknown = format === "PROTOBUF" ? stored.text : JSON.parse(stored.text);
      schemas.set(subject, { ...own, schema, documents: new Map() });
      continue;
    }
    const read = await readSchema(db, workspaceId, { format, text: stored.text, references });
    if (read.format !== "JSON") continue;
    const { root, dialect, references: documents } = read.document;
    schemas.set(subject, { ...own, schema: root, dialect, documents });
  }
  return schemas;
}
