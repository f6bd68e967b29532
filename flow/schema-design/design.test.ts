import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { codeOnly, type DesignNode, designKinds, emptyDesign, emptyNode } from "./design";
import {
  nodeAt,
  withField,
  withKind,
  withMoved,
  withNode,
  withoutField,
  withRenamed,
  withRequired,
  withShown,
} from "./edit-design";
import { readDesign } from "./read-design";
import { designText, writeDesign } from "./write-design";

const tableKinds = designKinds.filter((kind) => kind !== "code");
const json = (value: unknown) => JSON.stringify(value);
const name = fc.oneof(
  fc.constantFrom("a", "b", "total", "[]", "__proto__", "x/y~"),
  fc.string({ minLength: 1, maxLength: 8 }),
);

const schema = fc.letrec<{ any: unknown }>((tie) => {
  const keywords = {
    type: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom("string", "number", "integer", "boolean", "object", "array") },
      fc.constantFrom(["string", "null"], ["object", "null"], ["string", "number"], "null", ["string"], 7),
    ),
    description: fc.oneof(fc.string(), fc.integer()),
    examples: fc.oneof(fc.array(fc.jsonValue(), { maxLength: 2 }), fc.string()),
    enum: fc.oneof(fc.uniqueArray(fc.string(), { maxLength: 3 }), fc.array(fc.jsonValue(), { maxLength: 3 })),
    format: fc.oneof(fc.constantFrom("email", "date-time", ""), fc.integer()),
    "x-personal-data": fc.constantFrom("personal", "sensitive", "none", true),
    "x-business-key": fc.constantFrom(true, false, "yes"),
    properties: fc.oneof(
      { weight: 5, arbitrary: fc.dictionary(name, tie("any"), { maxKeys: 3 }) },
      fc.constantFrom([], 3),
    ),
    required: fc.oneof(fc.uniqueArray(name, { maxLength: 3 }), fc.constantFrom(true, ["a", "a"], [1])),
    additionalProperties: fc.oneof(fc.boolean(), tie("any")),
    items: fc.oneof(tie("any"), fc.boolean(), fc.array(tie("any"), { maxLength: 2 })),
    default: fc.jsonValue(),
    minimum: fc.integer(),
    allOf: fc.array(tie("any"), { maxLength: 1 }),
    "x-of-somebody": fc.jsonValue(),
  };
  return {
    any: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.boolean(),
      fc
        .record(keywords, { requiredKeys: [] })
        .chain((whole) =>
          fc.shuffledSubarray(Object.entries(whole)).map((entries) => Object.fromEntries(entries)),
        ),
    ),
  };
}).any;

type Edit = (root: DesignNode, path: readonly string[]) => DesignNode;
const at =
  (change: (node: DesignNode) => DesignNode): Edit =>
  (root, path) =>
    withNode(root, path, change);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.constantFrom(...tableKinds).map((kind) => at((node) => withKind(node, kind))),
  fc
    .option(fc.string(), { nil: undefined })
    .map((description) => at((node) => withShown(node, { description }))),
  name.map((field) =>
    at((node) =>
      node.kind === "object" && !node.fields.some((one) => one.name === field)
        ? withField(node, field)
        : node,
    ),
  ),
  name.map((field) => at((node) => (node.kind === "object" ? withoutField(node, field) : node))),
  fc
    .tuple(name, name)
    .map(([from, to]) => at((node) => (node.kind === "object" ? withRenamed(node, from, to) : node))),
  fc
    .tuple(name, fc.boolean())
    .map(([field, is]) => at((node) => (node.kind === "object" ? withRequired(node, field, is) : node))),
  name.map((field) => at((node) => withMoved(node, field, 1))),
  fc
    .constantFrom("personal" as const, "none" as const)
    .map((personal) => at((node) => withShown(node, { personal }))),
  fc
    .uniqueArray(fc.string({ minLength: 1 }), { maxLength: 3 })
    .map((allowed) => at((node) => (node.kind === "text" ? withShown(node, { allowed }) : node))),
);

/** All places of a design. */
function pathsOf(node: DesignNode): string[][] {
  const inner = node.kind === "list" ? (node.item ? [{ name: "[]", node: node.item }] : []) : node.fields;
  return [[], ...inner.flatMap((field) => pathsOf(field.node).map((path) => [field.name, ...path]))];
}

/** What a person sees of a table, without the order of keywords in the code. */
function seen(node: DesignNode): unknown {
  const { order: _, item, rest, required, ...shown } = node;
  // In code, names that are whole numbers come first.
  const names = Object.keys(Object.fromEntries(node.fields.map((field) => [field.name, true])));
  const fields = node.fields.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  return {
    ...shown,
    rest: Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))),
    required: [...required].sort(),
    fields: fields.map((field) => ({ name: field.name, node: seen(field.node) })),
    item: item === undefined ? undefined : seen(item),
  };
}

/** Everything in a schema that the table does not know. */
function unknowns(node: DesignNode): unknown[] {
  return [
    ...Object.entries(node.rest).map(json),
    ...(node.kind === "code" ? [json(node.code)] : []),
    ...node.fields.flatMap((field) => unknowns(field.node)),
    ...(node.item ? unknowns(node.item) : []),
  ];
}

describe("the table of a schema", () => {
  it("gives back any schema as it was read, key by key", () => {
    fc.assert(
      fc.property(schema, (one) => {
        expect(json(writeDesign(readDesign(one)))).toBe(json(one));
      }),
      { numRuns: 500 },
    );
  });

  it("shows after any edits what the code that it wrote shows", () => {
    fc.assert(
      fc.property(schema, fc.array(fc.tuple(edit, fc.nat()), { maxLength: 6 }), (one, edits) => {
        const edited = edits.reduce((node, [change, place]) => {
          const paths = pathsOf(node);
          return change(node, paths[place % paths.length] ?? []);
        }, readDesign(one));
        // Code knows no negative zero.
        const shown: unknown = JSON.parse(json(seen(edited)));
        expect(seen(readDesign(JSON.parse(designText(edited))))).toEqual(shown);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps what it cannot show through edits that take nothing away", () => {
    const kept: fc.Arbitrary<Edit> = fc.oneof(
      fc.string().map((description) => at((node) => withShown(node, { description }))),
      fc
        .constantFrom("n1", "n2")
        .map((field) =>
          at((node) => (node.kind === "object" ? withField(withoutField(node, field), field) : node)),
        ),
      fc
        .tuple(name, fc.boolean())
        .map(([field, is]) => at((node) => (node.kind === "object" ? withRequired(node, field, is) : node))),
    );
    fc.assert(
      fc.property(schema, kept, fc.nat(), (one, change, place) => {
        const before = readDesign(one);
        const paths = pathsOf(before);
        const path = paths[place % paths.length] ?? [];
        const after = unknowns(readDesign(writeDesign(change(before, path))));
        const clash = ["description", "required", "properties"].filter(
          (keyword) => keyword in (nodeAt(before, path)?.rest ?? {}),
        );
        fc.pre(clash.length === 0);
        for (const unknown of unknowns(before)) expect(after).toContainEqual(unknown);
      }),
      { numRuns: 300 },
    );
  });
});

test("a new schema is closed, and a field lands where people look for it", () => {
  const order = withRequired(withField(emptyDesign(), "total", emptyNode("number")), "total", true);
  expect(writeDesign(order)).toEqual({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: { total: { type: "number" } },
    required: ["total"],
    additionalProperties: false,
  });
});

test("a field may take a name that is required without a field", () => {
  const node = readDesign({ type: "object", properties: { a: {} }, required: ["b", "a"] });
  expect(writeDesign(withRenamed(node, "a", "b"))).toEqual({
    type: "object",
    properties: { b: {} },
    required: ["b"],
  });
});

test("what is set in code is named", () => {
  const node = readDesign({ type: "string", pattern: "^a", minLength: 2, description: "x" });
  expect(codeOnly(node)).toEqual(["pattern", "minLength"]);
  expect(readDesign({ oneOf: [] }).kind).toBe("code");
});
