import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedValue } from "./bounded-value";

describe("boundedValue", () => {
  it("keeps what is small as it is", () => {
    const value = { a: [1, "x", null, true], b: { c: "y".repeat(500) } };
    expect(boundedValue(value)).toBe(value);
    expect(boundedValue(undefined)).toBeUndefined();
  });

  it("says what it has cut", () => {
    expect(boundedValue("x".repeat(5000))).toBe(`${"x".repeat(2000)}… 3000 more characters`);
    expect(boundedValue(Array.from({ length: 1000 }, (_, index) => index))).toEqual([
      ...Array.from({ length: 30 }, (_, index) => index),
      "… 970 more",
    ]);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`f${index}`, index]));
    expect(boundedValue(many)).toMatchObject({ f0: 0, f59: 59, "…": "40 more" });
  });

  it("stays small whatever it is given", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 12 }), fc.integer({ min: 0, max: 6 }), (value, copies) => {
        const large = Array.from({ length: Math.min(10 ** copies, 2000) }, () => value);
        expect((JSON.stringify(boundedValue(large)) ?? "").length).toBeLessThan(200_000);
      }),
      { numRuns: 50 },
    );
    expect(
      JSON.stringify(boundedValue(Array.from({ length: 30 }, () => "x".repeat(3000)))).length,
    ).toBeLessThan(70_000);
    let deep: unknown = 1;
    for (let level = 0; level < 1000; level += 1) deep = { deep };
    expect(JSON.stringify(boundedValue(deep)).length).toBeLessThan(200);
  });
});
