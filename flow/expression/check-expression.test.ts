import { describe, expect, it } from "vitest";
import { checkCondition, checkExpression, checkTemplate } from "./check-expression";

const fields = [
  { path: "data.total", type: "number" },
  { path: "data.customer", type: "object" },
  { path: "data.customer.email", type: "text" },
  { path: 'data["order no"]', type: "text" },
  { path: "data.items", type: "list" },
  { path: "steps.look-up.body", type: "unknown" },
] as const;

describe("checkExpression", () => {
  it.each([
    "data.total + 1",
    "data.customer.email",
    'data["order no"]',
    "data.items[0].price",
    "data.items.map(item, item.anything)",
    "steps.look-up.body.anything",
    "has(data.phone)",
    "orElse(data.phone, 'none')",
    "data.?phone.orValue('none')",
    "event.anything",
  ])("has nothing against %s", (source) => {
    expect(checkExpression(source, fields)).toBeUndefined();
  });

  it.each([
    ["data.custmer", "There is no field `custmer`. Did you mean `customer`?"],
    ["upper(data.customer.mail)", "There is no field `mail`. Did you mean `email`?"],
    ["data.total > 1 && data.tota > 2", "There is no field `tota`. Did you mean `total`?"],
    ["steps.lookup.body", "There is no step `lookup`. Did you mean `look-up`?"],
    ["[data.none, 1]", "There is no field `none`."],
  ])("doubts %s", (source, message) => {
    expect(checkExpression(source, fields)).toEqual({ message, isCertain: false });
  });

  it("is certain about what is wrong whatever comes", () => {
    expect(checkExpression("data.total +", fields)).toEqual({
      message: "The expression ends too early.",
      isCertain: true,
    });
    expect(checkExpression("uper(data.total)", fields)).toMatchObject({ isCertain: true });
  });

  it("knows nothing where no fields are known", () => {
    expect(checkExpression("data.custmer", [])).toBeUndefined();
  });
});

describe("checkTemplate and checkCondition", () => {
  it("look into every part", () => {
    expect(checkTemplate([{ value: "Hi {{ data.custmer }}" }], fields)?.message).toContain("custmer");
    expect(checkTemplate("Hi {{ data.total", fields)).toMatchObject({ isCertain: true });
    const row = { field: "data.tota", operator: "gt", value: 1 } as const;
    expect(
      checkCondition({ match: "all", rows: [{ match: "any", rows: [row] }] }, fields)?.message,
    ).toContain("tota");
    expect(
      checkCondition({ match: "all", rows: [{ ...row, operator: "is-empty" }] }, fields),
    ).toBeUndefined();
    expect(checkCondition({ match: "all", rows: [{ ...row, field: "" }] }, fields)).toMatchObject({
      isCertain: true,
    });
    expect(checkCondition({ expression: "data.total >" }, fields)).toMatchObject({ isCertain: true });
  });
});
