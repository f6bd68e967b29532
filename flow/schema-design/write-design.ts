import {
  businessKeyKeyword,
  type DesignKind,
  type DesignNode,
  type JsonObject,
  personalKeyword,
} from "./design";

const typeOfKind: Readonly<Partial<Record<DesignKind, string>>> = {
  text: "string",
  number: "number",
  "whole-number": "integer",
  "yes-no": "boolean",
  object: "object",
  list: "array",
};

/** Where a keyword goes that was not there before. */
const usualOrder = [
  "$schema",
  "title",
  "description",
  "type",
  "format",
  "enum",
  "examples",
  personalKeyword,
  businessKeyKeyword,
  "properties",
  "required",
  "additionalProperties",
  "items",
];

function shownKeywords(node: DesignNode, had: ReadonlySet<string>): Map<string, unknown> {
  const { kind, description, example, allowed, format, personal, isBusinessKey } = node;
  const shown = new Map<string, unknown>();
  const type = typeOfKind[kind];
  if (type !== undefined) shown.set("type", node.isNullable ? [type, "null"] : type);
  if (description !== undefined) shown.set("description", description);
  if (example !== undefined) shown.set("examples", [example]);
  if (allowed.length > 0) shown.set("enum", allowed);
  if (format !== undefined) shown.set("format", format);
  if (personal !== "none") shown.set(personalKeyword, personal);
  if (isBusinessKey) shown.set(businessKeyKeyword, true);
  if (kind === "object") {
    if (node.fields.length > 0 || (had.has("properties") && !("properties" in node.rest)) || had.size === 0)
      shown.set(
        "properties",
        Object.fromEntries(node.fields.map(({ name, node: inner }) => [name, writeDesign(inner)])),
      );
    if (node.required.length > 0 || had.has("required")) shown.set("required", node.required);
    if (node.others === "closed") shown.set("additionalProperties", false);
    else if (node.others === "open" && had.has("additionalProperties"))
      shown.set("additionalProperties", true);
  }
  if (node.item !== undefined) shown.set("items", writeDesign(node.item));
  return shown;
}

/**
 * The schema that a table stands for. What the table does not show comes back as it was, and every keyword stands
 * where it stood.
 */
export function writeDesign(node: DesignNode): unknown {
  if (node.kind === "code") return node.code;
  const had = new Set(node.order);
  const values = shownKeywords(node, had);
  for (const [keyword, value] of Object.entries(node.rest)) values.set(keyword, value);
  const places = [...node.order, ...usualOrder.filter((keyword) => !had.has(keyword))];
  const written: [string, unknown][] = [];
  for (const keyword of [...places, ...values.keys()]) {
    if (!values.has(keyword)) continue;
    written.push([keyword, values.get(keyword)]);
    values.delete(keyword);
  }
  return Object.fromEntries(written);
}

/** The text of the code view. */
export function designText(node: DesignNode): string {
  return `${JSON.stringify(writeDesign(node), null, 2)}\n`;
}

/** Reads the text of the code view: the table, or why there is none. */
export function parseSchemaText(
  text: string,
): { readonly schema: JsonObject | boolean } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const where = error instanceof Error ? error.message : "";
    return { problem: `The code is not JSON yet: ${where}` };
  }
  if (typeof value === "boolean") return { schema: value };
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { problem: "A schema is an object: it begins with {." };
  return { schema: { ...value } };
}
