import { describe, expect, it } from "vitest";
import { compareSchemas } from "../schema/compare-schemas";
import { explainChange } from "../schema/explain";
import { readJsonSchema } from "../schema/read-json-schema";
import type { Direction, Finding } from "../schema/verdict";
import { type DraftRemedy, draftRemedies, withRemedy } from "./remedies";

const object = (
  properties: object,
  required: readonly string[] = [],
  rest: object = { additionalProperties: false },
) => ({
  type: "object",
  properties,
  required,
  ...rest,
});

function broken(original: unknown, update: unknown, direction: Direction): Finding[] {
  const [one, other] = [original, update].map((schema) => readJsonSchema(JSON.stringify(schema)));
  if (one === undefined || other === undefined) throw new Error("two schemas were given");
  const { changes } =
    direction === "backward" ? compareSchemas(one, other, "STRICT") : compareSchemas(other, one, "STRICT");
  return changes
    .filter(({ isCompatible }) => !isCompatible)
    .map((change) => ({ ...change, version: 1, direction, ...explainChange(change, direction) }));
}

const text = { type: "string" };
const order = object(
  { id: text, status: { type: "string", enum: ["open", "paid"] }, customer: object({ name: text }) },
  ["id"],
);

describe("one click makes a change compatible", () => {
  it.each<readonly [string, unknown, Direction, readonly DraftRemedy[]]>([
    [
      "a field that must be there now",
      { ...order, required: ["id", "status"] },
      "backward",
      ["make-optional", "add-default", "take-back"],
    ],
    [
      "a new field that must be there",
      object({ ...order.properties, total: text }, ["id", "total"]),
      "backward",
      ["make-optional", "add-default", "take-back"],
    ],
    [
      "a field that is gone",
      object({ id: text, customer: object({ name: text }) }, ["id"]),
      "backward",
      ["open-schema", "take-back"],
    ],
    [
      "fewer values",
      object({ ...order.properties, status: { type: "string", enum: ["paid", "sent"] } }, ["id"]),
      "backward",
      ["keep-values", "take-back"],
    ],
    [
      "another type",
      object({ ...order.properties, id: { type: "number" } }, ["id"]),
      "backward",
      ["take-back"],
    ],
    [
      "deep inside",
      object({ ...order.properties, customer: object({ name: { type: "string", maxLength: 3 } }) }, ["id"]),
      "backward",
      ["take-back"],
    ],
    [
      "a new field, for old readers",
      object({ ...order.properties, total: text }, ["id"]),
      "forward",
      ["take-back"],
    ],
    ["a field that may be left out, for old readers", { ...order, required: [] }, "forward", ["take-back"]],
  ])("%s", (_, update, direction, remedies) => {
    const [finding, ...more] = broken(order, update, direction);
    expect(finding).toBeDefined();
    expect(more).toEqual([]);
    if (finding === undefined) return;
    expect(draftRemedies(finding, order, update)).toEqual(remedies);
    for (const remedy of remedies) {
      expect(broken(order, withRemedy(remedy, finding, order, update), direction), remedy).toEqual([]);
    }
  });

  it("opens a schema that was closed", () => {
    const open = object({ id: text }, [], {});
    const [finding] = broken(open, object({ id: text }), "backward");
    expect(finding && draftRemedies(finding, open, object({ id: text }))).toEqual([
      "open-schema",
      "take-back",
    ]);
    expect(finding && withRemedy("open-schema", finding, open, object({ id: text }))).toEqual(open);
  });
});
