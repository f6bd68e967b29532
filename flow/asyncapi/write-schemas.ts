import { freeName } from "../document/names";
import type { SchemaFormat } from "../schema/failure";
import { pointerPart } from "../schema/json-text";
import type { Dialect } from "../schema/read-json-schema";
import { extensionName } from "./extension";
import { schemaFormatName } from "./schema-format";
import { mapSchemaRefs } from "./schema-refs";

/** A schema of the registry, as it goes into a document. */
export interface ExportedSchema {
  readonly subject: string;
  readonly version: number;
  readonly format: SchemaFormat;
  /** A JSON value; the text itself for Protobuf. */
  readonly schema: unknown;
  readonly dialect?: Dialect | undefined;
  /** What it refers to in the registry. */
  readonly references: readonly {
    readonly name: string;
    readonly subject: string;
    readonly version: number;
  }[];
  /** The documents behind the references of a JSON Schema, by the names it knows them by. */
  readonly documents: ReadonlyMap<string, unknown>;
}

/** Where the schemas of a document stand. */
export interface WrittenSchemas {
  /** `components.schemas`. */
  readonly components: Readonly<Record<string, unknown>>;
  /** The name of a subject's schema among them. */
  readonly keyOf: ReadonlyMap<string, string>;
}

const pointerOf = (key: string): string => `#/components/schemas/${pointerPart(key)}/schema`;

/**
 * Writes schemas as components, each once. A reference inside of a JSON Schema points from there on into the whole
 * document, and the documents that it names become components beside it. `names` are taken by other components.
 */
export function writeSchemas(
  schemas: readonly ExportedSchema[],
  names: ReadonlySet<string> = new Set(),
): WrittenSchemas {
  const components: Record<string, unknown> = {};
  const keyOf = new Map<string, string>();
  const taken = new Set(names);
  const keyFor = (name: string): string => {
    const key = freeName(name.replace(/[^\w.-]+/g, "_"), taken);
    taken.add(key);
    return key;
  };
  // Subjects first, so that what only they refer to never takes their names.
  for (const { subject } of schemas) if (!keyOf.has(subject)) keyOf.set(subject, keyFor(subject));
  for (const { subject, version, format, schema, dialect, references, documents } of schemas) {
    const key = keyOf.get(subject);
    if (key === undefined || components[key] !== undefined) continue;
    const schemaFormat = schemaFormatName(format, dialect);
    if (format !== "JSON") {
      const own = { subject, version, ...(references.length > 0 && { references }) };
      components[key] = { schemaFormat, schema, [extensionName]: own };
      continue;
    }
    const keys = new Map([...documents.keys()].map((name) => [name, keyFor(name)]));
    const point = (own: string) => (reference: string) => {
      if (reference === "#" || reference.startsWith("#/")) return `${pointerOf(own)}${reference.slice(1)}`;
      const [name = "", fragment = ""] = reference.split("#", 2);
      const other = keys.get(name);
      // An anchor stays what it is, and so does what is found by `$id`.
      return other === undefined || (fragment !== "" && !fragment.startsWith("/"))
        ? reference
        : `${pointerOf(other)}${fragment}`;
    };
    components[key] = {
      schemaFormat,
      schema: mapSchemaRefs(schema, point(key)),
      [extensionName]: { subject, version },
    };
    for (const [name, other] of keys)
      components[other] = { schemaFormat, schema: mapSchemaRefs(documents.get(name), point(other)) };
  }
  return { components, keyOf };
}
