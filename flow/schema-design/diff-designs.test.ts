import { expect, test } from "vitest";
import { diffDesigns } from "./diff-designs";
import { readDesign } from "./read-design";

const text = { type: "string" };

test("a diff reads as sentences, field by field", () => {
  const before = readDesign({
    type: "object",
    properties: {
      id: text,
      total: { type: "number", minimum: 0 },
      lines: { type: "array", items: { type: "object", properties: { sku: text } } },
    },
    required: ["id"],
  });
  const after = readDesign({
    type: "object",
    properties: {
      id: { type: ["string", "null"], format: "uuid" },
      lines: {
        type: "array",
        items: { type: "object", properties: { sku: { type: "string", enum: ["a", "b"] } } },
      },
      email: { type: "string", format: "email" },
    },
    required: ["email"],
    additionalProperties: false,
  });
  expect(diffDesigns(before, after)).toEqual([
    { kind: "changed", path: "", words: ["other fields are refused"] },
    { kind: "changed", path: "id", words: ["was required, is optional", "was text, is uuid or empty"] },
    { kind: "changed", path: "lines[].sku", words: ["only a, b allowed"] },
    { kind: "added", path: "email", words: ["email", "required"] },
    { kind: "removed", path: "total", words: ["was number"] },
  ]);
  expect(diffDesigns(after, after)).toEqual([]);
});
