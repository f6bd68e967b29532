import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJsonSchema } from "@/flow/schema/read-json-schema";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import { randomSchema, randomValue } from "../testing/random-schema";
import { compileValidator } from "./json-validator";
import { makeExample } from "./make-example";

function usable(document: Parameters<typeof compileValidator>[0]) {
  try {
    return compileValidator(document);
  } catch (error) {
    if (error instanceof SchemaProblem) return undefined;
    throw error;
  }
}

function exampleOf(schema: unknown, seed = 1) {
  const document = readJsonSchema(JSON.stringify(schema));
  return makeExample(document, compileValidator(document), seed)?.data;
}

it("whatever the schema, an example fits it; and there is one for most schemas that anything fits", () => {
  let made = 0;
  let possible = 0;
  fc.assert(
    fc.property(
      randomSchema,
      fc.nat({ max: 1_000 }),
      fc.array(randomValue, { minLength: 5, maxLength: 5 }),
      (schema, seed, values) => {
        const document = readJsonSchema(JSON.stringify(schema));
        const validator = usable(document);
        if (validator === undefined) return;
        const example = makeExample(document, validator, seed);
        if (example !== undefined) expect(validator.check(example.data)).toEqual([]);
        if (example === undefined && !values.some((value) => validator.check(value).length === 0)) return;
        possible += 1;
        if (example !== undefined) made += 1;
      },
    ),
    { numRuns: 30, seed: 20_261_121 },
  );
  expect(made / possible).toBeGreaterThan(0.9);
});

const order = {
  type: "object",
  additionalProperties: false,
  required: ["email", "total", "items", "at"],
  properties: {
    email: { type: "string", format: "email", examples: ["mia@shop.test"] },
    total: { type: "number", minimum: 5, maximum: 900, multipleOf: 0.5 },
    state: { enum: ["open", "paid"] },
    at: { type: "string", format: "date-time" },
    code: { type: "string", pattern: "^[A-Z]{3}-[0-9]{4}$" },
    items: {
      type: "array",
      minItems: 1,
      maxItems: 1_000_000,
      items: {
        type: "object",
        required: ["sku"],
        properties: { sku: { type: "string", examples: ["mug"] } },
      },
    },
  },
};

describe("an example", () => {
  it("takes the examples of fields, has optional fields too, and differs by seed", () => {
    const examples = [1, 2, 3].map((seed) => exampleOf(order, seed));
    for (const example of examples) {
      expect(example).toMatchObject({
        email: "mia@shop.test",
        state: expect.anything(),
        code: expect.anything(),
      });
      expect(example).toHaveProperty("items.0.sku", "mug");
    }
    expect(new Set(examples.map((example) => JSON.stringify(example))).size).toBe(3);
    expect(exampleOf(order, 2)).toEqual(examples[1]);
  });

  it("has numbers as people write them, where they fit", () => {
    expect(exampleOf({ type: "number", minimum: 1 }, 3)).toBe(
      Number(Number(exampleOf({ type: "number", minimum: 1 }, 3)).toFixed(2)),
    );
    expect(exampleOf({ type: "number", exclusiveMinimum: 0, maximum: 0.001 })).toBeGreaterThan(0);
  });

  it("is made without putting together what doubles at every reference", () => {
    const last = {
      type: "object",
      properties: { a: { type: "string" } },
      required: ["a"],
      additionalProperties: false,
    };
    const level = (length: number, part: (index: number) => unknown) =>
      Object.fromEntries(
        Array.from({ length }, (_, index) => [`a${index}`, index === length - 1 ? last : part(index)]),
      );
    const next = (index: number) => ({ $ref: `#/$defs/a${index + 1}` });
    const inPlace = level(26, (index) => ({ allOf: [next(index), next(index)] }));
    expect(exampleOf({ $ref: "#/$defs/a0", $defs: inPlace })).toBeUndefined();
    const inside = level(20, (index) => ({
      allOf: Array.from({ length: 6 }, () => ({ properties: { x: next(index) }, required: ["x"] })),
    }));
    expect(exampleOf({ $ref: "#/$defs/a0", $defs: inside })).toHaveProperty("x");
  });

  it("passes over examples that do not fit", () => {
    expect(
      exampleOf({ type: "object", properties: { n: { type: "integer", examples: ["x"] } }, required: ["n"] }),
    ).toEqual({
      n: expect.any(Number),
    });
  });

  it.each([
    ["more letters than anybody reads", { type: "string", minLength: 10_000_000 }],
    ["what cannot be", { allOf: [{ type: "string" }, { type: "number" }] }],
    ["nothing", false],
  ])("is not made of %s", (_, schema) => {
    expect(exampleOf(schema)).toBeUndefined();
  });
});
