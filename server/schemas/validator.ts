import { SchemaProblem } from "@/flow/schema/schema-problem";
import { compileValidator, type Validator } from "./json-validator";
import type { ReadSchema } from "./read-schema";
import { registryError } from "./registry-error";

/** Makes what checks data against a schema. @throws SchemaProblem */
export function validatorOf({ document }: ReadSchema): Validator {
  return compileValidator(document);
}

/**
 * Refuses what cannot be checked with, so that no such schema gets a version.
 * @throws AppError `bad-input` with the registry code 42201
 */
export function checkUsable(schema: ReadSchema): void {
  try {
    validatorOf(schema);
  } catch (error) {
    if (error instanceof SchemaProblem) throw registryError(42201, error.message, { pointer: error.pointer });
    throw error;
  }
}
