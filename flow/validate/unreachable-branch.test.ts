import { describe, expect, it } from "vitest";
import type { Condition, ConditionRow } from "../document/condition";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { conditionImplies } from "./condition-implies";
import { validateFlow } from "./validate-flow";

const all = (...rows: ConditionRow[]): Condition => ({ match: "all", rows });
const over = (value: number): ConditionRow => ({ field: "data.total", operator: "gt", value });
const from: ConditionRow = { field: "data.country", operator: "is", value: "DE" };

function warnings(...conditions: Condition[]): string[] {
  const document = flowOf("source > orders > split");
  const step = document.consumers[0]?.steps[0];
  if (!step) throw new Error("The drawing has a step.");
  step.branches = conditions.map((condition, at) => ({
    id: `b${at}`,
    name: `Branch ${at}`,
    condition,
    steps: [],
  }));
  return validateFlow(document, testNodes)
    .filter(({ code }) => code === "unreachable")
    .map(({ message }) => message);
}

describe("a branch that nothing can come to", () => {
  it("is one below a branch that takes everything that fits it", () => {
    const expected =
      "*Route*: no event comes to *Branch 1*, as *Branch 0* stands above it and takes them all.";
    expect(warnings(all(over(100)), all(over(500)))).toEqual([expected]);
    expect(warnings(all(over(100)), all(over(100), from))).toEqual([expected]);
    expect(warnings({ expression: "true" }, all(from))).toEqual([expected]);
  });

  it("is one that fits nothing", () => {
    expect(warnings({ expression: "false" })).toEqual(["*Route*: no event fits *Branch 0*."]);
  });

  it("is none that something is left for", () => {
    expect(warnings(all(over(500)), all(over(100)))).toEqual([]);
    expect(warnings(all(over(100), from), all(over(100)))).toEqual([]);
    expect(warnings({ match: "any", rows: [] }, all(over(100)))).toEqual([]);
  });
});

it.each<[ConditionRow["operator"], number, ConditionRow["operator"], number, boolean]>([
  ["gt", 5, "gte", 5, true],
  ["gte", 5, "gt", 5, false],
  ["eq", 6, "gt", 5, true],
  ["lt", 5, "lte", 5, true],
  ["lte", 5, "lt", 5, false],
  ["eq", 6, "ne", 5, true],
  ["gt", 5, "lt", 5, false],
])("tells whether %s %d implies %s %d", (operator, value, other, limit, isImplied) => {
  const field = "data.total";
  expect(
    conditionImplies(all({ field, operator, value }), all({ field, operator: other, value: limit })),
  ).toBe(isImplied);
});

it("knows that one of several is each of them", () => {
  const among: ConditionRow = { field: "data.country", operator: "is-one-of", value: ["DE", "AT"] };
  expect(conditionImplies(all(from), all(among))).toBe(true);
  expect(conditionImplies(all(among), all(from))).toBe(false);
  expect(conditionImplies({ match: "any", rows: [from, over(1)] }, all(among))).toBe(false);
});
