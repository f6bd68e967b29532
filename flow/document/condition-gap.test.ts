import { describe, expect, it } from "vitest";
import { conditionGap } from "./condition-gap";

describe("conditionGap", () => {
  it("finds nothing in whole rows, with and without a value", () => {
    expect(
      conditionGap({
        match: "all",
        rows: [
          { field: "data.paid", operator: "is-yes" },
          { field: "data.total", operator: "between", value: 1, upTo: 0 },
          { match: "any", rows: [{ field: "data.city", operator: "is", value: "Oslo" }] },
        ],
      }),
    ).toBeUndefined();
    expect(conditionGap({ expression: "data.total > 1" })).toBeUndefined();
  });

  it("names what a row lacks", () => {
    expect(conditionGap({ match: "all", rows: [{ field: " ", operator: "is" }] })).toBe("a field to look at");
    expect(conditionGap({ match: "all", rows: [{ field: "data.total", operator: "gt" }] })).toBe(
      "a value to compare `total` with",
    );
    expect(
      conditionGap({
        match: "any",
        rows: [{ match: "all", rows: [{ field: "data.n", operator: "between", value: 1 }] }],
      }),
    ).toBe("a value to compare `n` with");
  });

  it("does not take an empty condition for a whole one", () => {
    expect(conditionGap({ match: "all", rows: [] })).toBe("a condition");
    expect(conditionGap({ match: "all", rows: [{ match: "any", rows: [] }] })).toBe("a condition");
    expect(conditionGap({ expression: " " })).toBe("a condition");
  });
});
