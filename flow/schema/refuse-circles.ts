import { isJsonObject } from "./json-text";
import type { JsonSchemaDocument } from "./read-json-schema";
import { indexSchema } from "./schema-index";
import { SchemaProblem } from "./schema-problem";

const maxHops = 100;

/**
 * Refuses references that lead nowhere or back to themselves without anything between: no data could ever be checked
 * with them. A schema that contains itself inside a field or a list is fine.
 * @throws SchemaProblem
 */
export function refuseCircles(document: JsonSchemaDocument): void {
  const index = indexSchema(document);
  const stack: unknown[] = [document.root];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value !== "object" || value === null) continue;
    let at: unknown = value;
    for (let hops = 0; isJsonObject(at) && typeof at.$ref === "string"; hops += 1) {
      if (hops > maxHops)
        throw new SchemaProblem(`The reference "${at.$ref.slice(0, 200)}" goes round in a circle.`);
      if (/^https?:\/\/json-schema\.org\//.test(at.$ref)) break;
      at = index.resolve(at.$ref, at);
    }
    for (const inner of Object.values(value)) if (inner !== undefined) stack.push(inner);
  }
}
