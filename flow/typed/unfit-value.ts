import { list } from "../diff/list";
import type { FieldInfo } from "../node/step-definition";
import type { SentField } from "./sent-rows";
import type { Shape, ShapeType } from "./shape";

const wordsOfType: Readonly<Record<ShapeType, string>> = {
  text: "a text",
  number: "a number",
  "whole-number": "a whole number",
  "yes-no": "yes or no",
  object: "an object",
  list: "a list",
  nothing: "nothing",
};

const typesOf: Readonly<Record<Exclude<FieldInfo["type"], "unknown">, readonly ShapeType[]>> = {
  text: ["text"],
  date: ["text"],
  number: ["number", "whole-number"],
  "yes-no": ["yes-no"],
  object: ["object"],
  list: ["list"],
};

/** What a shape wants, in words: "a number", `one of "paid" or "open"`. */
export function typeWords({ types = [], allowed }: Shape): string {
  if (allowed !== undefined && allowed.length > 0 && allowed.length <= 5)
    return `${allowed.length > 1 ? "one of " : ""}${list(
      allowed.map((value) => JSON.stringify(value)),
      "or",
    )}`;
  const wanted = types.filter((type) => type !== "nothing");
  return list(
    (wanted.length > 0 ? wanted : types).map((type) => wordsOfType[type]),
    "or",
  );
}

function fits(types: readonly ShapeType[], wanted: Shape): boolean {
  const { types: allowed } = wanted;
  if (allowed === undefined) return true;
  const isNumber = types.some((type) => type === "number" || type === "whole-number");
  // A number may happen to be a whole one.
  if (isNumber && allowed.some((type) => type === "number" || type === "whole-number")) return true;
  return types.some((type) => allowed.includes(type));
}

function typeOfValue(value: unknown): ShapeType {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") return "text";
  if (typeof value === "boolean") return "yes-no";
  return typeof value === "number" ? "number" : "object";
}

/**
 * What is sent in words when it can never be what a shape wants; nothing when it may.
 * @param source what the schema says about the field that is taken over
 */
export function unfitValue(
  { type, value }: SentField,
  wanted: Shape,
  source: Shape | undefined,
): string | undefined {
  if (value !== undefined) {
    const isScalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    const isAllowed = wanted.allowed === undefined || (isScalar && wanted.allowed.includes(value));
    if (fits([typeOfValue(value)], wanted) && isAllowed) return undefined;
    return isScalar ? `\`${JSON.stringify(value)}\`` : wordsOfType[typeOfValue(value)];
  }
  const types = source?.types ?? (type === "unknown" ? undefined : typesOf[type]);
  if (types === undefined || types.length === 0 || fits(types, wanted)) return undefined;
  return typeWords({ types, fields: [], isOpen: true });
}
