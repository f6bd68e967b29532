import * as z from "zod";
import { freeName } from "../document/names";
import type { SchemaFormat } from "../schema/failure";
import { isJsonObject, pointerPart } from "../schema/json-text";
import { maxSchemaLength, readJsonSchema } from "../schema/read-json-schema";
import { SchemaProblem } from "../schema/schema-problem";
import { extensionName } from "./extension";
import { elsewhereText, type LocalRefs, nowhereText, type Placed, pointerIn, valueAt } from "./local-refs";
import type { MessagePart } from "./parts";
import type { Report } from "./problem";
import { namedFormat } from "./schema-format";
import { mapSchemaRefs } from "./schema-refs";

/** All schemas of one document together, in characters. */
const maxTotalLength = 2 * 1024 * 1024;
/** Other schemas that one schema brings along. */
const maxDefinitions = 500;
const tooLargeText = "With what it refers to, this schema is too large.";

/** A schema of a document on its own, as the registry takes it. */
export interface FoundSchema {
  readonly format: SchemaFormat;
  readonly text: string;
  readonly pointer: string;
  /** The subject that it comes from, when Millrace wrote it. */
  readonly subject: string | undefined;
  readonly references: readonly {
    readonly name: string;
    readonly subject: string;
    readonly version: number;
  }[];
}

const ownSchema = z.object({
  subject: z
    .string()
    .max(255)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no subject has them
    .regex(/^[^\u0000-\u001f\u007f]+$/)
    .optional()
    .catch(undefined),
  references: z
    .array(z.object({ name: z.string().min(1), subject: z.string().min(1), version: z.int().min(1) }))
    .max(100)
    .catch([]),
});

/** Takes schemas out of a document. */
export interface SchemaReader {
  /** The schema of a topic whose events are one of these messages; undefined when there is none that can be read. */
  read(messages: readonly MessagePart[], pointer: string): FoundSchema | undefined;
}

interface Payload {
  readonly format: SchemaFormat;
  readonly dialect: "draft-07" | "2020-12" | undefined;
  readonly schema: Placed;
  readonly own: z.infer<typeof ownSchema>;
}

/** Makes a reader that stops before the schemas of one document take too much. */
export function schemaReader(refs: LocalRefs, report: Report): SchemaReader {
  const budget = { left: maxTotalLength };

  function payloadOf({ payload, schemaFormat }: MessagePart): Payload | undefined {
    if (payload === undefined) return undefined;
    const outer = refs.resolve(payload.value, payload.pointer);
    if (outer === undefined) return undefined;
    const { value } = outer;
    const isMulti = isJsonObject(value) && value.schema !== undefined;
    const named = isMulti && typeof value.schemaFormat === "string" ? value.schemaFormat : schemaFormat;
    const known = namedFormat(named);
    if (known === undefined) {
      report(outer.pointer, `Schemas of the format \`${named}\` are not kept here.`);
      return undefined;
    }
    const schema = isMulti ? refs.resolve(value.schema, `${outer.pointer}/schema`) : outer;
    if (schema === undefined) return undefined;
    const own = ownSchema.parse((isJsonObject(value) ? value[extensionName] : undefined) ?? {});
    return { format: known.format, dialect: known.dialect, schema, own };
  }

  function found(payload: Payload, text: string | undefined, pointer: string): FoundSchema | undefined {
    if (text === undefined) return undefined;
    if (text.length > maxSchemaLength) {
      report(pointer, tooLargeText);
      return undefined;
    }
    const { format, own } = payload;
    return {
      format,
      text,
      pointer,
      subject: own.subject,
      references: format === "JSON" ? [] : own.references,
    };
  }

  function textOf({ format, dialect, schema }: Payload): string | undefined {
    const { value, pointer } = schema;
    if (format === "JSON") return bundledText(refs, value, pointer, dialect, report, budget);
    budget.left -= lengthOf(value, budget.left);
    if (typeof value === "string") return value;
    if (format === "AVRO" && typeof value === "object" && value !== null)
      return JSON.stringify(value, null, 2);
    report(pointer, format === "AVRO" ? "A schema of Avro is an object." : "A schema of Protobuf is a text.");
    return undefined;
  }

  return {
    read(messages, pointer) {
      if (budget.left <= 0) return undefined;
      const payloads = messages.flatMap((message) => payloadOf(message) ?? []);
      const distinct = [...new Map(payloads.map((payload) => [payload.schema.pointer, payload])).values()];
      const [first, ...others] = distinct;
      if (first === undefined) return undefined;
      if (others.length === 0) return found(first, textOf(first), first.schema.pointer);
      if (distinct.some(({ format }) => format !== "JSON")) {
        report(pointer, "Its messages are not all in JSON Schema, so that no one schema describes them.");
        return undefined;
      }
      // A message fits exactly one of those that its channel names.
      const schema = { oneOf: distinct.map((payload) => ({ $ref: `#${payload.schema.pointer}` })) };
      const dialect = distinct.find((payload) => payload.dialect === "2020-12")?.dialect;
      const text = bundledText(refs, schema, undefined, dialect, report, budget);
      return found({ ...first, own: { subject: undefined, references: [] } }, text, pointer);
    },
  };
}

/** Characters that are left for the schemas of a document. */
interface Budget {
  left: number;
}

/** About as many characters as a value takes in JSON, counted up to a limit: before it is copied, not after. */
function lengthOf(value: unknown, limit: number): number {
  const stack: unknown[] = [value];
  let length = 0;
  for (let next = stack.pop(); next !== undefined && length <= limit; next = stack.pop()) {
    length += typeof next === "string" ? next.length + 3 : 5;
    if (typeof next !== "object" || next === null) continue;
    for (const [name, inner] of Object.entries(next)) {
      length += name.length + 3;
      stack.push(inner);
    }
  }
  return length;
}

/** A readable name for what a pointer leads to: `/components/messages/Paid/payload` is called Paid. */
function nameAt(pointer: string): string {
  const parts = pointer.split("/").filter((part) => part !== "payload" && part !== "schema");
  return (parts.at(-1) ?? "").replace(/[^\w.-]+/g, "_") || "part";
}

/**
 * A JSON Schema that stands on its own: what it refers to elsewhere in the document is put into its definitions.
 * Undefined, and reported, when something is missing.
 */
function bundledText(
  refs: LocalRefs,
  schema: unknown,
  place: string | undefined,
  dialect: "draft-07" | "2020-12" | undefined,
  report: Report,
  budget: Budget,
): string | undefined {
  if (!isJsonObject(schema) && typeof schema !== "boolean") {
    report(place ?? "", "A JSON Schema is an object, or true or false.");
    return undefined;
  }
  const keyword = dialect === "2020-12" ? "$defs" : "definitions";
  const ownDefinitions = isJsonObject(schema) && isJsonObject(schema[keyword]) ? schema[keyword] : {};
  const taken = new Set(Object.keys(ownDefinitions));
  const names = new Map<string, string>();
  const waiting: Placed[] = [];
  let isWhole = true;
  const lose = (message: string) => {
    if (isWhole) report(place ?? "", message);
    isWhole = false;
  };

  // The same part may be referred to under many names, and a part of it once more: every copy counts.
  let left = Math.min(maxSchemaLength, budget.left);
  const copy = (value: unknown): unknown => {
    const length = lengthOf(value, left);
    left -= length;
    budget.left -= length;
    if (left >= 0) return mapSchemaRefs(value, change);
    lose(tooLargeText);
    return undefined;
  };

  const change = (reference: string): string => {
    const pointer = pointerIn(reference);
    if (pointer === undefined) {
      // An anchor or an id inside of the schema; the registry knows whether it leads anywhere.
      if (!reference.startsWith("#")) lose(elsewhereText(reference));
      return reference;
    }
    if (place !== undefined && pointer === place) return "#";
    if (place !== undefined && pointer.startsWith(`${place}/`)) return `#${pointer.slice(place.length)}`;
    const target = pointer === "" ? undefined : refs.at(pointer);
    if (target === undefined) {
      // Written for the schema alone, as many are.
      if (valueAt(schema, pointer) === undefined) lose(nowhereText(reference));
      return reference;
    }
    const known = names.get(pointer);
    if (known !== undefined) return `#/${keyword}/${pointerPart(known)}`;
    if (names.size >= maxDefinitions) {
      lose(`This schema refers to more than ${maxDefinitions} others.`);
      return reference;
    }
    const name = freeName(nameAt(pointer), taken);
    taken.add(name);
    names.set(pointer, name);
    const inner = isJsonObject(target) && typeof target.schemaFormat === "string" ? target.schema : target;
    waiting.push({ value: inner, pointer: name });
    return `#/${keyword}/${pointerPart(name)}`;
  };

  const root = copy(schema);
  const definitions: [string, unknown][] = [];
  for (let next = waiting.pop(); next !== undefined && isWhole; next = waiting.pop())
    definitions.push([next.pointer, copy(next.value)]);
  if (!isWhole) return undefined;
  definitions.sort(([a], [b]) => (a < b ? -1 : 1));
  const whole =
    definitions.length === 0 || !isJsonObject(root)
      ? root
      : {
          ...root,
          [keyword]: {
            ...(isJsonObject(root[keyword]) ? root[keyword] : {}),
            ...Object.fromEntries(definitions),
          },
        };
  return withDialect(whole, dialect, lose);
}

/** Names the draft inside of the schema where it would be taken for another one. */
function withDialect(
  schema: unknown,
  dialect: "draft-07" | "2020-12" | undefined,
  lose: (message: string) => void,
): string | undefined {
  const text = JSON.stringify(schema, null, 2);
  try {
    if (dialect === undefined || !isJsonObject(schema) || readJsonSchema(text).dialect === dialect)
      return text;
  } catch (error) {
    if (!(error instanceof SchemaProblem)) throw error;
    lose(error.message);
    return undefined;
  }
  const $schema =
    dialect === "2020-12"
      ? "https://json-schema.org/draft/2020-12/schema"
      : "http://json-schema.org/draft-07/schema#";
  return JSON.stringify({ ...schema, $schema }, null, 2);
}
