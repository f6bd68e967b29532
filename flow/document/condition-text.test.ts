import { describe, expect, it } from "vitest";
import { conditionText } from "./condition-text";

describe("conditionText", () => {
  it("reads as words", () => {
    expect(
      conditionText({
        match: "all",
        rows: [
          { field: "data.total", operator: "gt", value: 100 },
          { field: "data.paid", operator: "is-yes" },
        ],
      }),
    ).toBe("total > 100 and paid");
  });

  it("puts a nested group of several rows in parentheses", () => {
    expect(
      conditionText({
        match: "all",
        rows: [
          { field: "data.country", operator: "is-one-of", value: ["DE", "AT"] },
          {
            match: "any",
            rows: [
              { field: "data.total", operator: "between", value: 1, upTo: 5 },
              { field: "data.gift", operator: "is-no" },
            ],
          },
        ],
      }),
    ).toBe("country is one of DE, AT and (total between 1 and 5 or not gift)");
  });

  it("shows what is missing as an ellipsis, and an expression as it is", () => {
    expect(conditionText({ match: "all", rows: [{ field: "data.status", operator: "is" }] })).toBe(
      "status is …",
    );
    expect(conditionText({ expression: " data.total > 1 " })).toBe("data.total > 1");
    expect(conditionText(undefined)).toBe("");
  });
});
