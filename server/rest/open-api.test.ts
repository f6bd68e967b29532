import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createRestApp } from "./rest-app";

const env = { MILLRACE_URL: "https://millrace.test" };

async function fetchDocument(path: string): Promise<unknown> {
  // Only the public address is asked of the dependencies by the two open documents.
  const app = createRestApp(() => Object.create({ env }));
  const response = await app.request(path);
  expect(response.status).toBe(200);
  return response.json();
}

const parameter = z.object({
  name: z.string().min(1),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().optional(),
  schema: z.looseObject({}),
});
const content = z.record(z.string().regex(/^[\w.+-]+\/[\w.+-]+$/), z.object({ schema: z.looseObject({}) }));
const response = z.union([
  z.object({ $ref: z.string() }),
  z.object({ description: z.string().min(1), content: content.optional() }),
]);
const operation = z.looseObject({
  operationId: z.string().min(1),
  summary: z.string().min(1),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(parameter).optional(),
  requestBody: z.object({ required: z.boolean(), description: z.string().optional(), content }).optional(),
  responses: z.record(z.string().regex(/^([1-5]\d\d|default)$/), response),
});
const openApi = z.strictObject({
  openapi: z.literal("3.1.0"),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  servers: z.array(z.object({ url: z.url() })),
  paths: z.record(
    z.string().startsWith("/"),
    z.partialRecord(z.enum(["get", "put", "post", "delete"]), operation),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[A-Za-z]+$/), z.looseObject({})),
    parameters: z.record(z.string(), parameter).optional(),
    responses: z.record(z.string(), response),
    securitySchemes: z.record(
      z.string(),
      z.looseObject({ type: z.literal("http"), scheme: z.literal("bearer") }),
    ),
  }),
  webhooks: z.record(z.string(), z.unknown()).optional(),
});

/** Every `$ref` anywhere in a document. */
function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" && typeof inner === "string" ? [inner] : refsIn(inner),
  );
}

function resolve(document: unknown, ref: string): unknown {
  return ref
    .replace(/^#\/?/, "")
    .split("/")
    .filter((part) => part !== "")
    .reduce<unknown>((value, part) => {
      const name = part.replace(/~1/g, "/").replace(/~0/g, "~");
      return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
    }, document);
}

describe("the OpenAPI document", () => {
  it("has the structure of OpenAPI 3.1", async () => {
    const document = openApi.parse(await fetchDocument("/api/v1/openapi.json"));
    expect(document.servers).toEqual([{ url: "https://millrace.test/api/v1" }]);
    expect(Object.keys(document.paths).length).toBeGreaterThan(15);
  });

  it("resolves every reference and uses every component", async () => {
    const document = await fetchDocument("/api/v1/openapi.json");
    const refs = refsIn(document);
    expect(refs.filter((ref) => !ref.startsWith("#/") || resolve(document, ref) === undefined)).toEqual([]);
    const { components } = openApi.parse(document);
    const unused = Object.keys(components.schemas).filter(
      (name) => !refs.includes(`#/components/schemas/${name}`),
    );
    expect(unused).toEqual([]);
  });

  it("names operations once, their path parameters all, and a security scheme that exists", async () => {
    const { paths, components } = openApi.parse(await fetchDocument("/api/v1/openapi.json"));
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.values(item).map((found) => ({ path, ...found })),
    );
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, parameters = [], security } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const inPath = parameters.filter((found) => found.in === "path");
      expect([path, inPath.map(({ name }) => name).sort()]).toEqual([path, named.sort()]);
      expect(inPath.every(({ required }) => required === true)).toBe(true);
      expect(security.flatMap((scheme) => Object.keys(scheme))).toEqual(
        Object.keys(components.securitySchemes),
      );
    }
  });
});

it("the schema of flow documents resolves its own references", async () => {
  const schema = await fetchDocument("/api/v1/flow.schema.json");
  expect(schema).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "https://millrace.test/api/v1/flow.schema.json",
    required: ["millrace", "name"],
  });
  expect(refsIn(schema).length).toBeGreaterThan(0);
  expect(refsIn(schema).filter((ref) => resolve(schema, ref) === undefined)).toEqual([]);
});
