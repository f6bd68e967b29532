import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designOf, type FieldChoice, inferDesign, proposedChoice } from "./infer-design";
import { writeDesign } from "./write-design";

const asProposed = (samples: readonly unknown[], change: Partial<FieldChoice> = {}) =>
  writeDesign(designOf(inferDesign(samples), (_, node) => ({ ...proposedChoice(node), ...change })));

const orders = Array.from({ length: 12 }, (_, index) => ({
  id: index,
  total: index % 2 === 0 ? 10 : 10.5,
  status: index % 3 === 0 ? "open" : "paid",
  email: `p${index}@example.com`,
  ...(index < 6 ? { note: index === 0 ? null : "fast" } : {}),
  lines: [{ sku: "a" }, { sku: "b", count: 2 }],
}));

describe("a schema from events", () => {
  it("counts in how many of them each field is", () => {
    const { fields } = inferDesign(orders);
    const note = fields.find(({ name }) => name === "note")?.node;
    expect(note).toMatchObject({ seen: 6, of: 12, isNullable: true, kind: "text" });
    const lines = fields.find(({ name }) => name === "lines")?.node;
    expect(lines?.item?.fields.map(({ name, node }) => [name, node.seen, node.of])).toEqual([
      ["sku", 24, 24],
      ["count", 12, 24],
    ]);
  });

  it("proposes formats and values, and assumes neither", () => {
    const email = inferDesign(orders).fields.find(({ name }) => name === "email")?.node;
    const status = inferDesign(orders).fields.find(({ name }) => name === "status")?.node;
    expect(email).toMatchObject({ format: "email", allowed: undefined });
    expect(status).toMatchObject({ format: undefined, allowed: ["open", "paid"] });
    expect(JSON.stringify(asProposed(orders))).not.toMatch(/"format"|"enum"/);
    expect(asProposed(orders, { takesFormat: true, takesAllowed: true })).toMatchObject({
      additionalProperties: false,
      required: ["id", "total", "status", "email", "lines"],
      properties: {
        total: { type: "number" },
        id: { type: "integer" },
        status: { enum: ["open", "paid"] },
        email: { format: "email" },
        note: { type: ["string", "null"] },
      },
    });
  });

  it("takes anything where types differ", () => {
    const [field] = inferDesign([{ a: "x" }, { a: 3 }]).fields;
    expect(field?.node).toMatchObject({ kind: "anything", mixed: ["text", "whole-number"] });
  });

  it("fits every event that it was made from", () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 6 }),
        (samples) => {
          const plain: unknown[] = JSON.parse(JSON.stringify(samples));
          const schema = asProposed(plain);
          const fits = new Ajv2020({ strict: false, ownProperties: true }).compile(Object(schema));
          for (const sample of plain) expect(fits(sample), JSON.stringify([schema, sample])).toBe(true);
        },
      ),
      { numRuns: 30, examples: [[[JSON.parse('{"order":{"__proto__":1}}')]]] },
    );
  });
});
