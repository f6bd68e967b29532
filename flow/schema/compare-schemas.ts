import { type ChangeType, type CompatibilityPolicy, isCompatibleChange } from "./change-type";
import { Comparison } from "./compare/comparison";
import { normaliserOf } from "./normalise";
import type { JsonSchemaDocument } from "./read-json-schema";

/** One difference between two schemas. */
export interface SchemaChange {
  readonly type: ChangeType;
  /** Where, in the words of Confluent's registry: `#/properties/total`; `#/` is the whole schema. */
  readonly pointer: string;
  readonly isCompatible: boolean;
  /** Both sides say the same; listed because the rules name it. */
  readonly isSame: boolean;
  /** What it is, where the type does not say it. */
  readonly detail?: string;
}

/** Whether data of the original can be read with the update, and every difference between the two. */
export interface SchemaComparison {
  readonly isCompatible: boolean;
  readonly changes: readonly SchemaChange[];
}

/**
 * Compares two JSON Schemas as Confluent's registry does. Time is bounded, cycles end.
 * @throws SchemaProblem for references that lead nowhere, and when it would take too long
 */
export function compareSchemas(
  original: JsonSchemaDocument,
  update: JsonSchemaDocument,
  policy: CompatibilityPolicy,
): SchemaComparison {
  const nodeOf = (document: JsonSchemaDocument) => normaliserOf(document).lazy(document.root)();
  const { changes, isCompatible } = new Comparison(policy).compare(nodeOf(original), nodeOf(update));
  return {
    isCompatible,
    changes: changes.map(({ type, path, isSame = false }) => ({
      type,
      pointer: `#${path === "" ? "/" : path}`,
      isCompatible: isCompatibleChange(type, policy),
      isSame,
    })),
  };
}
