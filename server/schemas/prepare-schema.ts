import { isJsonObject } from "@/flow/schema/json-text";
import type { JsonSchemaDocument } from "@/flow/schema/read-json-schema";
import { SchemaProblem } from "@/flow/schema/schema-problem";

/** Characters of an id. The compiler writes ids into a comment of its code: they must not be able to end it. */
const idShape = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()+,;=%]*$/;

/** @throws SchemaProblem for an id that is no address */
export function refuseUnsafe({ root, references }: JsonSchemaDocument): void {
  const stack: unknown[] = [root, ...references.values()];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const id = isJsonObject(value) ? value.$id : undefined;
    if (typeof id === "string" && !idShape.test(id))
      throw new SchemaProblem(`The id "${id.slice(0, 100)}" of a schema is not an address.`);
    for (const inner of Object.values(value)) if (inner !== undefined) stack.push(inner);
  }
}

type Raw = Readonly<Record<string, unknown>>;

/** Draft-04 said `exclusiveMinimum: true` beside `minimum`. */
function newer(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(newer);
  if (!isJsonObject(value)) return value;
  const { exclusiveMinimum, exclusiveMaximum, id, ...rest } = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, newer(inner)]),
  );
  const made: Record<string, unknown> = { ...rest };
  if (typeof exclusiveMinimum !== "boolean" && exclusiveMinimum !== undefined)
    made.exclusiveMinimum = exclusiveMinimum;
  if (typeof exclusiveMaximum !== "boolean" && exclusiveMaximum !== undefined)
    made.exclusiveMaximum = exclusiveMaximum;
  if (exclusiveMinimum === true) made.exclusiveMinimum = made.minimum;
  if (exclusiveMaximum === true) made.exclusiveMaximum = made.maximum;
  // An id that is no address is data, such as an example.
  if (id !== undefined) made[typeof id === "string" && idShape.test(id) ? "$id" : "id"] = id;
  return made;
}

const known =
  /^https?:\/\/json-schema\.org\/draft\/(?:2019-09|2020-12)\/schema#?$|^https?:\/\/json-schema\.org\/draft-07\/schema#?$/;

/** A schema without a name of a draft that the compiler does not know: older ones are read as draft-07. */
export function asNewerDraft(root: Raw): Raw {
  const named = typeof root.$schema === "string" ? root.$schema : undefined;
  if (named === undefined || known.test(named)) return root;
  const { $schema: _, ...rest } = root;
  if (!/draft-0[34]/.test(named)) return rest;
  const converted = newer(rest);
  return isJsonObject(converted) ? converted : rest;
}
