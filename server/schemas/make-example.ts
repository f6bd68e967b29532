import { generateSync, type JsonSchema } from "json-schema-faker";
import { isJsonObject } from "@/flow/schema/json-text";
import type { JsonSchemaDocument } from "@/flow/schema/read-json-schema";
import { indexSchema } from "@/flow/schema/schema-index";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import { readShape } from "@/flow/typed/read-shape";
import { shapeExample } from "@/flow/typed/shape-fields";
import type { Validator } from "./json-validator";

/** So many values are made for one example; a schema may ask for very many. */
const maxValues = 2_000;
/** So many schemas may an example meet, each as often as it is referred to: putting them together takes time. */
const maxMet = 3_000;
/** Deeper, nothing is made. */
const maxDepth = 10;
/** What an example grows to where the schema does not ask for more. */
const usualLength = 40;
const usualItems = 3;
/** Schemas that ask for more than that get no example: making it would take too long, and nobody would read it. */
const maxLength = 10_000;
const maxItems = 200;
const triesPerWay = 2;

/** Keywords whose values are data, not schemas. */
const dataKeywords: ReadonlySet<string> = new Set(["const", "enum", "examples", "default"]);
const counts: Readonly<
  Record<string, { readonly max: string; readonly most: number; readonly usual: number }>
> = {
  minLength: { max: "maxLength", most: maxLength, usual: usualLength },
  minItems: { max: "maxItems", most: maxItems, usual: usualItems },
  minProperties: { max: "maxProperties", most: maxItems, usual: maxItems },
  minContains: { max: "maxContains", most: maxItems, usual: usualItems },
};

/** A schema asks for more than an example may have. */
class TooMuch extends Error {}

/** The schema with upper bounds near to the lower ones. @throws TooMuch */
function bounded(schema: unknown, withExamples: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((inner) => bounded(inner, withExamples));
  if (!isJsonObject(schema)) return schema;
  const next: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "examples" && !withExamples) continue;
    next[keyword] = dataKeywords.has(keyword) ? value : bounded(value, withExamples);
  }
  for (const [keyword, { max, most, usual }] of Object.entries(counts)) {
    const least = typeof schema[keyword] === "number" ? schema[keyword] : 0;
    if (least > most) throw new TooMuch();
    if (typeof schema[max] === "number") next[max] = Math.min(schema[max], Math.max(least, usual));
  }
  return next;
}

/** Keywords whose schemas are about the same value; those of all others are about values inside. */
const inPlace: ReadonlySet<string> = new Set([
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "dependencies",
  "dependentSchemas",
]);
/** Keywords that hold schemas under names that people chose. */
const byName: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependencies",
  "dependentSchemas",
]);

/** Whether so few schemas are met, references followed, that they can be put together. */
function isSmall(document: JsonSchemaDocument): boolean {
  const index = indexSchema(document);
  let met = 0;
  const follow = (reference: string, from: object): unknown => {
    try {
      return index.resolve(reference, from);
    } catch (error) {
      if (error instanceof SchemaProblem) return undefined;
      throw error;
    }
  };
  const visit = (schema: unknown, depth: number): boolean => {
    if (!isJsonObject(schema) || depth > maxDepth) return true;
    met += 1;
    if (met > maxMet) return false;
    return Object.entries(schema).every(([keyword, value]) => {
      if (keyword === "$ref" && typeof value === "string") return visit(follow(value, schema), depth);
      if (keyword === "$defs" || keyword === "definitions" || dataKeywords.has(keyword)) return true;
      const inner = inPlace.has(keyword) ? depth : depth + 1;
      if (Array.isArray(value)) return value.every((one) => visit(one, inner));
      if (!byName.has(keyword)) return visit(value, inner);
      return !isJsonObject(value) || Object.values(value).every((one) => visit(one, inner));
    });
  };
  return visit(document.root, 0);
}

interface Way {
  readonly withExamples: boolean;
  readonly withOptionals: boolean;
}

/** From the fullest to the barest. */
const ways: readonly Way[] = [
  { withExamples: true, withOptionals: true },
  { withExamples: true, withOptionals: false },
  { withExamples: false, withOptionals: true },
  { withExamples: false, withOptionals: false },
];

function isSchema(value: unknown): value is JsonSchema {
  return isJsonObject(value) || typeof value === "boolean";
}

function generated({ root, references }: JsonSchemaDocument, way: Way, seed: number): unknown {
  const schema = bounded(root, way.withExamples);
  if (!isSchema(schema)) return undefined;
  let values = 0;
  return generateSync(schema, {
    seed,
    maxDepth,
    maxDefaultItems: usualItems,
    minDateTime: "2025-01-01",
    maxDateTime: "2026-12-31",
    useExamplesValue: way.withExamples,
    ...(way.withOptionals ? { alwaysFakeOptionals: true } : { optionalsProbability: 0 }),
    refResolver: (reference) => {
      const found = references.get(reference.split("#", 1)[0] ?? "");
      return isSchema(found) ? found : true;
    },
    outputTransform: (value) => {
      values += 1;
      if (values > maxValues) throw new TooMuch();
      // As people write amounts; where that does not fit, another way is tried.
      return way.withExamples && typeof value === "number" ? Math.round(value * 100) / 100 : value;
    },
  });
}

/**
 * An event that fits a schema, the same for the same seed; examples of fields are used where they fit. Undefined when
 * none was found: the schema may ask for what nothing is, or for too much.
 */
export function makeExample(
  document: JsonSchemaDocument,
  validator: Validator,
  seed: number,
): { readonly data: unknown } | undefined {
  const fits = (data: unknown) => data !== undefined && validator.check(data).length === 0;
  for (const way of isSmall(document) ? ways : []) {
    for (let attempt = 0; attempt < triesPerWay; attempt += 1) {
      const data = generatedOrNothing(document, way, seed * triesPerWay + attempt);
      if (fits(data)) return { data };
    }
  }
  const data = shapeExample(readShape(document));
  return fits(data) ? { data } : undefined;
}

function generatedOrNothing(document: JsonSchemaDocument, way: Way, seed: number): unknown {
  try {
    const data = generated(document, way, seed);
    // As it would be sent: what JSON does not have is gone.
    return data === undefined ? undefined : JSON.parse(JSON.stringify(data));
  } catch {
    // Whatever it cannot make is no example; the next way is tried.
    return undefined;
  }
}
