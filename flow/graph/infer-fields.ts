import type { FieldInfo } from "../node/step-definition";

/** How deep objects are opened; deeper ones are one field of type object. */
const maxDepth = 4;
const maxFields = 300;
const isoDate = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** The type of a field that holds this value. */
export function valueType(value: unknown): FieldInfo["type"] {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "yes-no";
  if (typeof value === "string") return isoDate.test(value) ? "date" : "text";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" && value !== null ? "object" : "unknown";
}

/** A field's name for people: "firstName" and "first_name" read as "First name", "email" as "E-mail". */
export function fieldTitle(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim()
    .toLowerCase()
    .replace(/\be ?mail\b/g, "e-mail");
  return words === "" ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The path of a member, as expressions write it. */
export function memberPath(parent: string, name: string): string {
  return plainName.test(name) ? `${parent}.${name}` : `${parent}[${JSON.stringify(name)}]`;
}

/** The fields that an example value has, outer ones before inner ones, each with its value. */
export function inferFields(value: unknown, root = "data"): FieldInfo[] {
  const fields: FieldInfo[] = [];
  const visit = (current: unknown, path: string, title: string, depth: number) => {
    if (fields.length >= maxFields) return;
    if (depth > 0) fields.push({ path, title, type: valueType(current), sample: current });
    if (valueType(current) !== "object" || depth >= maxDepth) return;
    for (const [name, inner] of Object.entries(Object(current))) {
      visit(
        inner,
        memberPath(path, name),
        depth === 0 ? fieldTitle(name) : `${title} › ${fieldTitle(name)}`,
        depth + 1,
      );
    }
  };
  visit(value, root, "", 0);
  return fields;
}
