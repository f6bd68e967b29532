import {
  businessKeyKeyword,
  type DesignKind,
  type DesignNode,
  emptyNode,
  type JsonObject,
  personalKeyword,
  type Scalar,
} from "./design";

/** Keywords that mean more than one type can say: a schema with one of them and without a type is left to the code. */
const structural: ReadonlySet<string> = new Set([
  "$ref",
  "$dynamicRef",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "const",
]);

const kindOfType: Readonly<Record<string, DesignKind>> = {
  string: "text",
  number: "number",
  integer: "whole-number",
  boolean: "yes-no",
  object: "object",
  array: "list",
};

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function kindOf(schema: JsonObject): { readonly kind: DesignKind; readonly isNullable: boolean } {
  const { type } = schema;
  const [name, other, ...more] = Array.isArray(type) ? type : [type];
  if (Array.isArray(type) && (other !== "null" || more.length > 0))
    return { kind: "code", isNullable: false };
  const known = typeof name === "string" && Object.hasOwn(kindOfType, name) ? kindOfType[name] : undefined;
  if (known !== undefined) return { kind: known, isNullable: Array.isArray(type) };
  if (name !== undefined) return { kind: "code", isNullable: false };
  const isPlain = !Object.keys(schema).some(
    (keyword) =>
      structural.has(keyword) || keyword === "properties" || keyword === "items" || keyword === "enum",
  );
  return { kind: isPlain ? "anything" : "code", isNullable: false };
}

/** Values that may be chosen among, as the table shows them; undefined: it cannot. */
function allowedOf(kind: DesignKind, value: unknown): readonly Scalar[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || new Set(value).size !== value.length) return undefined;
  const wanted = kind === "text" ? "string" : kind === "number" || kind === "whole-number" ? "number" : "";
  const fitting = value.filter((one): one is Scalar => isScalar(one) && typeof one === wanted);
  return fitting.length === value.length ? fitting : undefined;
}

function exampleOf(kind: DesignKind, value: unknown): Scalar | undefined {
  if (!Array.isArray(value) || value.length !== 1 || kind === "object" || kind === "list") return undefined;
  return isScalar(value[0]) ? value[0] : undefined;
}

/**
 * What the table shows of a schema. Whatever it cannot show stays in the node, untouched: `writeDesign` of it is the
 * schema itself.
 */
export function readDesign(schema: unknown): DesignNode {
  if (!isObject(schema)) return { ...emptyNode("code"), code: schema };
  const { kind, isNullable } = kindOf(schema);
  if (kind === "code") return { ...emptyNode("code"), code: schema };
  const shown = new Map<string, Partial<DesignNode>>();
  for (const [keyword, value] of Object.entries(schema)) {
    const part = readKeyword(kind, keyword, value);
    if (part !== undefined) shown.set(keyword, part);
  }
  const node: DesignNode = {
    ...emptyNode(kind),
    isNullable,
    item: undefined,
    others: "open",
    order: Object.keys(schema),
    rest: Object.fromEntries(Object.entries(schema).filter(([keyword]) => !shown.has(keyword))),
  };
  const read: DesignNode = Object.assign(node, ...shown.values());
  return "additionalProperties" in read.rest && kind === "object" ? { ...read, others: "code" } : read;
}

function readKeyword(kind: DesignKind, keyword: string, value: unknown): Partial<DesignNode> | undefined {
  switch (keyword) {
    case "type":
      return {};
    case "description":
      return typeof value === "string" ? { description: value } : undefined;
    case "examples": {
      const example = exampleOf(kind, value);
      return example === undefined ? undefined : { example };
    }
    case "enum": {
      const allowed = allowedOf(kind, value);
      return allowed === undefined ? undefined : { allowed };
    }
    case "format":
      return kind === "text" && typeof value === "string" && value !== "" ? { format: value } : undefined;
    case personalKeyword:
      return value === "personal" || value === "sensitive" ? { personal: value } : undefined;
    case businessKeyKeyword:
      return value === true ? { isBusinessKey: true } : undefined;
    default:
      return kind === "object" || kind === "list" ? readContainer(kind, keyword, value) : undefined;
  }
}

function readContainer(
  kind: "object" | "list",
  keyword: string,
  value: unknown,
): Partial<DesignNode> | undefined {
  if (kind === "list")
    return keyword === "items" && isObject(value) ? { item: readDesign(value) } : undefined;
  if (keyword === "properties" && isObject(value))
    return { fields: Object.entries(value).map(([name, inner]) => ({ name, node: readDesign(inner) })) };
  if (keyword === "required" && isTextList(value) && new Set(value).size === value.length)
    return { required: value };
  if (keyword === "additionalProperties" && typeof value === "boolean")
    return { others: value ? "open" : "closed" };
  return undefined;
}
