import * as z from "zod";
import type { EventDraft } from "@/flow/event/event-envelope";
import { evaluateExpression } from "@/flow/expression/evaluate";
import { ExpressionError } from "@/flow/expression/expression-error";
import { isJsonObject, pointerParts } from "@/flow/schema/json-text";
import { AppError } from "../app-error";

const fieldSchema = z
  .string()
  .max(1_000)
  .regex(/^(?:\/[^/]*)+$/, "Name a field as a JSON pointer, as in /customer/email.");

/** How events are put right before they are released; the changes are made in order. Fields are JSON pointers. */
export const mappingSchema = z
  .array(
    z.discriminatedUnion("op", [
      /** `value` is an expression over `data`, the payload so far, and `event`, its attributes. */
      z.strictObject({ op: z.literal("set"), field: fieldSchema, value: z.string().min(1).max(10_000) }),
      z.strictObject({ op: z.literal("rename"), from: fieldSchema, to: fieldSchema }),
      z.strictObject({ op: z.literal("remove"), field: fieldSchema }),
    ]),
  )
  .min(1)
  .max(100);
export type Mapping = z.infer<typeof mappingSchema>;

const absent = Symbol("absent");

function get(value: unknown, parts: readonly string[]): unknown {
  let at = value;
  for (const part of parts) {
    if (Array.isArray(at)) at = /^\d+$/.test(part) && Number(part) < at.length ? at[Number(part)] : absent;
    else if (isJsonObject(at) && Object.hasOwn(at, part)) at = at[part];
    else return absent;
    if (at === absent) return absent;
  }
  return at;
}

/** The same value with another one at a place; objects on the way there are made. */
function put(value: unknown, parts: readonly string[], inner: unknown): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return inner;
  if (Array.isArray(value)) {
    const place = Number(part);
    if (!Number.isInteger(place) || place < 0 || place >= value.length) return value;
    const next = put(value[place], rest, inner);
    return next === absent ? value.toSpliced(place, 1) : value.with(place, next);
  }
  const object = isJsonObject(value) ? value : {};
  const next = put(Object.hasOwn(object, part) ? object[part] : undefined, rest, inner);
  if (next === absent) {
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== part));
  }
  return { ...object, [part]: next };
}

/**
 * The payload after a mapping.
 * @throws AppError `bad-input` for an expression that fails or a payload that is not JSON
 */
export function applyMapping(mapping: Mapping, { data, ...envelope }: EventDraft): Uint8Array {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(data).toString("utf8"));
  } catch {
    throw new AppError("bad-input", `The event "${envelope.id}" is not JSON: a mapping cannot change it.`);
  }
  for (const change of mapping) {
    if (change.op === "set")
      value = put(value, pointerParts(change.field), evaluated(change.value, value, envelope));
    else if (change.op === "remove") {
      const parts = pointerParts(change.field);
      if (get(value, parts) !== absent) value = put(value, parts, absent);
    } else {
      const parts = pointerParts(change.from);
      const moved = get(value, parts);
      if (moved !== absent) value = put(put(value, parts, absent), pointerParts(change.to), moved);
    }
  }
  return Buffer.from(JSON.stringify(value), "utf8");
}

function evaluated(source: string, data: unknown, envelope: Omit<EventDraft, "data">): unknown {
  try {
    const result = evaluateExpression(source, { data, event: envelope, steps: {}, now: new Date() });
    return result === undefined ? null : result;
  } catch (error) {
    if (error instanceof ExpressionError)
      throw new AppError("bad-input", `The mapping fails for the event "${envelope.id}": ${error.message}`);
    throw error;
  }
}
