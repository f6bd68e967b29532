import { canonicalJson, isJsonObject } from "./json-text";
import { arrayNode, numberNode, objectNode, stringNode } from "./keyword-nodes";
import type { Dialect, JsonSchemaDocument } from "./read-json-schema";
import { indexSchema } from "./schema-index";
import type { Annotations, CombinedNode, Criterion, Lazy, SchemaNode } from "./schema-node";
import { SchemaProblem } from "./schema-problem";

/** A schema object as it was read. */
export type RawSchema = Readonly<Record<string, unknown>>;

/** What makes nodes of one document: the same object gives the same node, so that cycles end. */
export interface Normaliser {
  readonly dialect: Dialect;
  /** A subschema, made when it is looked at. */
  lazy(raw: unknown): Lazy;
}

const maxReferenceHops = 100;
const criteria: readonly Criterion[] = ["allOf", "anyOf", "oneOf"];
const annotationNames: ReadonlySet<string> = new Set([
  "$anchor",
  "$comment",
  "$defs",
  "$id",
  "$schema",
  "definitions",
  "default",
  "deprecated",
  "description",
  "examples",
  "id",
  "readOnly",
  "title",
  "writeOnly",
]);

/** Those of them that a comparison tells. */
const spokenNames: ReadonlySet<string> = new Set(["$id", "default", "description", "id", "title"]);

/** Keywords that tell which type is meant where none is named, in the order in which they are asked. */
const families = [
  ["number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]],
  [
    "array",
    [
      "items",
      "additionalItems",
      "prefixItems",
      "unevaluatedItems",
      "minItems",
      "maxItems",
      "uniqueItems",
      "contains",
      "minContains",
      "maxContains",
    ],
  ],
  [
    "object",
    [
      "properties",
      "required",
      "minProperties",
      "maxProperties",
      "dependencies",
      "dependentRequired",
      "dependentSchemas",
      "patternProperties",
      "additionalProperties",
      "unevaluatedProperties",
      "propertyNames",
    ],
  ],
  ["string", ["minLength", "maxLength", "pattern", "format"]],
] as const;

function annotationsOf(raw: RawSchema, dialect: Dialect): Annotations {
  return {
    // A new `$id` of a 2020-12 schema is not reported.
    id: dialect === "draft-07" ? (raw.$id ?? raw.id) : undefined,
    title: raw.title,
    description: raw.description,
    hasDefault: Object.hasOwn(raw, "default"),
    default: raw.default,
  };
}

const nothing: Annotations = { hasDefault: false };

/**
 * What makes nodes of a document.
 * @throws SchemaProblem for references that lead nowhere, when they are looked at
 */
export function normaliserOf(document: JsonSchemaDocument, index = indexSchema(document)): Normaliser {
  const { dialect } = document;
  const nodes = new Map<object, SchemaNode>();
  const always: SchemaNode = { kind: "empty", annotations: nothing };
  const never: SchemaNode = { kind: "false", annotations: nothing };

  const lazy = (raw: unknown): Lazy => {
    if (raw === false) return () => never;
    return isJsonObject(raw) ? () => nodeOf(raw) : () => always;
  };
  const normaliser: Normaliser = { dialect, lazy };

  function nodeOf(raw: RawSchema): SchemaNode {
    const known = nodes.get(raw);
    if (known !== undefined) return known;
    const made = typeof raw.$ref === "string" ? referenceNode(raw, raw.$ref) : plainNode(raw);
    nodes.set(raw, made);
    return made;
  }

  /** The object at the end of a chain of references that say nothing else. */
  function targetOf(raw: RawSchema, reference: string): unknown {
    let from: RawSchema = raw;
    let next = reference;
    for (let hops = 0; hops < maxReferenceHops; hops += 1) {
      const target = index.resolve(next, from);
      if (!isJsonObject(target) || typeof target.$ref !== "string") return target;
      if (Object.keys(target).some((name) => name !== "$ref" && !annotationNames.has(name))) return target;
      from = target;
      next = target.$ref;
    }
    throw new SchemaProblem(`The reference "${reference.slice(0, 200)}" goes round in a circle.`);
  }

  function referenceNode(raw: RawSchema, reference: string): SchemaNode {
    const target = targetOf(raw, reference);
    const { $ref: _, ...beside } = raw;
    const names = Object.keys(beside);
    const node = lazy(target);
    if (names.length === 0 || !isJsonObject(target)) return node();
    const own = annotationsOf(beside, dialect);
    if (names.every((name) => annotationNames.has(name))) {
      // The very node, where nothing is said beside the reference: cycles are found by it.
      if (!names.some((name) => spokenNames.has(name))) return node();
      const { annotations, ...found } = node();
      const merged = own.hasDefault
        ? own
        : { ...own, hasDefault: annotations.hasDefault, default: annotations.default };
      return { ...found, annotations: { ...annotations, ...withoutGaps(merged) } };
    }
    if (dialect === "draft-07") return plainNode({ ...target, ...beside });
    return combined("allOf", [node, () => plainNode(beside)], [reference, canonicalJson(beside)], true, own);
  }

  function plainNode(raw: RawSchema): SchemaNode {
    const annotations = annotationsOf(raw, dialect);
    const parts = partsOf(raw, annotations);
    const [first] = parts;
    if (first === undefined) return { kind: "empty", annotations };
    if (parts.length === 1) return { ...first.node, annotations };
    return combined(
      "allOf",
      parts.map(
        ({ node }) =>
          () =>
            node,
      ),
      parts.map(({ text }) => text),
      true,
      annotations,
    );
  }

  function partsOf(raw: RawSchema, annotations: Annotations): Part[] {
    const parts: Part[] = [];
    const add = (node: SchemaNode, value: unknown) =>
      parts.push({ node, text: `${node.kind}${canonicalJson(value)}` });
    if (Array.isArray(raw.enum))
      add({ kind: "enum", annotations, values: new Set(raw.enum.map(canonicalJson)) }, raw.enum);
    for (const criterion of criteria) {
      const branches = raw[criterion];
      if (!Array.isArray(branches)) continue;
      add(combined(criterion, branches.map(lazy), branches.map(canonicalJson), false, annotations), branches);
    }
    if (raw.not !== undefined)
      add({ kind: "not", annotations, forbidden: lazy(raw.not), text: canonicalJson(raw.not) }, raw.not);
    if (Object.hasOwn(raw, "const"))
      add({ kind: "const", annotations, value: canonicalJson(raw.const) }, raw.const);
    if (raw.if !== undefined) add({ kind: "conditional", annotations }, [raw.if, raw.then, raw.else]);
    for (const node of typedNodes(raw, annotations)) add(node, raw);
    return parts;
  }

  function typedNodes(raw: RawSchema, annotations: Annotations): SchemaNode[] {
    if (typeof raw.type === "string") return [typed(raw.type, raw, annotations)];
    if (Array.isArray(raw.type)) {
      const types = raw.type.filter((type) => typeof type === "string");
      const branches = types.map((type) => {
        const node = typed(type, raw, annotations);
        return () => node;
      });
      return [combined("anyOf", branches, types, true, annotations)];
    }
    // Properties that are empty say nothing of what an object may hold.
    const isBare =
      dialect === "2020-12" && isJsonObject(raw.properties) && Object.keys(raw.properties).length === 0;
    const names = new Set(Object.keys(raw).filter((name) => !(isBare && name === "properties")));
    return families
      .filter(([, keywords]) => keywords.some((keyword) => names.has(keyword)))
      .map(([type]) => typed(type, raw, annotations));
  }

  function typed(type: string, raw: RawSchema, annotations: Annotations): SchemaNode {
    switch (type) {
      case "string":
        return stringNode(raw, annotations);
      case "integer":
      case "number":
        return numberNode(raw, annotations, type === "integer");
      case "array":
        return arrayNode(raw, annotations, normaliser);
      case "object":
        return objectNode(raw, annotations, normaliser);
      case "boolean":
      case "null":
        return { kind: type, annotations };
      default:
        return { kind: "empty", annotations };
    }
  }

  return normaliser;
}

interface Part {
  readonly node: SchemaNode;
  readonly text: string;
}

function combined(
  criterion: Criterion,
  branches: readonly Lazy[],
  branchTexts: readonly string[],
  isSynthetic: boolean,
  annotations: Annotations,
): CombinedNode {
  return { kind: "combined", criterion, branches, branchTexts, isSynthetic, annotations };
}

function withoutGaps(annotations: Annotations): Annotations {
  const stated = Object.entries(annotations).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(stated), hasDefault: annotations.hasDefault };
}
