import { describe, expect, it } from "vitest";
import { readJsonSchema } from "@/flow/schema/read-json-schema";
import { refuseCircles } from "@/flow/schema/refuse-circles";
import { compileValidator } from "./json-validator";

const compile = (schema: unknown) => compileValidator(readJsonSchema(JSON.stringify(schema)));
const failuresOf = (schema: unknown, value: unknown) =>
  compile(schema)
    .check(value)
    .map(({ keyword, pointer }) => `${keyword} ${pointer}`);
const draft7 = "http://json-schema.org/draft-07/schema#";
const newest = "https://json-schema.org/draft/2020-12/schema";

describe("a validation", () => {
  it("says every place that does not fit, by name", () => {
    const schema = {
      type: "object",
      properties: {
        "a/b": { type: "integer" },
        mail: { type: "string", format: "email" },
        list: { items: { maximum: 3 } },
      },
      required: ["total"],
      additionalProperties: false,
    };
    const value = { "a/b": 1.5, mail: "x", list: [1, 9], extra: true };
    expect(compile(schema).check(value)).toEqual([
      { keyword: "required", pointer: "/total", message: "`total` is missing." },
      {
        keyword: "additionalProperties",
        pointer: "/extra",
        message: "`extra` is not a field of the schema.",
      },
      { keyword: "type", pointer: "/a~1b", message: "`a/b` must be integer." },
      { keyword: "format", pointer: "/mail", message: "`mail` is not a valid email." },
      { keyword: "maximum", pointer: "/list/1", message: "`list[1]` must be <= 3." },
    ]);
  });

  it("reads both drafts, and what came before them", () => {
    expect(failuresOf({ $schema: draft7, items: [{ type: "string" }] }, [1])).toEqual(["type /0"]);
    expect(failuresOf({ $schema: newest, prefixItems: [{ type: "string" }] }, [1])).toEqual(["type /0"]);
    expect(failuresOf({ dependentRequired: { a: ["b"] } }, { a: 1 })).toEqual(["dependentRequired /b"]);
    const draft4 = { $schema: "http://json-schema.org/draft-04/schema#", minimum: 1, exclusiveMinimum: true };
    expect(failuresOf(draft4, 1)).toEqual(["exclusiveMinimum "]);
    expect(failuresOf(true, 1)).toEqual([]);
    expect(failuresOf(false, 1)).toEqual(["false schema "]);
  });

  it("finds objects among allowed values, whatever the order of their fields", () => {
    const allowed = { enum: [{ a: 1, b: [null, "x"] }, "plain", 7] };
    for (const value of [{ b: [null, "x"], a: 1 }, "plain", 7])
      expect(failuresOf(allowed, value)).toEqual([]);
    for (const value of [{ a: 1 }, "7", [null, "x"]]) expect(failuresOf(allowed, value)).toEqual(["enum "]);
    expect(failuresOf({ const: { a: { b: 1 } } }, { a: { b: 1 } })).toEqual([]);
    expect(compile({ const: { a: 1 } }).check({ a: 2 })).toEqual([
      { keyword: "const", pointer: "", message: 'The event must be {"a":1}.' },
    ]);
  });

  it("knows decimals, and fields that objects seem to have", () => {
    expect(failuresOf({ multipleOf: 0.01 }, 19.99)).toEqual([]);
    expect(failuresOf({ required: ["toString", "constructor"] }, {})).toEqual([
      "required /toString",
      "required /constructor",
    ]);
    const polluting: unknown = JSON.parse(
      '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}',
    );
    expect(failuresOf({ additionalProperties: { type: "object" } }, polluting)).toEqual([]);
    expect(Object.hasOwn(Object.prototype, "isAdmin")).toBe(false);
  });
});

describe("a hostile schema or event", () => {
  it("costs bounded time with every pattern", () => {
    const text = `${"a".repeat(5_000)}!`;
    for (const pattern of [
      "^(a+)+$",
      "^(a|aa)+$",
      "^(a|a?)+$",
      "(.*)*x",
      "(x+x+)+y",
      "^(?:a?){40}a{40}$",
      "\\s+$",
    ])
      expect(failuresOf({ type: "string", pattern }, text), pattern).toHaveLength(1);
    expect(() => compile({ pattern: "(?=a*)*b" })).toThrow("RE2");
    expect(failuresOf({ type: "string", pattern: "(?:a?){900}[bc]" }, "a".repeat(60_000))).toEqual([
      "too-much ",
    ]);
    expect(() => compile({ pattern: "(?:(?:a?){900}){2}" })).toThrow();
  });

  it("costs bounded time where items must differ", () => {
    const items = Array.from({ length: 20_000 }, (_, id) => ({ id }));
    expect(failuresOf({ uniqueItems: true }, items)).toEqual([]);
    expect(failuresOf({ uniqueItems: true }, [...items, { id: 7 }])).toEqual(["uniqueItems "]);
    expect(
      failuresOf({ uniqueItems: true }, [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]),
    ).toEqual(["uniqueItems "]);
  });

  it("costs bounded time where allowed values are long", () => {
    // All alike up to their last number.
    const values = Array.from({ length: 450 }, (_, index) => [...new Array<number>(1_000).fill(1), index]);
    const items = values.map((value) => [...value, "other"]);
    const consts = { items: { anyOf: values.map((value) => ({ const: value })) } };
    expect(failuresOf(consts, items)).toEqual(["too-much "]);
    expect(failuresOf({ items: { enum: values } }, items.slice(0, 2))).toEqual(["enum /0", "enum /1"]);
    expect(failuresOf({ items: { enum: values } }, values)).toEqual([]);
  });

  it("costs bounded time where branches multiply", () => {
    const levels = 40;
    const definitions = Object.fromEntries(
      Array.from({ length: levels }, (_, index) => {
        const next = index + 1 < levels ? { $ref: `#/definitions/n${index + 1}` } : { type: "null" };
        return [`n${index}`, { anyOf: [next, { allOf: [next] }] }];
      }),
    );
    expect(failuresOf({ $ref: "#/definitions/n0", definitions }, 1)).toEqual(["too-much "]);
    const wide = {
      items: { allOf: Array.from({ length: 300 }, (_, index) => ({ not: { const: `x${index}` } })) },
    };
    expect(
      failuresOf(
        wide,
        Array.from({ length: 200_000 }, () => 1),
      ),
    ).toEqual(["too-much "]);
  });

  it("may have thousands of fields, and no more than can be compiled", () => {
    const wide = (fields: number, more = {}) => ({
      properties: Object.fromEntries(
        Array.from({ length: fields }, (_, index) => [`p${index}`, { maxLength: index }]),
      ),
      ...more,
    });
    expect(failuresOf(wide(2_000), { p7: "a text that is too long" })).toEqual(["maxLength /p7"]);
    expect(() => compile(wide(6_000))).toThrow("at most 5000 rules");
    expect(() => compile(wide(1_000, { unevaluatedProperties: false }))).toThrow("at most 800 rules");
  });

  it("is refused where nothing could ever be checked with it", () => {
    for (const schema of [{ $ref: "#" }, { properties: { a: { $ref: "#/properties/a" } } }])
      expect(() => refuseCircles(readJsonSchema(JSON.stringify(schema)))).toThrow("circle");
    expect(failuresOf({ $ref: "#" }, 1)).toEqual(["too-much "]);
    for (const remote of ["http://169.254.169.254/", "file:///etc/passwd", "//host/x", "#/__proto__"])
      expect(() => refuseCircles(readJsonSchema(JSON.stringify({ $ref: remote }))), remote).toThrow(
        "leads nowhere",
      );
    expect(() => compile({ $id: "*/;process.exit(1);/*" })).toThrow("not an address");
    const text = `${'{"allOf":['.repeat(10_000)}{}${"]}".repeat(10_000)}`;
    expect(() => readJsonSchema(text)).toThrow("deep");
  });
});
