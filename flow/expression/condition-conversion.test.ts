import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Condition, ConditionRow } from "../document/condition";
import { testCondition } from "./condition";
import { conditionOfExpression, expressionOfCondition } from "./condition-conversion";

describe("a condition as an expression", () => {
  it.each<[ConditionRow, string]>([
    [{ field: "data.status", operator: "is", value: "open" }, 'data.status == "open"'],
    [{ field: "data.total", operator: "gt", value: 100 }, "data.total > 100"],
    [{ field: "data.total", operator: "gt", value: "100" }, "data.total > 100"],
    [{ field: "steps.look-up.level", operator: "eq", value: -3 }, 'steps["look-up"].level == -3'],
    [{ field: "data.country", operator: "is-one-of", value: ["DE", "AT"] }, 'data.country in ["DE", "AT"]'],
    [{ field: "data.paid", operator: "is-yes" }, "data.paid == true"],
    [{ field: "data.note", operator: "is-empty" }, 'orElse(data.note, "") == ""'],
    [{ field: "data.total", operator: "between", value: 1, upTo: 5 }, "data.total >= 1 && data.total <= 5"],
  ])("%j", (row, expression) => {
    expect(expressionOfCondition({ match: "all", rows: [row] })).toEqual({ result: expression });
  });

  it("says when there is none", () => {
    const row: ConditionRow = { field: "data.at", operator: "in-the-last", value: "7 days" };
    expect(expressionOfCondition({ match: "all", rows: [row] })).toHaveProperty("reason");
    expect(expressionOfCondition({ match: "all", rows: [] })).toHaveProperty("reason");
  });
});

describe("an expression as rows", () => {
  it.each<[string, Condition]>([
    [
      'data.status == "open"',
      { match: "all", rows: [{ field: "data.status", operator: "is", value: "open" }] },
    ],
    [
      "data.a > 1 && data.b <= 2.5 && data.c != true",
      {
        match: "all",
        rows: [
          { field: "data.a", operator: "gt", value: 1 },
          { field: "data.b", operator: "lte", value: 2.5 },
          { field: "data.c", operator: "is-no" },
        ],
      },
    ],
    [
      'data.a == 1 || (data.b.contains("x") && data["c d"] in [1, 2])',
      {
        match: "any",
        rows: [
          { field: "data.a", operator: "eq", value: 1 },
          {
            match: "all",
            rows: [
              { field: "data.b", operator: "contains", value: "x" },
              { field: 'data["c d"]', operator: "is-one-of", value: [1, 2] },
            ],
          },
        ],
      },
    ],
  ])("%s", (source, condition) => {
    expect(conditionOfExpression(source)).toEqual({ result: condition });
  });

  it.each([
    ["data.a + 1 > 2", "This cannot be shown as rows: the left side is no field."],
    [
      "data.a > data.b",
      "This cannot be shown as rows: it compares with something that is not a fixed value.",
    ],
    ["data.l.all(x, x > 1)", "This cannot be shown as rows: it does more than compare a field with a value."],
    [
      "data.a == 1 && (data.b == 1 || (data.c == 1 && data.d == 1))",
      "This cannot be shown as rows: it does more than compare a field with a value.",
    ],
    ["data.a ==", "The expression ends too early."],
  ])("not %s", (source, reason) => {
    expect(conditionOfExpression(source)).toEqual({ reason });
  });

  it("asks the same as the rows it came from", () => {
    const row = fc.oneof(
      fc.record({
        field: fc.constant("data.total"),
        operator: fc.constantFrom("gt", "gte", "lt", "lte", "eq", "ne"),
        value: fc.integer({ min: -2, max: 2 }),
      }),
      fc.record({
        field: fc.constantFrom("data.status", "data.missing"),
        operator: fc.constantFrom("is", "is-not", "contains", "starts-with", "ends-with"),
        value: fc.constantFrom("open", "op", ""),
      }),
      fc.record({
        field: fc.constantFrom("data.paid", "data.missing"),
        operator: fc.constantFrom("is-yes", "is-no"),
      }),
    ) as fc.Arbitrary<ConditionRow>;
    const roots = (total: number, paid: boolean) => ({
      data: { total, paid, status: "open" },
      event: {},
      steps: {},
      now: new Date(0),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: -3, max: 3 }),
        fc.boolean(),
        (rows, total, paid) => {
          const condition: Condition = { match: "all", rows };
          const converted = expressionOfCondition(condition);
          if (!("result" in converted)) throw new Error(converted.reason);
          const expected = testCondition(condition, roots(total, paid)).passed;
          expect(testCondition({ expression: converted.result }, roots(total, paid)).passed).toBe(expected);
          const back = conditionOfExpression(converted.result);
          if (!("result" in back)) throw new Error(back.reason);
          expect(testCondition(back.result, roots(total, paid)).passed).toBe(expected);
        },
      ),
    );
  });
});
