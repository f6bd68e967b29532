import { refuseCircles } from "@/flow/schema/refuse-circles";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import { avroValidator } from "./avro-schema";
import { compileValidator, type Validator } from "./json-validator";
import { protobufValidator } from "./protobuf-schema";
import type { ReadSchema } from "./read-schema";
import { registryError } from "./registry-error";

/** Makes what checks data against a schema. @throws SchemaProblem */
export function validatorOf(schema: ReadSchema): Validator {
  switch (schema.format) {
    case "JSON":
      return compileValidator(schema.document);
    case "AVRO":
      return avroValidator(schema.type);
    case "PROTOBUF":
      return protobufValidator(schema.schema);
  }
}

/**
 * Refuses what cannot be checked with, so that no such schema gets a version.
 * @throws AppError `bad-input` with the registry code 42201
 */
export function checkUsable(schema: ReadSchema): void {
  try {
    if (schema.format === "JSON") refuseCircles(schema.document);
    validatorOf(schema);
  } catch (error) {
    if (error instanceof SchemaProblem) throw registryError(42201, error.message, { pointer: error.pointer });
    throw error;
  }
}
