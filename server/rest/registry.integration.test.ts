import { beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { createApiKey } from "../api-keys/create-api-key";
import { makeWorkspace } from "../testing/people";
import { useTestDatabase } from "../testing/test-database";
import { createRestApp } from "./rest-app";

const database = useTestDatabase();
const app = createRestApp(() => database.deps);
let key = "";

beforeAll(async () => {
  const owner = await (await makeWorkspace(database.deps)).actor("owner");
  ({ key } = await createApiKey(database.deps, owner, { name: "registry", role: "admin" }));
});

async function call(method: string, path: string, body?: unknown, as = key): Promise<[number, unknown]> {
  const response = await app.request(`/api/v1/registry${path}`, {
    method,
    headers: {
      // As the clients of Confluent's registry send it.
      authorization: `Basic ${Buffer.from(`millrace:${as}`).toString("base64")}`,
      "content-type": "application/vnd.schemaregistry.v1+json",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.headers.get("content-type")).toBe("application/vnd.schemaregistry.v1+json");
  return [response.status, await response.json()];
}

const json = (properties: object, required: string[] = []) => ({
  schemaType: "JSON",
  schema: JSON.stringify({ type: "object", properties, required, additionalProperties: false }),
});
const closed = json({ a: { type: "string" } });
const wider = json({ a: { type: "string" }, b: { type: "string" } });
const broken = json({ a: { type: "string" }, b: { type: "string" } }, ["b"]);

it("registers, finds, compares, hides and forgets as clients of Confluent's registry expect", async () => {
  expect(await call("GET", "/subjects/orders-value/versions")).toEqual([
    404,
    { error_code: 40401, message: "Subject 'orders-value' not found." },
  ]);
  const [, made] = await call("POST", "/subjects/orders-value/versions", closed);
  expect(made).toEqual({ id: expect.any(Number) });
  expect(await call("POST", "/subjects/orders-value/versions", closed)).toEqual([200, made]);
  expect(await call("POST", "/subjects/other/versions", closed)).toEqual([200, made]);
  expect(await call("POST", "/subjects/orders-value", closed)).toEqual([
    200,
    { subject: "orders-value", version: 1, ...(made as object), ...closed },
  ]);
  expect(await call("POST", "/subjects/orders-value", wider)).toMatchObject([404, { error_code: 40403 }]);

  const compatible = "/compatibility/subjects/orders-value/versions/latest?verbose=true";
  expect(await call("POST", compatible, wider)).toEqual([200, { is_compatible: true, messages: [] }]);
  expect(await call("POST", compatible, broken)).toEqual([
    200,
    {
      is_compatible: false,
      messages: [
        "Found incompatible change: Difference{jsonPath='#/properties/b', type=REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL}",
      ],
    },
  ]);
  expect(await call("POST", "/subjects/orders-value/versions", broken)).toMatchObject([
    409,
    { error_code: 409 },
  ]);
  expect(await call("POST", "/subjects/orders-value/versions", wider)).toMatchObject([200, {}]);
  expect(await call("GET", "/subjects/orders-value/versions")).toEqual([200, [1, 2]]);
  expect(await call("GET", "/subjects/orders-value/versions/latest")).toMatchObject([
    200,
    { version: 2, ...wider },
  ]);
  expect(await call("GET", "/subjects/orders-value/versions/2/schema")).toEqual([
    200,
    JSON.parse(wider.schema),
  ]);
  expect(await call("GET", "/subjects/orders-value/versions/7")).toMatchObject([404, { error_code: 40402 }]);
  expect(await call("GET", "/subjects/orders-value/versions/x")).toMatchObject([422, { error_code: 42202 }]);

  const { id } = made as { id: number };
  expect(await call("GET", `/schemas/ids/${id}`)).toEqual([200, closed]);
  expect(await call("GET", `/schemas/ids/${id}/subjects`)).toEqual([200, ["orders-value", "other"]]);
  expect(await call("GET", "/schemas/ids/999999")).toMatchObject([404, { error_code: 40403 }]);
  expect(await call("GET", "/schemas/types")).toEqual([200, ["JSON", "AVRO", "PROTOBUF"]]);
  expect(await call("GET", "/subjects")).toEqual([200, ["orders-value", "other"]]);

  expect(await call("DELETE", "/subjects/other?permanent=true")).toMatchObject([404, { error_code: 40405 }]);
  expect(await call("DELETE", "/subjects/other")).toEqual([200, [1]]);
  expect(await call("DELETE", "/subjects/other")).toMatchObject([404, { error_code: 40404 }]);
  expect(await call("GET", "/subjects?deleted=true")).toEqual([200, ["orders-value", "other"]]);
  expect(await call("DELETE", "/subjects/other?permanent=true")).toEqual([200, [1]]);
  expect(await call("DELETE", "/subjects/orders-value/versions/1")).toEqual([200, 1]);
});

it("keeps levels and modes of the workspace and of subjects", async () => {
  expect(await call("GET", "/config")).toMatchObject([200, { compatibilityLevel: "BACKWARD" }]);
  expect(await call("GET", "/config/s1")).toMatchObject([404, { error_code: 40408 }]);
  expect(await call("GET", "/config/s1?defaultToGlobal=true")).toMatchObject([
    200,
    { compatibilityLevel: "BACKWARD" },
  ]);
  expect(await call("PUT", "/config/s1", { compatibility: "FULL" })).toEqual([
    200,
    { compatibility: "FULL" },
  ]);
  expect(await call("PUT", "/config/s1", { compatibility: "HALF" })).toMatchObject([
    422,
    { error_code: 42203 },
  ]);
  expect(await call("GET", "/config/s1")).toMatchObject([200, { compatibilityLevel: "FULL" }]);
  expect(await call("DELETE", "/config/s1")).toEqual([200, { compatibilityLevel: "FULL" }]);
  expect(await call("PUT", "/mode/s1", { mode: "READONLY" })).toEqual([200, { mode: "READONLY" }]);
  expect(await call("POST", "/subjects/s1/versions", closed)).toMatchObject([422, { error_code: 42205 }]);
  expect(await call("PUT", "/mode/s1", { mode: "ODD" })).toMatchObject([422, { error_code: 42204 }]);
});

it("refers from one schema to another, in every format", async () => {
  expect(await call("POST", "/subjects/bad/versions", { schemaType: "JSON", schema: "{" })).toMatchObject([
    422,
    { error_code: 42201 },
  ]);
  await call("POST", "/subjects/item/versions", { schemaType: "JSON", schema: '{"type":"integer"}' });
  const basket = {
    schemaType: "JSON",
    schema: JSON.stringify({ type: "array", items: { $ref: "item.json" } }),
    references: [{ name: "item.json", subject: "item", version: 1 }],
  };
  const [status, made] = await call("POST", "/subjects/basket/versions", basket);
  expect(status).toBe(200);
  expect(await call("GET", "/subjects/item/versions/1/referencedby")).toEqual([
    200,
    [(made as { id: number }).id],
  ]);
  expect(await call("DELETE", "/subjects/item")).toMatchObject([422, { error_code: 42206 }]);

  const avro = (fields: object[]) => ({ schema: JSON.stringify({ type: "record", name: "R", fields }) });
  const a = { name: "a", type: "string" };
  expect(await call("POST", "/subjects/avro/versions", avro([a]))).toMatchObject([200, {}]);
  expect(await call("POST", "/subjects/avro/versions", avro([a, { name: "b", type: "int" }]))).toMatchObject([
    409,
    {},
  ]);
  const file = (field: string) => ({
    schemaType: "PROTOBUF",
    schema: `syntax = "proto3"; message M { ${field} }`,
  });
  expect(await call("POST", "/subjects/proto/versions", file("string a = 1;"))).toMatchObject([200, {}]);
  expect(
    await call("POST", "/compatibility/subjects/proto/versions/latest?verbose=true", file("int32 a = 1;")),
  ).toEqual([200, { is_compatible: false, messages: ["Compatibility of Protobuf schemas is not checked."] }]);
});

it("asks for a key in its own words", async () => {
  const response = await app.request("/api/v1/registry/subjects");
  expect([response.status, await response.json()]).toMatchObject([401, { error_code: 40101 }]);
});

it("shows no workspace what another one has", async () => {
  const [, made] = await call("POST", "/subjects/secret-value/versions", closed);
  const { id } = z.object({ id: z.number() }).parse(made);
  const stranger = await (await makeWorkspace(database.deps, "strangers")).actor("owner");
  const other = await createApiKey(database.deps, stranger, { name: "other", role: "admin" });
  const ask = (path: string) => call("GET", path, undefined, other.key);
  expect(await ask("/subjects")).toEqual([200, []]);
  expect(await ask("/subjects/secret-value/versions/1")).toMatchObject([404, { error_code: 40401 }]);
  expect(await ask(`/schemas/ids/${id}`)).toMatchObject([404, { error_code: 40403 }]);
  expect(await ask(`/schemas/ids/${id}/subjects`)).toMatchObject([404, { error_code: 40403 }]);
});
