import avro from "avsc";
import type { SchemaComparison } from "@/flow/schema/compare-schemas";
import type { SchemaFailure } from "@/flow/schema/failure";
import { isJsonObject, pointerPart } from "@/flow/schema/json-text";
import { readSchemaJson } from "@/flow/schema/read-json-schema";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import type { Validator } from "./json-validator";

/** A schema of Avro, ready to check and to compare. */
export type AvroSchema = avro.Type;

function sentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}

/**
 * Reads a schema of Avro; the types of the references may be named in it.
 * @throws SchemaProblem
 */
export function readAvro(text: string, references: readonly string[]): AvroSchema {
  const registry: Record<string, avro.Type> = {};
  const make = (source: string): avro.Type => {
    const schema = readSchemaJson(source);
    if (typeof schema !== "string" && typeof schema !== "object")
      throw new SchemaProblem("A schema of Avro is an object, a list or the name of a type.");
    // The library checks what it is given.
    return avro.Type.forSchema(schema as avro.Schema, { registry, wrapUnions: true });
  };
  try {
    for (const reference of references) make(reference);
    return make(text);
  } catch (error) {
    if (error instanceof SchemaProblem) throw error;
    throw new SchemaProblem(`This is not a schema of Avro: ${sentence(error)}.`);
  }
}

/** Whether data written with the original can be read with the update, by Avro's rules of resolution. */
export function compareAvro(writer: AvroSchema, reader: AvroSchema): SchemaComparison {
  try {
    reader.createResolver(writer);
    return { isCompatible: true, changes: [] };
  } catch (error) {
    const detail = `${sentence(error)}.`;
    return {
      isCompatible: false,
      changes: [{ type: "AVRO_UNREADABLE", pointer: "#/", isCompatible: false, isSame: false, detail }],
    };
  }
}

const maxFailures = 20;

/** Checks data in Avro's JSON encoding, where a value of a union is wrapped in the name of its type. */
export function avroValidator(type: AvroSchema): Validator {
  return {
    check: (value) => {
      try {
        type.fromString(JSON.stringify(value));
        return [];
      } catch (error) {
        return failuresIn(type, value, sentence(error));
      }
    },
  };
}

function failuresIn(type: AvroSchema, value: unknown, message: string): SchemaFailure[] {
  const failures: SchemaFailure[] = [];
  type.isValid(value, {
    errorHook: (path, found, expected) => {
      if (failures.length >= maxFailures) return;
      const isMissing = found === undefined && path.length > 0;
      const name = path.length === 0 ? "The event" : `\`${path.join(".").slice(0, 200)}\``;
      failures.push({
        pointer: path.map((part) => `/${pointerPart(String(part))}`).join(""),
        keyword: isMissing ? "required" : "type",
        message: isMissing ? `${name} is missing.` : `${name} is not ${nameOf(expected)}.`,
      });
    },
  });
  return failures.length > 0 ? failures : [{ pointer: "", keyword: "type", message: `${message}.` }];
}

function nameOf(type: unknown): string {
  if (!(type instanceof avro.Type)) return "of the expected type";
  const schema: unknown = type.schema();
  return typeof schema === "string"
    ? schema
    : isJsonObject(schema)
      ? String(schema.type ?? "of the expected type")
      : "of the union";
}
