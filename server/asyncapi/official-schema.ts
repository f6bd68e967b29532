import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ErrorObject, ValidateFunction } from "ajv";

/** Versions whose official schemas are at hand; the schema of a patch version is that of its minor one. */
const officialVersions = ["2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "2.5.0", "2.6.0", "3.0.0", "3.1.0"];

/** Where a document differs from the official schema of its version. */
export interface SchemaDifference {
  /** JSON pointer; empty for the document itself. */
  readonly pointer: string;
  readonly message: string;
}

const validators = new Map<string, Promise<ValidateFunction>>();

async function load(version: string): Promise<ValidateFunction> {
  const [{ Ajv }, text] = await Promise.all([import("ajv"), readFile(schemaFile(version), "utf8")]);
  // The first difference is enough: how many there are, a hostile document decides.
  const ajv = new Ajv({
    strict: false,
    allErrors: false,
    validateFormats: false,
    validateSchema: false,
    logger: false,
  });
  // Told apart two by two, a list of a hostile document takes minutes. Twice the same tag is no reason to wait for it.
  ajv.removeKeyword("uniqueItems").addKeyword("uniqueItems");
  const schema: object = JSON.parse(text);
  return ajv.compile(schema);
}

function schemaFile(version: string): string {
  const require = createRequire(join(process.cwd(), "package.json"));
  return require.resolve(`@asyncapi/specs/schemas/${version}-without-$id.json`);
}

/** The parts of a schema that only choose among others say nothing by themselves. */
const choosing = new Set(["if", "oneOf", "anyOf", "allOf", "$ref"]);

function tellingError(errors: readonly ErrorObject[]): ErrorObject | undefined {
  // Nearly everything may be a reference instead, and is none.
  const telling = errors.filter(
    ({ keyword, params }) => !choosing.has(keyword) && params.missingProperty !== "$ref",
  );
  const depth = ({ instancePath }: ErrorObject) => instancePath.split("/").length;
  // Of alternatives that failed, the one that came furthest was meant.
  return [...(telling.length > 0 ? telling : errors)].sort((a, b) => depth(b) - depth(a))[0];
}

/**
 * Compares a document with the official JSON Schema of its version, `3.0.0` say. Undefined when it fits, or when there is no
 * schema of that version. The schemas are read from disk when the first document asks for them.
 */
export async function schemaDifference(
  version: string,
  document: unknown,
): Promise<SchemaDifference | undefined> {
  const official = officialVersions.find((one) => one.startsWith(version.replace(/\.\d+$/, ".")));
  if (official === undefined) return undefined;
  const known = validators.get(official) ?? load(official);
  validators.set(official, known);
  const validate = await known;
  if (validate(document) === true) return undefined;
  const error = tellingError(validate.errors ?? []);
  if (error === undefined) return undefined;
  const name: unknown = error.params.additionalProperty ?? error.params.missingProperty;
  const detail =
    error.keyword === "additionalProperties" ? `must not have \`${String(name)}\`` : error.message;
  return {
    pointer: error.instancePath,
    message: `This is not as AsyncAPI ${official} has it: it ${detail ?? "does not fit"}.`,
  };
}
