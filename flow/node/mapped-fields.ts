import * as z from "zod";
import { ExpressionError } from "../expression/expression-error";
import { parseTemplate } from "../expression/template";
import type { FieldInfo } from "./step-definition";

const rowsSchema = z.array(z.object({ field: z.string().min(1), value: z.json() }).loose());

const onlyExpression = /^\s*\{\{\s*([\w.[\]"-]+)\s*\}\}\s*$/;

function isOneExpression(value: unknown): boolean {
  if (typeof value !== "string" || !value.includes("{{")) return false;
  try {
    const parts = parseTemplate(value);
    return parts.length === 1;
  } catch (error) {
    if (error instanceof ExpressionError) return true;
    throw error;
  }
}

function jsonType(value: unknown): FieldInfo["type"] {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "yes-no";
  return Array.isArray(value) ? "list" : "object";
}

/** The fields that the rows of a mapping make: a row that only passes a field on keeps its type and example. */
export function mappedFields(rows: unknown, fields: readonly FieldInfo[]): FieldInfo[] {
  const parsed = rowsSchema.safeParse(rows);
  if (!parsed.success) return [];
  return parsed.data.map(({ field, value }) => {
    const path = `data.${field}`;
    const source = typeof value === "string" ? onlyExpression.exec(value)?.[1] : undefined;
    const known = fields.find((other) => other.path === source);
    const base = { path, title: field };
    if (known) return { ...base, type: known.type, sample: known.sample };
    const isTemplate = typeof value === "string" && value.includes("{{");
    // One expression keeps the type of its value, whatever that is; with text around it becomes text.
    if (value === null || source !== undefined || isOneExpression(value))
      return { ...base, type: "unknown" as const };
    return { ...base, type: jsonType(value), ...(!isTemplate && { sample: value }) };
  });
}
