import type { SchemaFormat } from "../schema/failure";
import type { Dialect } from "../schema/read-json-schema";

/** What a `schemaFormat` names, as far as the registry keeps it. */
export interface NamedFormat {
  readonly format: SchemaFormat;
  /** Of a JSON Schema; undefined where the name leaves it open. */
  readonly dialect?: Dialect;
}

/** The name of a registry's format in AsyncAPI documents. */
export function schemaFormatName(format: SchemaFormat, dialect: Dialect = "draft-07"): string {
  switch (format) {
    case "JSON":
      return `application/schema+json;version=${dialect}`;
    case "AVRO":
      return "application/vnd.apache.avro;version=1.9.0";
    case "PROTOBUF":
      return "application/vnd.google.protobuf;version=3";
  }
}

/**
 * Reads a `schemaFormat`; absent it is AsyncAPI's own, which is draft-07 with words of its own.
 * Undefined for formats that the registry does not keep, such as RAML and OpenAPI's.
 */
export function namedFormat(name: string | undefined): NamedFormat | undefined {
  if (name === undefined) return { format: "JSON" };
  const [type = "", ...parameters] = name.toLowerCase().replaceAll(" ", "").split(";");
  const version = parameters.find((part) => part.startsWith("version="))?.slice("version=".length);
  if (/^application\/vnd\.aai\.asyncapi(?:\+json|\+yaml)?$/.test(type)) return { format: "JSON" };
  if (/^application\/schema(?:\+json|\+yaml)?$/.test(type)) {
    if (version === undefined) return { format: "JSON" };
    return { format: "JSON", dialect: /^(?:draft\/)?20\d\d-\d\d$/.test(version) ? "2020-12" : "draft-07" };
  }
  if (/^application\/vnd\.apache\.avro(?:\+json|\+yaml)?$/.test(type)) return { format: "AVRO" };
  if (/^application\/(?:vnd\.google\.|x-)?protobuf$/.test(type)) return { format: "PROTOBUF" };
  return undefined;
}
