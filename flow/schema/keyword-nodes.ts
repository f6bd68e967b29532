import { isJsonObject } from "./json-text";
import type { Normaliser, RawSchema } from "./normalise";
import type { Annotations, ArrayNode, Lazy, NumberNode, ObjectNode, Rest, StringNode } from "./schema-node";

const numberOf = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
const entriesOf = (value: unknown): [string, unknown][] => (isJsonObject(value) ? Object.entries(value) : []);

/** The keywords of texts. */
export function stringNode(raw: RawSchema, annotations: Annotations): StringNode {
  return {
    kind: "string",
    annotations,
    maxLength: numberOf(raw.maxLength),
    minLength: numberOf(raw.minLength),
    pattern: textOf(raw.pattern),
  };
}

/** The keywords of numbers. */
export function numberNode(raw: RawSchema, annotations: Annotations, isInteger: boolean): NumberNode {
  return {
    kind: "number",
    annotations,
    isInteger,
    maximum: numberOf(raw.maximum),
    minimum: numberOf(raw.minimum),
    // Before draft-06 it said of the other bound that it is exclusive.
    exclusiveMaximum: numberOf(raw.exclusiveMaximum === true ? raw.maximum : raw.exclusiveMaximum),
    exclusiveMinimum: numberOf(raw.exclusiveMinimum === true ? raw.minimum : raw.exclusiveMinimum),
    multipleOf: numberOf(raw.multipleOf),
  };
}

function restOf(value: unknown, lazy: Normaliser["lazy"]): Rest {
  if (value === false) return { isPermitted: false };
  return isJsonObject(value) ? { isPermitted: true, schema: lazy(value) } : { isPermitted: true };
}

function unevaluatedOf(value: unknown, { dialect, lazy }: Normaliser): Lazy | undefined {
  if (dialect === "draft-07" || (typeof value !== "boolean" && !isJsonObject(value))) return undefined;
  return lazy(value);
}

/** The keywords of lists; `prefixItems` of 2020-12 is what `items` as a list was before. */
export function arrayNode(raw: RawSchema, annotations: Annotations, normaliser: Normaliser): ArrayNode {
  const { dialect, lazy } = normaliser;
  const isNew = dialect === "2020-12";
  const tuple = isNew && Array.isArray(raw.prefixItems) ? raw.prefixItems : raw.items;
  const isTuple = Array.isArray(tuple);
  const rest = isNew && Array.isArray(raw.prefixItems) ? raw.items : raw.additionalItems;
  return {
    kind: "array",
    annotations,
    allItems: isTuple || tuple === undefined ? undefined : lazy(tuple),
    tuple: isTuple ? tuple.map(lazy) : [],
    additional: restOf(isNew && !isTuple ? undefined : rest, lazy),
    unevaluated: unevaluatedOf(raw.unevaluatedItems, normaliser),
    maxItems: numberOf(raw.maxItems),
    minItems: numberOf(raw.minItems),
    isUnique: raw.uniqueItems === true,
    maxContains: isNew ? numberOf(raw.maxContains) : undefined,
    minContains: isNew ? numberOf(raw.minContains) : undefined,
  };
}

/** The keywords of objects. */
export function objectNode(raw: RawSchema, annotations: Annotations, normaliser: Normaliser): ObjectNode {
  const { dialect, lazy } = normaliser;
  const dependencies = entriesOf(raw.dependencies);
  const neededNames = dependencies.filter(([, value]) => Array.isArray(value));
  const neededSchemas = dependencies.filter(([, value]) => !Array.isArray(value));
  if (dialect === "2020-12") {
    neededNames.push(...entriesOf(raw.dependentRequired));
    neededSchemas.push(...entriesOf(raw.dependentSchemas));
  }
  return {
    kind: "object",
    annotations,
    properties: new Map(entriesOf(raw.properties).map(([name, value]) => [name, lazy(value)])),
    required: new Set(textsOf(raw.required)),
    patternProperties: entriesOf(raw.patternProperties).map(([pattern, value]) => [pattern, lazy(value)]),
    additional: restOf(raw.additionalProperties, lazy),
    unevaluated: unevaluatedOf(raw.unevaluatedProperties, normaliser),
    maxProperties: numberOf(raw.maxProperties),
    minProperties: numberOf(raw.minProperties),
    neededNames: new Map(neededNames.map(([name, value]) => [name, textsOf(value)])),
    neededSchemas: new Map(neededSchemas.map(([name, value]) => [name, lazy(value)])),
  };
}
