import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { acceptFailure } from "./accept-failure";

const schema = {
  type: "object",
  properties: {
    total: { type: "integer" },
    status: { type: "string", enum: ["open"] },
    name: { type: "string", maxLength: 3 },
    lines: {
      type: "array",
      items: { type: "object", properties: { sku: { type: "string" } }, additionalProperties: false },
    },
  },
  required: ["total"],
  additionalProperties: false,
};

it.each([
  ["a field that is missing", "/total", "required", {}],
  ["a field that nobody knows", "/customer", "additionalProperties", { total: 1, customer: { email: "a" } }],
  [
    "one deep inside",
    "/lines/0/count",
    "additionalProperties",
    { total: 1, lines: [{ sku: "a", count: 2 }] },
  ],
  ["a part of a whole", "/total", "type", { total: 1.5 }],
  ["nothing", "/total", "type", { total: null }],
  ["another type", "/total", "type", { total: "12,50" }],
  ["another value", "/status", "enum", { total: 1, status: "paid" }],
  ["a longer text", "/name", "maxLength", { total: 1, name: "Beatrice" }],
])("%s is let through by the smallest change", (_, pointer, keyword, data) => {
  const changed = acceptFailure(schema, { pointer, keyword, message: "" }, data);
  expect(changed).toBeDefined();
  const fits = (one: unknown) => new Ajv2020({ strict: false }).compile(Object(one))(data);
  expect(fits(schema)).toBe(false);
  expect(fits(changed)).toBe(true);
});

it("leaves to people what it cannot tell", () => {
  expect(acceptFailure({ oneOf: [] }, { pointer: "", keyword: "oneOf", message: "" }, {})).toBeUndefined();
});
