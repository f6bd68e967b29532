import * as z from "zod";
import { ExpressionError } from "../expression/expression-error";
import { type PathSegment, parsePath } from "../expression/paths";
import { parseTemplate } from "../expression/template";
import { configFields } from "../node/field-hints";
import type { FieldInfo, StepDefinition } from "../node/step-definition";

/** One field that is sent, and what is known of it. */
export interface SentField {
  /** Below the data. */
  readonly path: readonly PathSegment[];
  readonly type: FieldInfo["type"];
  /** The value itself, where no expression makes it. */
  readonly value?: unknown;
  /** The field of the event that is taken over as it is, from `data` on. */
  readonly from?: readonly PathSegment[];
}

const rowsSchema = z.array(z.object({ field: z.string().min(1), value: z.json() }));

/** The fields that a step names one by one for what it sends; nothing when it sends the event as it is there. */
export function sentRows(
  definition: StepDefinition | undefined,
  config: Readonly<Record<string, unknown>>,
  here: readonly FieldInfo[],
): SentField[] | undefined {
  const made = definition?.publishes?.fields?.(config, here);
  if (definition === undefined || made === undefined || made === here) return undefined;
  const mapping = configFields(definition.config).find(
    ({ hints }) => hints.control === "mapping" && hints.namesFields === true,
  );
  const rows = rowsSchema.safeParse(mapping === undefined ? [] : config[mapping.name]);
  return (rows.data ?? []).flatMap(({ field, value }): SentField[] => {
    const path = parsePath(field.replace(/^data\./, ""));
    return path === undefined ? [] : [{ path, ...contentOf(value, here) }];
  });
}

function contentOf(value: unknown, here: readonly FieldInfo[]): Omit<SentField, "path"> {
  if (typeof value !== "string" || !value.includes("{{")) {
    return isFilled(value) ? { type: "unknown" } : { type: "unknown", value };
  }
  const parts = partsOf(value);
  const [only] = parts;
  if (parts.length !== 1 || only === undefined || !("expression" in only))
    return { type: parts.length > 1 ? "text" : "unknown" };
  const from = parsePath(only.expression);
  if (from?.[0] !== "data") return { type: "unknown" };
  const known = here.find(({ path }) => path === only.expression);
  return { type: known?.type ?? "unknown", ...(known !== undefined && { from }) };
}

/** A list or an object with expressions somewhere inside. */
function isFilled(value: unknown): boolean {
  if (typeof value === "string") return value.includes("{{");
  return typeof value === "object" && value !== null && Object.values(value).some(isFilled);
}

function partsOf(template: string): ReturnType<typeof parseTemplate> {
  try {
    return parseTemplate(template);
  } catch (error) {
    // What cannot be read is the business of another rule.
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}
