import { createHash } from "node:crypto";
import type { CompatibilityPolicy } from "@/flow/schema/change-type";
import { compareSchemas, type SchemaComparison } from "@/flow/schema/compare-schemas";
import type { SchemaFormat } from "@/flow/schema/failure";
import { canonicalJson } from "@/flow/schema/json-text";
import { type JsonSchemaDocument, readJsonSchema } from "@/flow/schema/read-json-schema";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import { registryError } from "./registry-error";
import type { SchemaSource } from "./schema-names";
import { readVersion, type SchemaStore } from "./stored-schema";

/** A schema that was read and found usable, in one of the formats. */
export interface ReadSchema {
  readonly format: SchemaFormat;
  readonly document: JsonSchemaDocument;
}

/** Chains of references between subjects that are followed. */
const maxReferenceDepth = 10;

/** All documents that a schema names, and those that they name. */
async function documentsOf(
  store: SchemaStore,
  workspaceId: string,
  references: SchemaSource["references"],
  depth = 0,
): Promise<Map<string, string>> {
  if (depth > maxReferenceDepth) throw registryError(42201, "The references of this schema go too deep.");
  const documents = new Map<string, string>();
  for (const { name, subject, version } of references) {
    const found = await readVersion(store, workspaceId, subject, version);
    if (found === undefined)
      throw registryError(42201, `The reference "${name}" leads nowhere: ${subject}, version ${version}.`);
    const inner = await documentsOf(store, workspaceId, [...found.references], depth + 1);
    for (const [innerName, text] of inner) documents.set(innerName, text);
    documents.set(name, found.text);
  }
  return documents;
}

/**
 * Reads a schema with all that it refers to inside the workspace.
 * @throws AppError `bad-input` with the registry code 42201
 */
export async function readSchema(
  store: SchemaStore,
  workspaceId: string,
  source: Pick<SchemaSource, "format" | "text" | "references">,
): Promise<ReadSchema> {
  const documents = await documentsOf(store, workspaceId, source.references);
  try {
    const references = new Map([...documents].map(([name, text]) => [name, readJsonSchema(text).root]));
    return { format: source.format, document: readJsonSchema(source.text, references) };
  } catch (error) {
    if (error instanceof SchemaProblem) throw registryError(42201, error.message, { pointer: error.pointer });
    throw error;
  }
}

/** What tells equal schemas from different ones: white space does not count, the order of fields does. */
export function schemaHash(source: SchemaSource, isNormalised = false): Uint8Array<ArrayBuffer> {
  const hash = createHash("sha256").update(source.format);
  const value: unknown = JSON.parse(source.text);
  hash.update("\n").update(isNormalised ? canonicalJson(value) : JSON.stringify(value));
  hash.update("\n").update(canonicalJson(source.references));
  return new Uint8Array(hash.digest());
}

/** Whether data of the original can be read with the update. */
export function compareRead(
  original: ReadSchema,
  update: ReadSchema,
  policy: CompatibilityPolicy,
): SchemaComparison {
  return compareSchemas(original.document, update.document, policy);
}
