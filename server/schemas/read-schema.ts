import { createHash } from "node:crypto";
import type { CompatibilityPolicy } from "@/flow/schema/change-type";
import { compareSchemas, type SchemaComparison } from "@/flow/schema/compare-schemas";
import { canonicalJson } from "@/flow/schema/json-text";
import { type JsonSchemaDocument, readJsonSchema } from "@/flow/schema/read-json-schema";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import { type AvroSchema, compareAvro, readAvro } from "./avro-schema";
import { type ProtobufSchema, readProtobuf } from "./protobuf-schema";
import { registryError } from "./registry-error";
import type { SchemaSource } from "./schema-names";
import { readVersion, type SchemaStore } from "./stored-schema";

/** A schema that was read and found usable, in one of the formats. */
export type ReadSchema =
  | { readonly format: "JSON"; readonly document: JsonSchemaDocument }
  | { readonly format: "AVRO"; readonly type: AvroSchema }
  | { readonly format: "PROTOBUF"; readonly schema: ProtobufSchema };

/** Documents that one schema may need, directly and through others, and their characters together. */
const maxDocuments = 100;
const maxDocumentsLength = 4 * 1024 * 1024;

/** All documents that a schema names, and those that they name; each is read once. */
async function documentsOf(
  store: SchemaStore,
  workspaceId: string,
  references: SchemaSource["references"],
): Promise<Map<string, string>> {
  const documents = new Map<string, string>();
  const read = new Set<string>();
  let length = 0;
  const visit = async (named: SchemaSource["references"]): Promise<void> => {
    for (const { name, subject, version } of named) {
      const key = JSON.stringify([name, subject, version]);
      if (read.has(key)) continue;
      read.add(key);
      // One that was deleted still serves those that refer to it.
      const found = await readVersion(store, workspaceId, subject, version, true);
      if (found === undefined)
        throw registryError(42201, `The reference "${name}" leads nowhere: ${subject}, version ${version}.`);
      length += found.text.length;
      if (read.size > maxDocuments || length > maxDocumentsLength)
        throw registryError(42201, `A schema may need at most ${maxDocuments} others, of 4 MB together.`);
      await visit([...found.references]);
      documents.set(name, found.text);
    }
  };
  await visit(references);
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
    switch (source.format) {
      case "JSON": {
        const references = new Map([...documents].map(([name, text]) => [name, readJsonSchema(text).root]));
        return { format: "JSON", document: readJsonSchema(source.text, references) };
      }
      case "AVRO":
        return { format: "AVRO", type: readAvro(source.text, [...documents.values()]) };
      case "PROTOBUF":
        return { format: "PROTOBUF", schema: readProtobuf(source.text, documents) };
    }
  } catch (error) {
    if (error instanceof SchemaProblem) throw registryError(42201, error.message, { pointer: error.pointer });
    throw error;
  }
}

/** What tells equal schemas from different ones: white space does not count, the order of fields does. */
export function schemaHash(source: SchemaSource, isNormalised = false): Uint8Array<ArrayBuffer> {
  const hash = createHash("sha256").update(source.format);
  hash.update("\n").update(canonicalText(source, isNormalised));
  hash.update("\n").update(canonicalJson(source.references));
  return new Uint8Array(hash.digest());
}

function canonicalText({ format, text }: SchemaSource, isNormalised: boolean): string {
  if (format === "PROTOBUF") return text;
  const value: unknown = JSON.parse(text);
  return isNormalised ? canonicalJson(value) : JSON.stringify(value);
}

/** Whether data of the original can be read with the update; undefined where nobody checks that. */
export function compareRead(
  original: ReadSchema,
  update: ReadSchema,
  policy: CompatibilityPolicy,
): SchemaComparison | undefined {
  if (original.format === "JSON" && update.format === "JSON")
    return compareSchemas(original.document, update.document, policy);
  if (original.format === "AVRO" && update.format === "AVRO") return compareAvro(original.type, update.type);
  return undefined;
}
