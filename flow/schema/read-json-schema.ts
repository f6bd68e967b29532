import { isJsonObject, pointerPart } from "./json-text";
import { SchemaProblem } from "./schema-problem";

/** Longest schema, in characters; the registry counts bytes too. */
export const maxSchemaLength = 1024 * 1024;
/** Deepest nesting of objects and lists in a schema. */
export const maxSchemaDepth = 64;
/** Most objects in a schema: what is compiled of it takes time and memory with their number. */
export const maxSchemaObjects = 5_000;
/** The same where `unevaluatedProperties` or `unevaluatedItems` is used, which costs their square. */
export const maxObjectsUnevaluated = 800;

/** The drafts of JSON Schema that are told apart: everything before 2019-09 is read as draft-07. */
export type Dialect = "draft-07" | "2020-12";

/** A JSON Schema as it was read, with the documents that it refers to by name. */
export interface JsonSchemaDocument {
  readonly root: unknown;
  readonly dialect: Dialect;
  readonly references: ReadonlyMap<string, unknown>;
}

const newKeywords: ReadonlySet<string> = new Set([
  "$anchor",
  "$defs",
  "$dynamicAnchor",
  "$dynamicRef",
  "dependentRequired",
  "dependentSchemas",
  "maxContains",
  "minContains",
  "prefixItems",
  "unevaluatedItems",
  "unevaluatedProperties",
]);

/** Walks all values, with a stack of its own: what comes from outside may be nested deeper than calls can be. */
function inspect(root: unknown): { readonly isNew: boolean } {
  const stack: { readonly value: unknown; readonly pointer: string; readonly depth: number }[] = [
    { value: root, pointer: "#", depth: 0 },
  ];
  let objects = 0;
  let isNew = false;
  let hasUnevaluated = false;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, pointer, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) objects += 1;
    const most = hasUnevaluated ? maxObjectsUnevaluated : maxSchemaObjects;
    if (objects > most)
      throw new SchemaProblem(`A schema like this has at most ${most} rules. Divide it into several.`);
    if (depth >= maxSchemaDepth)
      throw new SchemaProblem(
        `A schema is nested at most ${maxSchemaDepth} deep. This one is deeper at ${pointer.slice(0, 200)}.`,
        pointer,
      );
    for (const [name, inner] of Object.entries(value)) {
      if (newKeywords.has(name)) isNew = true;
      if (name.startsWith("unevaluated")) hasUnevaluated = true;
      stack.push({ value: inner, pointer: `${pointer}/${pointerPart(name)}`, depth: depth + 1 });
    }
  }
  return { isNew };
}

function dialectOf(root: unknown, isNew: boolean): Dialect {
  const named = isJsonObject(root) && typeof root.$schema === "string" ? root.$schema : undefined;
  if (named === undefined) return isNew ? "2020-12" : "draft-07";
  return /draft\/(?:2019-09|2020-12|next)/.test(named) ? "2020-12" : "draft-07";
}

/** @throws SchemaProblem for what is not JSON, too long, or nested too deep */
function readBounded(text: string): { readonly root: unknown; readonly isNew: boolean } {
  if (text.length > maxSchemaLength) throw new SchemaProblem("A schema has at most 1 MB.");
  try {
    const root: unknown = JSON.parse(text);
    return { root, ...inspect(root) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SchemaProblem(`This is not JSON: ${error.message}.`);
  }
}

/**
 * Reads a schema that is written in JSON, within bounds of length, depth and number of values.
 * @throws SchemaProblem
 */
export function readSchemaJson(text: string): unknown {
  return readBounded(text).root;
}

/**
 * Reads the text of a JSON Schema within bounds of length, depth and number of values.
 * Without `$schema` it is 2020-12 when a keyword of it is used, else draft-07.
 * @throws SchemaProblem
 */
export function readJsonSchema(
  text: string,
  references: ReadonlyMap<string, unknown> = new Map(),
): JsonSchemaDocument {
  const { root, isNew } = readBounded(text);
  if (!isJsonObject(root) && typeof root !== "boolean")
    throw new SchemaProblem("A JSON Schema is an object, or true or false.");
  return { root, dialect: dialectOf(root, isNew), references };
}
