import { describe, expect, it } from "vitest";
import { compareLines, MAX_LINES, valueLines } from "./value-lines";

describe("valueLines", () => {
  it("names every value by its path", () => {
    expect(valueLines({ a: 1, "b c": [true, { d: "x" }], e: {}, f: [] })).toEqual([
      { path: "a", text: "1" },
      { path: '["b c"][0]', text: "true" },
      { path: '["b c"][1].d', text: '"x"' },
      { path: "e", text: "{}" },
      { path: "f", text: "[]" },
    ]);
    expect(valueLines(5)).toEqual([{ path: "", text: "5" }]);
  });
  it("ends at a bound", () => {
    expect(valueLines(Array.from({ length: 5_000 }, (_, n) => n))).toHaveLength(MAX_LINES);
  });
});

describe("compareLines", () => {
  it("says what was before, what is new and what is gone", () => {
    const lines = compareLines(valueLines({ a: 1, b: 2, n: 0 }), valueLines({ a: 1, b: 3, gone: "x" }));
    expect(lines).toEqual([
      { path: "a", text: "1", before: "1", isChanged: false },
      { path: "b", text: "2", before: "3", isChanged: true },
      { path: "n", text: "0", before: undefined, isChanged: true },
      { path: "gone", text: undefined, before: '"x"', isChanged: true },
    ]);
  });
});
