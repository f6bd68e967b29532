import { fieldTitle, memberPath } from "../graph/infer-fields";
import type { FieldInfo } from "../node/step-definition";
import type { Shape } from "./shape";

const maxDepth = 8;
const maxFields = 1_000;

/** The one type of a field, empty values aside. */
export function fieldType({ types, format }: Shape): FieldInfo["type"] {
  const [type, ...others] = types?.filter((one) => one !== "nothing") ?? [];
  if (type === undefined || others.length > 0) return "unknown";
  if (type === "text") return format === "date" || format === "date-time" ? "date" : "text";
  if (type === "whole-number") return "number";
  return type;
}

/** The fields that a shape names, outer ones before inner ones; those of a list's items stand under `[0]`. */
export function shapeFields(shape: Shape): readonly FieldInfo[] {
  const fields: FieldInfo[] = [];
  const visit = (current: Shape, path: string, title: string, depth: number) => {
    if (depth >= maxDepth) return;
    for (const { name, shape: inner } of current.fields) {
      if (fields.length >= maxFields) return;
      const at = memberPath(path, name);
      const words = title === "" ? fieldTitle(name) : `${title} › ${fieldTitle(name)}`;
      fields.push({ path: at, title: words, type: fieldType(inner) });
      visit(inner, at, words, depth + 1);
    }
    if (current.item !== undefined) visit(current.item, `${path}[0]`, title, depth + 1);
  };
  visit(shape, "data", "", 0);
  return fields;
}

const exampleOfFormat: Readonly<Record<string, string>> = {
  email: "ana@example.com",
  uri: "https://example.com/",
  date: "2026-01-31",
  "date-time": "2026-01-31T12:00:00Z",
  uuid: "018f2c6e-7c1a-7000-8000-000000000000",
};

/** An event with every field that a shape names, to look at: it need not fit in every detail. */
export function shapeExample(shape: Shape, depth = 0): unknown {
  if (shape.example !== undefined) return shape.example;
  const [first] = shape.allowed ?? [];
  if (first !== undefined) return first;
  const type = shape.types?.find((one) => one !== "nothing");
  if (type === "object" || shape.fields.length > 0) {
    const fields = depth < maxDepth ? shape.fields : [];
    return Object.fromEntries(fields.map(({ name, shape: inner }) => [name, shapeExample(inner, depth + 1)]));
  }
  switch (type) {
    case "text":
      return exampleOfFormat[shape.format ?? ""] ?? "text";
    case "number":
      return 1.5;
    case "whole-number":
      return 1;
    case "yes-no":
      return true;
    case "list":
      return shape.item === undefined || depth >= maxDepth ? [] : [shapeExample(shape.item, depth + 1)];
    default:
      return null;
  }
}
