import { describe, expect, it } from "vitest";
import { compareSchemas } from "./compare-schemas";
import { readJsonSchema } from "./read-json-schema";
import { SchemaProblem } from "./schema-problem";
import { runApicurio, runMatrix } from "./testing/suites";

const read = (schema: unknown) => readJsonSchema(JSON.stringify(schema));

function changesOf(original: unknown, update: unknown): string[] {
  return compareSchemas(read(original), read(update), "STRICT").changes.map(
    ({ type, pointer }) => `${type} ${pointer}`,
  );
}

describe("suites", () => {
  it.each(runMatrix())("matrix: $name", ({ isRight }) => {
    expect(isRight).toBe(true);
  });

  it("agrees with Apicurio but for the 22 known differences, each of them explained", () => {
    const cases = runApicurio();
    const differing = cases.filter(({ apicurio, ours }) => apicurio !== ours);
    expect([cases.length, differing.length]).toEqual([145, 22]);
    expect(differing.filter(({ why }) => why === "")).toEqual([]);
  });
});

describe("comparison", () => {
  it("ends with schemas that contain themselves", () => {
    const tree = (leaf: string) => ({
      $ref: "#/definitions/node",
      definitions: {
        node: {
          type: "object",
          properties: { value: { type: leaf }, left: { $ref: "#/definitions/node" }, right: { $ref: "#" } },
          additionalProperties: false,
        },
      },
    });
    expect(changesOf(tree("integer"), tree("number"))).toEqual(["TYPE_EXTENDED #/properties/value"]);
    expect(compareSchemas(read(tree("number")), read(tree("integer")), "STRICT").isCompatible).toBe(false);
  });

  it("ends in bounded time where branches multiply", () => {
    const levels = 30;
    const doubled = (leaf: object) => ({
      $ref: "#/definitions/n0",
      definitions: Object.fromEntries([
        ...Array.from({ length: levels }, (_, index) => [
          `n${index}`,
          {
            oneOf: [
              { items: { $ref: `#/definitions/n${index + 1}` } },
              { $ref: `#/definitions/n${index + 1}` },
            ],
          },
        ]),
        [`n${levels}`, leaf],
      ]),
    });
    expect(
      compareSchemas(read(doubled({ type: "string" })), read(doubled({ type: "null" })), "STRICT")
        .isCompatible,
    ).toBe(false);
    const many = { anyOf: Array.from({ length: 1_000 }, (_, index) => ({ const: index })) };
    const others = { anyOf: Array.from({ length: 1_000 }, (_, index) => ({ const: -index - 1 })) };
    expect(() => compareSchemas(read(many), read(others), "STRICT")).toThrow(SchemaProblem);
  });

  it("follows references by pointer, anchor and id, and refuses those that lead nowhere", () => {
    const plain = { type: "object", properties: { a: { type: "string" } } };
    const through = (ref: string, more: object) => ({
      type: "object",
      properties: { a: { $ref: ref } },
      ...more,
    });
    expect(changesOf(plain, through("#/$defs/x", { $defs: { x: { type: "string" } } }))).toEqual([]);
    expect(changesOf(plain, through("#x", { $defs: { x: { $anchor: "x", type: "string" } } }))).toEqual([]);
    const byId = { $id: "http://a.test/b/c", definitions: { x: { $id: "d", type: "string" } } };
    expect(changesOf({ ...plain, $id: "http://a.test/b/c" }, through("d", byId))).toEqual([
      "ID_CHANGED #/properties/a/id",
    ]);
    expect(() => changesOf(plain, through("http://a.test/x", {}))).toThrow("leads nowhere");
    expect(() => changesOf(plain, { $ref: "#" })).toThrow("circle");
  });

  it("names branches by their place in the old schema", () => {
    const kinds = (limit: number) => ({
      properties: { who: { oneOf: [{ type: "string", maxLength: limit }, { type: "null" }] } },
    });
    expect(changesOf(kinds(5), kinds(9))).toEqual([
      "MAX_LENGTH_INCREASED #/properties/who/oneOf/0/maxLength",
    ]);
    expect(changesOf(kinds(9), kinds(5))).toEqual(["COMBINED_TYPE_SUBSCHEMAS_CHANGED #/properties/who"]);
  });

  it("covers properties by patterns and by the rule for others", () => {
    const partial = {
      type: "object",
      patternProperties: { "^s_": { type: "string" } },
      additionalProperties: { type: "integer" },
    };
    const named = (name: string, type: string) => ({ ...partial, properties: { [name]: { type } } });
    expect(changesOf(partial, named("s_a", "string"))).toEqual([
      "PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/s_a",
      "OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/s_a",
    ]);
    expect(changesOf(named("n", "number"), partial)).toEqual([
      "TYPE_NARROWED #/properties/n",
      "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/n",
    ]);
  });

  it("reads tuples and needed fields of both drafts alike", () => {
    const old = { $schema: "http://json-schema.org/draft-07/schema#" };
    const now = { $schema: "https://json-schema.org/draft/2020-12/schema" };
    const tuple = [{ type: "string" }];
    expect(
      changesOf(
        { ...old, type: "array", items: tuple, additionalItems: false, dependencies: {} },
        { ...now, type: "array", prefixItems: [...tuple, { type: "null" }], items: false },
      ),
    ).toEqual(["ITEM_ADDED_TO_CLOSED_CONTENT_MODEL #/items/1"]);
    expect(
      changesOf({ ...now, type: "object" }, { ...now, type: "object", dependentRequired: { a: ["b"] } }),
    ).toEqual(["DEPENDENCY_ARRAY_ADDED #/dependencies/a"]);
  });
});
