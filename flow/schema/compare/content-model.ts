import { readPattern } from "#patterns";
import { ExpressionError } from "../../expression/expression-error";
import type { Lazy, ObjectNode } from "../schema-node";

/** Whether properties that the schema does not name may hold anything. */
export function isOpen({ additional, patternProperties, unevaluated }: ObjectNode): boolean {
  return (
    patternProperties.length === 0 &&
    additional.isPermitted &&
    additional.schema === undefined &&
    (unevaluated === undefined || unevaluated().kind === "empty")
  );
}

function matches(pattern: string, name: string): boolean {
  try {
    return readPattern(pattern)(name);
  } catch (error) {
    // A pattern that cannot be read names nothing; the registry refuses it in a new schema.
    if (error instanceof ExpressionError && error.code === "wrong-value") return false;
    throw error;
  }
}

/**
 * The schema that holds for a property that is not named: of the first pattern that fits, else of the other
 * properties. Undefined when there is none, so that the property may not be there.
 */
export function governing(
  { additional, patternProperties, unevaluated }: ObjectNode,
  name: string,
): Lazy | undefined {
  for (const [pattern, schema] of patternProperties) if (matches(pattern, name)) return schema;
  if (!additional.isPermitted) return undefined;
  return additional.schema ?? (unevaluated?.().kind === "false" ? undefined : unevaluated);
}
