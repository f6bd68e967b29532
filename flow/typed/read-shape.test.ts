import { describe, expect, it } from "vitest";
import { readJsonSchema } from "../schema/read-json-schema";
import { readShape } from "./read-shape";
import { mayHave, type Shape } from "./shape";
import { shapeFields } from "./shape-fields";

function shapeOf(schema: unknown, references: Record<string, unknown> = {}): Shape {
  return readShape(readJsonSchema(JSON.stringify(schema), new Map(Object.entries(references))));
}

const a = { a: { type: "string" } };
const b = { b: { type: "number" } };

describe("what a schema says of fields", () => {
  it.each([
    ["an open object", { properties: a }, { a: "yes", b: "maybe" }],
    ["a closed one", { properties: a, additionalProperties: false }, { a: "yes", b: "no", "a.x": "no" }],
    [
      "names by pattern",
      { properties: a, patternProperties: { "^x": {} }, additionalProperties: false },
      { b: "maybe" },
    ],
    [
      "a reference",
      { $ref: "#/$defs/x", $defs: { x: { properties: a, additionalProperties: false } } },
      { a: "yes", b: "no" },
    ],
    ["a reference by name", { $ref: "other.json" }, { o: "yes", b: "no" }],
    ["one that leads nowhere", { $ref: "#/$defs/y" }, { a: "maybe" }],
    [
      "all of",
      { allOf: [{ properties: a }, { properties: b, additionalProperties: false }] },
      { a: "no", b: "yes" },
    ],
    [
      "all of, closed over all",
      { type: "object", allOf: [{ properties: a }, { properties: b }], unevaluatedProperties: false },
      { a: "yes", b: "yes", c: "no" },
    ],
    [
      "one of",
      {
        oneOf: [
          { type: "object", properties: a, additionalProperties: false },
          { type: "object", properties: b, additionalProperties: false },
        ],
      },
      { a: "yes", b: "yes", c: "no" },
    ],
    [
      "one of with an open one",
      { anyOf: [{ properties: a, additionalProperties: false }, { type: "object" }] },
      { c: "maybe" },
    ],
    [
      "or nothing",
      { anyOf: [{ type: "null" }, { type: "object", properties: a, additionalProperties: false }] },
      { a: "yes", b: "no" },
    ],
    [
      "a condition",
      {
        type: "object",
        properties: { ...a, c: {} },
        additionalProperties: false,
        if: false,
        else: { required: ["c"] },
      },
      { a: "yes", c: "yes", b: "no" },
    ],
    ["a text", { type: "string" }, { a: "no" }],
    ["anything", true, { a: "maybe" }],
  ])("%s", (_, schema, answers) => {
    const references = { "other.json": { properties: { o: {} }, additionalProperties: false } };
    const shape = shapeOf(schema, references);
    for (const [path, answer] of Object.entries(answers))
      expect([path, mayHave(shape, path.split("."))]).toEqual([path, answer]);
  });

  const closedOver = (rest: Record<string, unknown>) => ({
    type: "object",
    properties: a,
    ...rest,
    unevaluatedProperties: false,
  });
  it.each([
    ["names by pattern", closedOver({ patternProperties: { "^x-": {} } })],
    ["names by pattern in a part", closedOver({ allOf: [{ patternProperties: { "^x-": {} } }] })],
    ["others of a type", closedOver({ additionalProperties: { type: "string" } })],
    ["what a condition names", closedOver({ if: { properties: { "x-y": {} } } })],
    ["what depends on a field", closedOver({ dependentSchemas: { a: { properties: { "x-y": {} } } } })],
    ["a reference that is not followed", closedOver({ $dynamicRef: "#other" })],
    ["a reference that leads nowhere", closedOver({ $ref: "#/$defs/none" })],
    ["itself", { $defs: { o: closedOver({ allOf: [{ $ref: "#/$defs/o" }] }) }, $ref: "#/$defs/o" }],
  ])("leaves room for %s where the rest is closed", (_, schema) => {
    expect(
      mayHave(shapeOf({ $schema: "https://json-schema.org/draft/2020-12/schema", ...schema }), ["x-y"]),
    ).toBe("maybe");
  });

  it("reads only so many fields of a schema, and leaves room for the others", () => {
    const names = (from: string) => Array.from({ length: 40_000 }, (_, index) => `${from}${index}`);
    const shape = shapeOf({
      allOf: [{ required: names("a") }, { required: names("b"), additionalProperties: false }],
    });
    expect(shape.fields.length).toBeLessThan(5_000);
    expect(mayHave(shape, ["other"])).toBe("maybe");
  });

  it("ends where a schema contains itself", () => {
    const shape = shapeOf({ properties: { child: { $ref: "#" } }, additionalProperties: false });
    expect(mayHave(shape, ["child", "child", "child"])).toBe("yes");
    expect(mayHave(shape, ["child", "other"])).toBe("no");
    expect(shapeFields(shape).length).toBeLessThan(20);
  });

  it("names fields with their types, those of items too", () => {
    const schema = {
      properties: {
        at: { type: "string", format: "date-time" },
        lines: { type: "array", items: { properties: { "unit price": { type: ["number", "null"] } } } },
        any: {},
      },
    };
    expect(shapeFields(shapeOf(schema)).map(({ path, type }) => [path, type])).toEqual([
      ["data.at", "date"],
      ["data.lines", "list"],
      ['data.lines[0]["unit price"]', "number"],
      ["data.any", "unknown"],
    ]);
  });
});
