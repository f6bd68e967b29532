import protobuf from "protobufjs";
import type { SchemaFailure } from "@/flow/schema/failure";
import { isJsonObject, pointerPart } from "@/flow/schema/json-text";
import { maxSchemaLength } from "@/flow/schema/read-json-schema";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import type { Validator } from "./json-validator";

/** A file of Protobuf: its first message is what events are. */
export interface ProtobufSchema {
  readonly message: protobuf.Type;
}

/**
 * Reads a file of Protobuf; what it imports must be among the references or belong to Protobuf itself.
 * @throws SchemaProblem
 */
export function readProtobuf(text: string, references: ReadonlyMap<string, string>): ProtobufSchema {
  if (text.length > maxSchemaLength) throw new SchemaProblem("A schema has at most 1 MB.");
  const root = new protobuf.Root();
  try {
    for (const source of references.values()) protobuf.parse(source, root, { keepCase: true });
    const parsed = protobuf.parse(text, root, { keepCase: true });
    for (const name of [...(parsed.imports ?? []), ...(parsed.weakImports ?? [])]) {
      if (references.has(name)) continue;
      const own = protobuf.common.get(name);
      if (own?.nested === undefined)
        throw new SchemaProblem(
          `The import "${name.slice(0, 200)}" leads nowhere. Register it and name it as a reference; nothing is fetched.`,
        );
      if (root.lookup("google.protobuf") === null || !name.startsWith("google/protobuf/"))
        root.addJSON(own.nested);
      else addMissing(root, own.nested);
    }
    root.resolveAll();
    const message = firstMessage(text, root);
    if (message === undefined) throw new SchemaProblem("This file of Protobuf has no message.");
    return { message };
  } catch (error) {
    if (error instanceof SchemaProblem) throw error;
    if (error instanceof RangeError) throw new SchemaProblem("This file of Protobuf is nested too deep.");
    throw new SchemaProblem(
      `This is not a file of Protobuf: ${error instanceof Error ? error.message.slice(0, 500) : "unreadable"}.`,
    );
  }
}

/** Two imports of Protobuf's own share a namespace. */
function addMissing(root: protobuf.Root, nested: Record<string, protobuf.AnyNestedObject>): void {
  const google = nested.google;
  const inner = google !== undefined && "nested" in google ? google.nested?.protobuf : undefined;
  const types = inner !== undefined && "nested" in inner ? inner.nested : undefined;
  const namespace = root.define("google.protobuf");
  for (const [name, type] of Object.entries(types ?? {}))
    if (namespace.get(name) === null) namespace.addJSON({ [name]: type });
}

/** The first message of the file itself, without what it imports. */
function firstMessage(text: string, root: protobuf.Root): protobuf.Type | undefined {
  const alone = protobuf.parse(text, new protobuf.Root(), { keepCase: true });
  const space = alone.package === undefined ? alone.root : alone.root.lookup(alone.package);
  if (!(space instanceof protobuf.Namespace)) return undefined;
  const first = space.nestedArray.find((one) => one instanceof protobuf.Type);
  const found = first && root.lookup(first.fullName.slice(1));
  return found instanceof protobuf.Type ? found : undefined;
}

const maxFailures = 20;
const isWhole = (value: unknown): boolean =>
  (typeof value === "number" && Number.isInteger(value)) ||
  (typeof value === "string" && /^-?\d{1,20}$/.test(value));
const isUnsigned = (value: unknown): boolean => isWhole(value) && !String(value).startsWith("-");
const isDecimal = (value: unknown): boolean =>
  typeof value === "number" ||
  (typeof value === "string" &&
    (/^(?:NaN|-?Infinity)$/.test(value) || (value.trim() !== "" && Number.isFinite(Number(value)))));

const scalars: Readonly<Record<string, (value: unknown) => boolean>> = {
  double: isDecimal,
  float: isDecimal,
  int32: isWhole,
  sint32: isWhole,
  sfixed32: isWhole,
  int64: isWhole,
  sint64: isWhole,
  sfixed64: isWhole,
  uint32: isUnsigned,
  fixed32: isUnsigned,
  uint64: isUnsigned,
  fixed64: isUnsigned,
  bool: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
  bytes: (value) => typeof value === "string" && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value),
};

const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

interface KnownFields {
  readonly byName: ReadonlyMap<string, protobuf.Field>;
  readonly required: readonly protobuf.Field[];
}

const knownFields = new WeakMap<protobuf.Type, KnownFields>();

/** The fields of a message by both their names. */
function fieldsOf(type: protobuf.Type): KnownFields {
  const known = knownFields.get(type);
  if (known !== undefined) return known;
  const byName = new Map<string, protobuf.Field>();
  for (const field of type.fieldsArray) byName.set(field.name, field).set(camel(field.name), field);
  const made = { byName, required: type.fieldsArray.filter(({ required }) => required) };
  knownFields.set(type, made);
  return made;
}

/** Values that one check looks at. */
const maxValues = 1_000_000;

class Check {
  readonly failures: SchemaFailure[] = [];
  #left = maxValues;

  /** Whether there is enough to tell already, or too much to look at. */
  #isOver(cost = 1): boolean {
    this.#left -= cost;
    if (this.#left < 0 && this.failures.length === 0)
      this.failures.push({
        pointer: "",
        keyword: "too-much",
        message: "Checking this event against its schema takes too long.",
      });
    return this.#left < 0 || this.failures.length >= maxFailures;
  }

  #fail(pointer: string, keyword: string, what: string): void {
    const name = pointer === "" ? "The event" : `\`${pointer.slice(1).replaceAll("/", ".").slice(0, 200)}\``;
    if (this.failures.length < maxFailures)
      this.failures.push({ pointer, keyword, message: `${name} ${what}.` });
  }

  message(type: protobuf.Type, value: unknown, pointer: string): void {
    // Protobuf's own types have encodings of their own: a time is a text, a wrapper its value.
    if (type.fullName.startsWith(".google.protobuf.")) return;
    if (!isJsonObject(value)) {
      this.#fail(pointer, "type", `must be an object, a ${type.name}`);
      return;
    }
    const fields = fieldsOf(type);
    for (const [name, inner] of Object.entries(value)) {
      if (this.#isOver()) return;
      const field = fields.byName.get(name);
      const at = `${pointer}/${pointerPart(name)}`;
      if (field === undefined) this.#fail(at, "additionalProperties", "is not a field of the schema");
      else if (inner !== null) this.#field(field, inner, at);
    }
    for (const field of fields.required) {
      if (this.#isOver()) return;
      if (value[field.name] === undefined && value[camel(field.name)] === undefined)
        this.#fail(`${pointer}/${pointerPart(field.name)}`, "required", "is missing");
    }
  }

  #field(field: protobuf.Field, value: unknown, pointer: string): void {
    if (field instanceof protobuf.MapField) {
      if (!isJsonObject(value)) {
        this.#fail(pointer, "type", "must be an object");
        return;
      }
      for (const [key, inner] of Object.entries(value))
        this.#single(field, inner, `${pointer}/${pointerPart(key)}`);
    } else if (field.repeated) {
      if (!Array.isArray(value)) {
        this.#fail(pointer, "type", "must be a list");
        return;
      }
      for (const [place, inner] of value.entries()) {
        if (this.#isOver()) return;
        this.#single(field, inner, `${pointer}/${place}`);
      }
    } else this.#single(field, value, pointer);
  }

  #single({ resolvedType, type }: protobuf.Field, value: unknown, pointer: string): void {
    if (resolvedType instanceof protobuf.Type) this.message(resolvedType, value, pointer);
    else if (resolvedType instanceof protobuf.Enum) {
      const isKnown =
        typeof value === "string" ? Object.hasOwn(resolvedType.values, value) : Number.isInteger(value);
      if (!isKnown)
        this.#fail(
          pointer,
          "enum",
          `must be one of ${Object.keys(resolvedType.values).slice(0, 10).join(", ")}`,
        );
    } else if (!(scalars[type]?.(value) ?? true)) this.#fail(pointer, "type", `must be ${type}`);
  }
}

/** Checks data in Protobuf's JSON encoding. */
export function protobufValidator({ message }: ProtobufSchema): Validator {
  return {
    check: (value) => {
      const check = new Check();
      check.message(message, value, "");
      return check.failures;
    },
  };
}
