import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expressionOfPath, parsePath, valueAt, withValueAt } from "./paths";

describe("a path", () => {
  it.each([
    ["data.total", ["data", "total"], "data.total"],
    ["data.items[0].price", ["data", "items", 0, "price"], "data.items[0].price"],
    ['data["order no"]', ["data", "order no"], 'data["order no"]'],
    ["steps.look-up.body", ["steps", "look-up", "body"], 'steps["look-up"].body'],
    ['data["a\\"b"].c', ["data", 'a"b', "c"], 'data["a\\"b"].c'],
  ])("%s is read and written", (path, segments, expression) => {
    expect(parsePath(path)).toEqual(segments);
    expect(expressionOfPath(segments)).toBe(expression);
    expect(parsePath(expression)).toEqual(segments);
  });

  it.each(["", ".", "data.", "data..a", "[0]", 'data["a', "data.a]b"])("%j is none", (path) => {
    expect(parsePath(path)).toBeUndefined();
  });

  it("sets what it reads, and changes nothing else", () => {
    const segment = fc.oneof(
      fc.string({ minLength: 1, maxLength: 5 }),
      fc.constantFrom("__proto__", "constructor"),
    );
    fc.assert(
      fc.property(fc.object(), fc.array(segment, { minLength: 1, maxLength: 4 }), (root, path) => {
        const before = JSON.stringify(root);
        const after = withValueAt(root, path, 42);
        expect(valueAt(after, path)).toBe(42);
        expect(JSON.stringify(root)).toBe(before);
        expect(Object.prototype).not.toHaveProperty("polluted");
      }),
    );
    expect(withValueAt({ a: [1, 2] }, ["a", 1], 3)).toEqual({ a: [1, 3] });
    expect(withValueAt({ a: [1] }, ["a", 5], 3)).toEqual({ a: { 5: 3 } });
  });
});
