import { isJsonObject } from "../schema/json-text";

/** Under these stands data, not a schema: what looks like a reference there is none. */
const dataKeywords: ReadonlySet<string> = new Set(["const", "enum", "default", "example", "examples"]);
/** Under these stand schemas by name, and a name may be any word, `$ref` too. */
const namingKeywords: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "definitions",
  "$defs",
  "dependentSchemas",
]);

/** A copy of a JSON Schema in which every `$ref` is what `change` makes of it. Bounded by the depth of the schema. */
export function mapSchemaRefs(schema: unknown, change: (reference: string) => string): unknown {
  if (Array.isArray(schema)) return schema.map((inner) => mapSchemaRefs(inner, change));
  if (!isJsonObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, inner]) => {
      if (name === "$ref" && typeof inner === "string") return [name, change(inner)];
      if (dataKeywords.has(name)) return [name, inner];
      if (!namingKeywords.has(name) || !isJsonObject(inner)) return [name, mapSchemaRefs(inner, change)];
      const named = Object.entries(inner).map(([key, one]) => [key, mapSchemaRefs(one, change)] as const);
      return [name, Object.fromEntries(named)];
    }),
  );
}
