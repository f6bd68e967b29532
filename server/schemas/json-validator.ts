import { _, Ajv, type ErrorObject, type KeywordCxt, type Options, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { SchemaFailure } from "@/flow/schema/failure";
import { canonicalJson, isJsonObject } from "@/flow/schema/json-text";
import type { Dialect, JsonSchemaDocument } from "@/flow/schema/read-json-schema";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import { failureOf } from "./failure-of";
import { Fuel, maxFuel, OutOfFuel, withFuel } from "./fuel";
import { asNewerDraft, refuseUnsafe } from "./prepare-schema";
import { schemaPattern } from "./schema-pattern";

/** Says where data does not fit a schema. */
export interface Validator {
  /** The places that do not fit, at most `maxFailures`; empty when all fits. */
  check(value: unknown): readonly SchemaFailure[];
}

/** What is told of one event. */
const maxFailures = 20;

/** Longest text that a format is asked about: some of them are slow on texts that no address has. */
const maxFormatLength = 16 * 1024;

/** Fields that every object of JavaScript seems to have. */
const inherited =
  /"(?:__proto__|constructor|toString|toLocaleString|valueOf|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|__(?:define|lookup)[GS]etter__)"/;

/** Characters from which on a schema is compiled in the way that copes with thousands of fields. */
const largeLength = 30_000;

/** A reference to the schema of schemas. */
const namesMetaSchema = /"\$ref":"https?:\/\/json-schema\.org\//;

const fuel = new Fuel();

/** One of each draft, for the schemas of schemas; they hold no state between calls. */
const shapes = new Map<string, AnyAjv>();

/** @throws SchemaProblem when a keyword has a value that the draft does not know */
function checkShape({ root, dialect }: JsonSchemaDocument): void {
  if (!isJsonObject(root)) return;
  const schema = asNewerDraft(root);
  const named = typeof schema.$schema === "string" ? schema.$schema : "";
  const kind = dialect === "draft-07" || !named.includes("2019-09") ? dialect : "2019-09";
  const ajv =
    shapes.get(kind) ?? addFormats.default(makeFor(named, dialect, { strict: false, logger: false }));
  shapes.set(kind, ajv);
  if (ajv.validateSchema(schema) === true) return;
  const [error] = ajv.errors ?? [];
  const at = error?.instancePath ?? "";
  throw new SchemaProblem(
    `This is not a JSON Schema: at ${at === "" ? "its top" : at.slice(0, 200)} it ${error?.message ?? "does not fit"}.`,
    at,
  );
}

type AnyAjv = Ajv | Ajv2019 | Ajv2020;

/** Characters of a text made for comparing that cost one unit. */
const charactersPerUnit = 6;

function comparable(value: unknown): string {
  const text = canonicalJson(value);
  fuel.burn(1 + text.length / charactersPerUnit);
  return text;
}

function isUnique(items: readonly unknown[]): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    const text = comparable(item);
    if (seen.has(text)) return false;
    seen.add(text);
  }
  return true;
}

function makeAjv({ root, dialect, references }: JsonSchemaDocument, allErrors: boolean): AnyAjv {
  const texts = [root, ...references.values()].map((value) => JSON.stringify(value));
  const options: Options = {
    strict: false,
    allErrors,
    logger: false,
    // Making the schema of schemas ready takes much longer than the schema itself: `checkShape` does it once for all.
    validateSchema: false,
    meta: texts.some((text) => namesMetaSchema.test(text)),
    // Costs time for every object, so only where a field could be mistaken for one.
    ownProperties: texts.some((text) => inherited.test(text)),
    // 19.99 is a multiple of 0.01.
    multipleOfPrecision: 9,
    code: {
      // Not worth its time for a large schema.
      ...(texts.some((text) => text.length > largeLength) ? { optimize: false } : {}),
      process: withFuel,
      regExp: Object.assign((pattern: string) => schemaPattern(pattern, fuel), { code: "patterns" }),
    },
  };
  const named = isJsonObject(root) && typeof root.$schema === "string" ? root.$schema : "";
  const ajv = makeFor(named, dialect, options);
  Object.assign(ajv, { fuel });
  boundFormats(ajv);
  boundComparisons(ajv);
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    errors: false,
    compile: (isWanted: boolean) => (items: unknown[]) => !isWanted || isUnique(items),
  });
  return ajv;
}

/**
 * Allowed values that are objects or lists are compared as texts, at a price by their length; with plain ones Ajv is
 * quick, and its code pays for them.
 */
function boundComparisons(ajv: AnyAjv): void {
  for (const keyword of ["enum", "const"]) {
    const theirs = ajv.getKeyword(keyword);
    if (typeof theirs === "boolean" || !("code" in theirs)) continue;
    const plainCode = theirs.code;
    ajv.removeKeyword(keyword);
    ajv.addKeyword({
      ...theirs,
      code: (context: KeywordCxt) => {
        const { schema, gen, data } = context;
        const values: unknown = keyword === "enum" ? schema : [schema];
        if (!Array.isArray(values) || !values.some((value) => typeof value === "object" && value !== null)) {
          plainCode(context);
          return;
        }
        const texts = new Set(values.map(canonicalJson));
        const isAllowed = (value: unknown) => texts.has(comparable(value));
        context.pass(_`${gen.scopeValue("keyword", { ref: isAllowed })}(${data})`);
      },
    });
  }
}

function makeFor(named: string, dialect: Dialect, options: Options): AnyAjv {
  if (dialect === "draft-07") return new Ajv(options);
  return named.includes("2019-09") ? new Ajv2019(options) : new Ajv2020(options);
}

function boundFormats(ajv: AnyAjv): void {
  addFormats.default(ajv);
  for (const [name, format] of Object.entries(ajv.formats)) {
    const test = testOf(format);
    if (test !== undefined)
      ajv.addFormat(name, {
        type: "string",
        validate: (text: string) => text.length <= maxFormatLength && test(text),
      });
  }
}

function testOf(format: unknown): ((text: string) => boolean) | undefined {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === "function") return (text) => Boolean(format(text));
  if (!isJsonObject(format) || format.type === "number") return undefined;
  return testOf(format.validate);
}

function compile(document: JsonSchemaDocument, allErrors: boolean): ValidateFunction {
  const ajv = makeAjv(document, allErrors);
  fuel.left = maxFuel;
  for (const [name, root] of document.references) {
    if (isJsonObject(root)) ajv.addSchema(asNewerDraft(root), name);
  }
  const { root } = document;
  return ajv.compile(typeof root === "boolean" ? root : asNewerDraft(isJsonObject(root) ? root : {}));
}

const tooMuch: SchemaFailure = {
  pointer: "",
  keyword: "too-much",
  message: "Checking this event against its schema takes too long.",
};

/** Runs a validation within its fuel; undefined when that was not enough. */
function run(validate: ValidateFunction, value: unknown): boolean | undefined {
  fuel.left = maxFuel;
  try {
    return validate(value);
  } catch (error) {
    // A schema that refers to itself without end runs out of one or the other.
    if (error instanceof OutOfFuel || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Code that stops at the first error is nested as deep as an object has fields; with many, the other kind is made. */
function compileFirst(document: JsonSchemaDocument): ValidateFunction {
  const isLarge = JSON.stringify(document.root).length > largeLength;
  try {
    return compile(document, isLarge);
  } catch (error) {
    if (isLarge || !(error instanceof RangeError)) throw error;
    return compile(document, true);
  }
}

/**
 * Compiles a schema. Patterns run on RE2, nothing is fetched, and every check ends in bounded time.
 * @throws SchemaProblem when it is not a schema, refers to what is not there, or has a pattern that RE2 cannot read
 */
export function compileValidator(document: JsonSchemaDocument): Validator {
  refuseUnsafe(document);
  checkShape(document);
  let first: ValidateFunction;
  try {
    first = compileFirst(document);
  } catch (error) {
    throw problemOf(error);
  }
  let all: ValidateFunction | undefined;
  const failuresOf = (errors: readonly ErrorObject[] | null | undefined) =>
    (errors ?? []).slice(0, maxFailures).map((error) => failureOf(error));
  return {
    check: (value) => {
      const fits = run(first, value);
      if (fits === true) return [];
      if (fits === undefined) return [tooMuch];
      const [failure] = failuresOf(first.errors);
      // Only who fails pays for hearing everything.
      all ??= compile(document, true);
      const found = run(all, value) === undefined ? [] : failuresOf(all.errors);
      return found.length > 0 ? found : [failure ?? tooMuch];
    },
  };
}

function problemOf(error: unknown): unknown {
  if (error instanceof SchemaProblem) return error;
  if (!(error instanceof Error)) return error;
  if (error instanceof OutOfFuel || error instanceof RangeError)
    return new SchemaProblem("This schema is too large to be used. Divide it into several.");
  const missing = /can't resolve reference (\S+)/.exec(error.message)?.[1];
  if (missing !== undefined)
    return new SchemaProblem(
      `The reference "${missing.slice(0, 200)}" leads nowhere. Put what it names into the schema, or register it and name it as a reference; nothing is fetched.`,
    );
  return new SchemaProblem(`This is not a JSON Schema: ${error.message.slice(0, 500)}.`);
}
