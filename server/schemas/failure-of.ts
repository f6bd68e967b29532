import type { ErrorObject } from "ajv";
import type { SchemaFailure } from "@/flow/schema/failure";
import { pointerPart, pointerParts } from "@/flow/schema/json-text";

/** `/customer/emails/0` as people read it: `customer.emails[0]`. */
function nameOf(pointer: string): string {
  const parts = pointerParts(pointer);
  if (parts.length === 0) return "The event";
  const path = parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join("");
  return `\`${path.replace(/^\./, "").slice(0, 200)}\``;
}

function paramOf({ params }: ErrorObject, name: string): string {
  const value: unknown = params[name];
  return Array.isArray(value) ? value.join(" or ") : String(value);
}

function valuesOf(error: ErrorObject): string {
  const values: unknown = error.params.allowedValues;
  const texts = Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : [];
  return texts.length > 10 ? `${texts.slice(0, 10).join(", ")}, …` : texts.join(", ");
}

const sentences: Readonly<Record<string, (name: string, error: ErrorObject) => string>> = {
  required: (name) => `${name} is missing.`,
  dependentRequired: (name) => `${name} is missing.`,
  dependencies: (name) => `${name} is missing.`,
  additionalProperties: (name) => `${name} is not a field of the schema.`,
  unevaluatedProperties: (name) => `${name} is not a field of the schema.`,
  type: (name, error) => `${name} must be ${paramOf(error, "type")}.`,
  enum: (name, error) => `${name} must be one of ${valuesOf(error)}.`,
  const: (name, error) => `${name} must be ${JSON.stringify(error.params.allowedValue)}.`,
  format: (name, error) => `${name} is not a valid ${paramOf(error, "format")}.`,
  pattern: (name, error) => `${name} does not fit the pattern ${paramOf(error, "pattern").slice(0, 200)}.`,
  uniqueItems: (name) => `${name} holds the same item twice.`,
  "false schema": (name) => `${name} must not be there.`,
};

/** The field that a failure is about: a missing or unknown one has no place in the data, but a name. */
function pointerOf({ instancePath, params }: ErrorObject): string {
  for (const key of ["missingProperty", "additionalProperty", "unevaluatedProperty"]) {
    const name: unknown = params[key];
    if (typeof name === "string") return `${instancePath}/${pointerPart(name)}`;
  }
  return instancePath;
}

/** What a validation found, with the field in front. Values of the event are not repeated. */
export function failureOf(error: ErrorObject): SchemaFailure {
  const pointer = pointerOf(error);
  const sentence = sentences[error.keyword];
  const message =
    sentence?.(nameOf(pointer), error) ?? `${nameOf(pointer)} ${error.message ?? "does not fit"}.`;
  return { pointer: storable(pointer, 200), keyword: error.keyword, message: storable(message, 1_000) };
}

/** Names of fields may hold what the database cannot: U+0000 and halves of characters. */
function storable(text: string, max: number): string {
  return cutText(text.replaceAll("\u0000", "\ufffd").replace(/\p{Surrogate}/gu, "\ufffd"), max);
}

/** The beginning of a text, without half a character at its end. */
export function cutText(text: string, max: number): string {
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, "");
}
