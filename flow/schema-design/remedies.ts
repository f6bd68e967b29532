import { isJsonObject, pointerParts } from "../schema/json-text";
import type { Finding, RemedyKind } from "../schema/verdict";

/** What is done to the draft itself; the others change rules, or make another subject. */
export type DraftRemedy =
  | "make-optional"
  | "add-default"
  | "open-schema"
  | "close-schema"
  | "keep-values"
  | "take-back";

const ofDraft: Readonly<Partial<Record<RemedyKind, DraftRemedy>>> = {
  "make-optional": "make-optional",
  "add-default": "add-default",
  "open-schema": "open-schema",
  "close-schema": "close-schema",
  "keep-values": "keep-values",
  "keep-property": "take-back",
  "widen-back": "take-back",
};

/** A JSON value inside another; lists are counted by position. */
function inner(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(part) ? value[Number(part)] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}

function valueAt(root: unknown, parts: readonly string[]): unknown {
  return parts.reduce(inner, root);
}

/** The same with another value at a place; undefined takes the place away. */
function withValue(root: unknown, parts: readonly string[], value: unknown): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return value;
  const next = withValue(inner(root, part), rest, value);
  if (Array.isArray(root))
    return next === undefined ? root.toSpliced(Number(part), 1) : root.with(Number(part), next);
  const object = isJsonObject(root) ? root : {};
  if (next === undefined) return Object.fromEntries(Object.entries(object).filter(([name]) => name !== part));
  return Object.hasOwn(object, part)
    ? Object.fromEntries(Object.entries(object).map(([name, old]) => [name, name === part ? next : old]))
    : { ...object, [part]: next };
}

/** The object that has the field of a pointer, and the name of the field. */
function fieldOf(
  parts: readonly string[],
): { readonly object: readonly string[]; readonly name: string } | undefined {
  const at = parts.findLastIndex((part, index) => {
    const isKeyword = part === "properties" || part === "required";
    // A field may have the name of a keyword itself.
    return isKeyword && parts[index + 1] !== undefined && parts[index - 1] !== "properties";
  });
  const name = parts[at + 1];
  return at === -1 || name === undefined ? undefined : { object: parts.slice(0, at), name };
}

function requiredOf(schema: unknown, object: readonly string[]): readonly unknown[] {
  const required = valueAt(schema, [...object, "required"]);
  return Array.isArray(required) ? required : [];
}

function withRequired(schema: unknown, object: readonly string[], name: string, is: boolean): unknown {
  const others = requiredOf(schema, object).filter((one) => one !== name);
  const next = is ? [...others, name] : others;
  return withValue(schema, [...object, "required"], next.length === 0 ? undefined : next);
}

function defaultOf(schema: unknown): unknown {
  if (!isJsonObject(schema)) return null;
  const { type, examples, enum: values } = schema;
  const [first] = Array.isArray(values) ? values : Array.isArray(examples) ? examples : [];
  if (first !== undefined) return first;
  const name: unknown = Array.isArray(type) ? type[0] : type;
  const defaults: Readonly<Record<string, unknown>> = {
    string: "",
    number: 0,
    integer: 0,
    boolean: false,
    object: {},
    array: [],
  };
  return typeof name === "string" && Object.hasOwn(defaults, name) ? defaults[name] : null;
}

function takenBack(original: unknown, update: unknown, parts: readonly string[]): unknown {
  const field = fieldOf(parts);
  const isNames =
    field !== undefined && parts.at(-2) === "required" && parts.length === field.object.length + 2;
  if (isNames) {
    const was = requiredOf(original, field.object).includes(field.name);
    return withRequired(update, field.object, field.name, was);
  }
  const before = valueAt(original, parts);
  const restored = withValue(update, parts, before);
  const isField = field !== undefined && parts.length === field.object.length + 2;
  if (!isField) return restored;
  const was = requiredOf(original, field.object).includes(field.name);
  return withRequired(restored, field.object, field.name, was);
}

/**
 * What can be done about a breaking change in one click, the mildest first. Where old readers must understand new
 * events, only taking the change back is sure to help.
 */
export function draftRemedies(
  { direction, remedies, isCompatible, pointer }: Finding,
  original: unknown,
  update: unknown,
): readonly DraftRemedy[] {
  if (isCompatible) return [];
  const parts = pointerParts(pointer);
  const takeBack: readonly DraftRemedy[] = parts.length === 0 ? [] : ["take-back"];
  if (direction === "forward")
    return remedies.includes("close-schema") ? ["close-schema", ...takeBack] : takeBack;
  const named = remedies.flatMap((kind) => ofDraft[kind] ?? []);
  // Closing the new version says nothing of what the old one let through.
  const helpful = named.filter((kind) => kind !== "close-schema" && kind !== "take-back");
  // A type with a list of values is several rules at once: then the rules do not say that it was the list.
  const values: readonly DraftRemedy[] = losesValues(parts, original, update) ? ["keep-values"] : [];
  return [...new Set([...helpful, ...values, ...takeBack])];
}

function losesValues(parts: readonly string[], original: unknown, update: unknown): boolean {
  const at = parts.at(-1) === "enum" ? parts : [...parts, "enum"];
  const [before, after] = [valueAt(original, at), valueAt(update, at)];
  if (!Array.isArray(before) || !Array.isArray(after)) return false;
  const kept = new Set(after.map((value) => JSON.stringify(value)));
  return before.some((value) => !kept.has(JSON.stringify(value)));
}

/**
 * The draft after a remedy.
 * @param original the version that the finding compares with
 */
export function withRemedy(
  remedy: DraftRemedy,
  { pointer }: Pick<Finding, "pointer">,
  original: unknown,
  update: unknown,
): unknown {
  const parts = pointerParts(pointer);
  const field = fieldOf(parts);
  switch (remedy) {
    case "make-optional":
      return field === undefined ? update : withRequired(update, field.object, field.name, false);
    case "add-default": {
      if (field === undefined) return update;
      const at = [...field.object, "properties", field.name];
      return withValue(update, [...at, "default"], defaultOf(valueAt(update, at)));
    }
    case "open-schema":
    case "close-schema": {
      const last = parts.at(-1) ?? "";
      const isKeyword = /^(?:additional|unevaluated)Properties$/.test(last);
      const object = isKeyword ? parts.slice(0, -1) : (field?.object ?? parts);
      const keyword = isKeyword ? last : "additionalProperties";
      return withValue(update, [...object, keyword], remedy === "close-schema" ? false : undefined);
    }
    case "keep-values": {
      const at = parts.at(-1) === "enum" ? parts : [...parts, "enum"];
      const [before, after] = [valueAt(original, at), valueAt(update, at)];
      if (!Array.isArray(before) || !Array.isArray(after)) return takenBack(original, update, parts);
      const all = new Map([...before, ...after].map((value) => [JSON.stringify(value), value]));
      return withValue(update, at, [...all.values()]);
    }
    case "take-back":
      return takenBack(original, update, parts);
  }
}
