import { describe, expect, it } from "vitest";
import type { Condition, ConditionOperator } from "../document/condition";
import { testCondition, testRow } from "./condition";

const now = new Date("2027-01-31T13:00:00Z");
const data = {
  status: "open",
  total: 120.5,
  "form total": "99",
  paid: true,
  gift: "no",
  tags: ["new", "gift"],
  customer: { email: "ana@example.com" },
  at: "2027-01-30T13:00:00Z",
  day: "2027-01-31",
  empty: "",
  nothing: null,
};
const roots = { data, event: { type: "order.placed" }, steps: { "look-up": { level: 3 } }, now };

describe("a row", () => {
  it.each<[string, ConditionOperator, unknown, boolean]>([
    ["data.status", "is", "open", true],
    ["data.status", "is", "Open", false],
    ["status", "is", "open", true],
    ["data.status", "is-not", "open", false],
    ["data.status", "is-not", "paid", true],
    ["data.customer.email", "contains", "@example", true],
    ["data.customer.email", "starts-with", "ana", true],
    ["data.customer.email", "ends-with", ".org", false],
    ["data.status", "is-one-of", ["paid", "open"], true],
    ["data.status", "is-one-of", "paid, open", true],
    ["data.empty", "is-empty", undefined, true],
    ["data.nothing", "is-empty", undefined, true],
    ["data.missing", "is-empty", undefined, true],
    ["data.missing", "is-not-empty", undefined, false],
    ["data.tags", "is-not-empty", undefined, true],
    ["data.total", "eq", 120.5, true],
    ["data.total", "eq", "120.50", true],
    ['data["form total"]', "gt", 98, true],
    ["data.total", "ne", 1, true],
    ["data.total", "lt", 100, false],
    ["data.total", "gte", "{{ data.total }}", true],
    ["data.status", "gt", 1, false],
    ["data.at", "before", "2027-01-31", true],
    ["data.at", "after", "2027-01-31", false],
    ["data.at", "in-the-last", "1 day", true],
    ["data.at", "in-the-last", "23 hours", false],
    ["data.day", "in-the-last", "1 day", true],
    ["data.status", "before", "2027-01-31", false],
    ["data.paid", "is-yes", undefined, true],
    ["data.gift", "is-no", undefined, true],
    ["data.gift", "is-yes", undefined, false],
    ["data.tags", "contains", "gift", true],
    ["data.tags", "has-more-than", 1, true],
    ["data.tags", "has-more-than", 2, false],
    ["event.type", "is", "order.placed", true],
    ["steps.look-up.level", "eq", 3, true],
    ["data.status.constructor", "is-not", "x", false],
  ])("%s %s %j", (field, operator, value, passed) => {
    const row = { field, operator, ...(value === undefined ? {} : { value: value as string }) };
    expect(testRow(row, roots).passed).toBe(passed);
  });

  it("between takes numbers and dates", () => {
    const between = (field: string, value: string | number, upTo: string | number) =>
      testRow({ field, operator: "between", value, upTo }, roots).passed;
    expect(between("data.total", 100, 121)).toBe(true);
    expect(between("data.total", 121, 100)).toBe(false);
    expect(between("data.at", "2027-01-30", "2027-01-31")).toBe(true);
  });

  it.each<[string, string]>([
    ["data.status", '`status` was "open"'],
    ["data.total", "`total` was 120.5"],
    ["data.paid", "`paid` was yes"],
    ["data.tags", "`tags` was a list of 2"],
    ["data.missing", "`missing` is missing"],
    ["data.empty", "`empty` was empty"],
  ])("on %s says: %s", (field, because) => {
    expect(testRow({ field, operator: "is", value: "x" }, roots).because).toBe(because);
  });
});

describe("a condition", () => {
  const open = { field: "data.status", operator: "is", value: "open" } as const;
  const cheap = { field: "data.total", operator: "lt", value: 100 } as const;
  const unknown = { field: "data.vip", operator: "is-yes" } as const;

  it.each<[string, Condition, boolean, string]>([
    ["all, one fails", { match: "all", rows: [open, cheap] }, false, "`total` was 120.5"],
    ["any, one passes", { match: "any", rows: [open, cheap] }, true, '`status` was "open"'],
    [
      "any, none passes",
      { match: "any", rows: [cheap, unknown] },
      false,
      "`total` was 120.5, `vip` is missing",
    ],
    [
      "a nested group",
      { match: "all", rows: [open, { match: "any", rows: [cheap, unknown] }] },
      false,
      "`total` was 120.5, `vip` is missing",
    ],
    ["an expression", { expression: "data.total > 100.0" }, true, "`data.total > 100.0` was yes"],
    ["an expression without its field", { expression: "data.vip == true" }, false, "There is no field `vip`"],
    ["nothing", { match: "all", rows: [] }, true, "the condition is empty"],
  ])("%s", (_name, condition, passed, because) => {
    expect(testCondition(condition, roots)).toEqual({ passed, because });
  });

  it("must give yes or no", () => {
    expect(() => testCondition({ expression: "data.total" }, roots)).toThrow(
      "`data.total` must give yes or no, but gave 120.5.",
    );
  });
});
