import { isJsonObject } from "../schema/json-text";
import type { JsonSchemaDocument } from "../schema/read-json-schema";
import { indexSchema } from "../schema/schema-index";
import { SchemaProblem } from "../schema/schema-problem";
import { bothShapes, eitherShape } from "./join-shapes";
import { anyShape, type Shape, type ShapeField, type ShapeType } from "./shape";

/** So many schemas and fields are read of one document; what lies beyond may be anything. */
const maxNodes = 2_000;
/** So deep; what may contain itself has no end. */
const maxDepth = 12;
/** So many allowed values of a field are kept. */
const maxAllowed = 200;

const typeOfName: Readonly<Record<string, ShapeType>> = {
  string: "text",
  number: "number",
  integer: "whole-number",
  boolean: "yes-no",
  object: "object",
  array: "list",
  null: "nothing",
};

type Scalar = string | number | boolean;
type JsonObject = Readonly<Record<string, unknown>>;

/** What a JSON Schema says about fields and their types. Where it is not sure, everything may be. */
export function readShape(document: JsonSchemaDocument): Shape {
  const index = indexSchema(document);
  let nodes = 0;
  // Shapes that may have fields which `unevaluatedProperties` knows of and nobody here does.
  const vague = new WeakSet<Shape>();
  const unknownShape = (): Shape => {
    const shape: Shape = { fields: [], isOpen: true };
    vague.add(shape);
    return shape;
  };
  const joined = (parts: readonly Shape[], join: typeof bothShapes): Shape => {
    const [first = anyShape, ...others] = parts;
    const shape = others.reduce(join, first);
    if (parts.some((part) => vague.has(part))) {
      const copy = { ...shape };
      vague.add(copy);
      return copy;
    }
    return shape;
  };

  const read = (schema: unknown, depth: number): Shape => {
    nodes += 1;
    if (nodes > maxNodes || depth > maxDepth || schema === undefined) return unknownShape();
    if (!isJsonObject(schema)) return anyShape;
    const inner = depth + 1;
    // In older drafts nothing counts beside a reference.
    if (typeof schema.$ref === "string" && document.dialect === "draft-07")
      return read(pointedTo(schema.$ref, schema), inner);
    const parts = [
      typeof schema.$ref === "string" ? read(pointedTo(schema.$ref, schema), inner) : anyShape,
      ownShape(schema, inner),
      ...listOf(schema.allOf).map((part) => read(part, inner)),
      anyOf(schema.anyOf, inner),
      anyOf(schema.oneOf, inner),
      conditional(schema, inner),
    ];
    const all = joined(parts, bothShapes);
    const isClosed = schema.unevaluatedProperties === false && !vague.has(all);
    return isClosed ? { ...all, isOpen: false } : all;
  };

  const pointedTo = (reference: string, from: object): unknown => {
    try {
      return index.resolve(reference, from);
    } catch (error) {
      // What leads nowhere says nothing; the registry refuses it.
      if (error instanceof SchemaProblem) return undefined;
      throw error;
    }
  };

  const anyOf = (list: unknown, depth: number): Shape => {
    const branches = listOf(list).filter((part) => part !== false);
    return joined(
      branches.map((branch) => read(branch, depth)),
      eitherShape,
    );
  };

  /** Either part may hold, or there is nothing to hold. */
  const conditional = (schema: JsonObject, depth: number): Shape => {
    if (schema.if === undefined) return anyShape;
    const part = (branch: unknown) => (branch === undefined ? anyShape : read(branch, depth));
    return joined([part(schema.then), part(schema.else)], eitherShape);
  };

  const ownShape = (schema: JsonObject, depth: number): Shape => {
    const types = typesOf(schema);
    const allowed = allowedOf(schema);
    const items = isJsonObject(schema.items) ? read(schema.items, depth) : undefined;
    const example = listOf(schema.examples).find(isScalar);
    const { fields, isCut } = fieldsOf(schema, depth);
    const isOpen = isCut || isOpenObject(schema);
    const isVague = isCut || namesMore(schema);
    if (types === undefined && allowed === undefined && items === undefined && fields.length === 0 && isOpen)
      return isVague ? unknownShape() : anyShape;
    const shape: Shape = {
      fields,
      isOpen,
      ...(types !== undefined && { types }),
      ...(typeof schema.format === "string" && { format: schema.format }),
      ...(allowed !== undefined && { allowed }),
      // Items that stand before are of other shapes.
      ...(items !== undefined && schema.prefixItems === undefined && { item: items }),
      ...(example !== undefined && { example }),
    };
    if (isVague) vague.add(shape);
    return shape;
  };

  const fieldsOf = (
    schema: JsonObject,
    depth: number,
  ): { readonly fields: ShapeField[]; readonly isCut: boolean } => {
    const required = new Set(listOf(schema.required));
    const fields: ShapeField[] = [];
    const named = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
    for (const [name, inner] of named) {
      if (nodes > maxNodes) return { fields, isCut: true };
      const isRequired = required.delete(name);
      if (inner !== false) fields.push({ name, isRequired, shape: read(inner, depth) });
    }
    for (const name of required) {
      nodes += 1;
      if (nodes > maxNodes) return { fields, isCut: true };
      if (typeof name === "string") fields.push({ name, isRequired: true, shape: anyShape });
    }
    return { fields, isCut: false };
  };

  return read(document.root, 0);
}

/** Keywords that know of fields which `properties` does not name. */
const naming = [
  "if",
  "dependencies",
  "dependentSchemas",
  "$dynamicRef",
  "$recursiveRef",
  "patternProperties",
];

function namesMore(schema: JsonObject): boolean {
  const others = schema.additionalProperties;
  return (
    (others !== undefined && others !== false) || naming.some((keyword) => schema[keyword] !== undefined)
  );
}

function isOpenObject(schema: JsonObject): boolean {
  if (schema.additionalProperties !== false) return true;
  return isJsonObject(schema.patternProperties) && Object.keys(schema.patternProperties).length > 0;
}

function typesOf(schema: JsonObject): readonly ShapeType[] | undefined {
  const names = typeof schema.type === "string" ? [schema.type] : listOf(schema.type);
  const types = names.flatMap((name) =>
    typeof name === "string" && Object.hasOwn(typeOfName, name) ? (typeOfName[name] ?? []) : [],
  );
  if (types.length > 0) return types;
  const values = valuesOf(schema);
  return values === undefined ? undefined : [...new Set(values.map(typeOfValue))];
}

function valuesOf(schema: JsonObject): readonly unknown[] | undefined {
  if (Object.hasOwn(schema, "const")) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

function allowedOf(schema: JsonObject): readonly Scalar[] | undefined {
  const values = valuesOf(schema);
  // A list that nobody reads says as little as none.
  if (values === undefined || values.length > maxAllowed) return undefined;
  const scalars = values.filter(isScalar);
  return scalars.length === values.length ? scalars : undefined;
}

function typeOfValue(value: unknown): ShapeType {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") return "text";
  if (typeof value === "boolean") return "yes-no";
  if (typeof value === "number") return Number.isInteger(value) ? "whole-number" : "number";
  return "object";
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
