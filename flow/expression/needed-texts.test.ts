import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateExpression } from "./evaluate";
import { ExpressionError } from "./expression-error";
import { neededTexts } from "./needed-texts";

it.each([
  ['data.customer.id == "c-7" && data.total > 990', ["c-7", "customer", "total", "id"]],
  ['"c-7" == data.id', ["c-7", "id"]],
  ['data.items[0].sku.startsWith("mug")', ["mug", "items", "sku"]],
  ['contains(data["due date"], "2027")', ["2027", "due date"]],
  ['"mug".startsWith(data.sku)', ["sku"]],
  ['data.tags == data.other && "a" == "b"', ["other", "tags"]],
  ["data.total > 990 || data.large", []],
  ["has(data.total) && data.?note.orValue('') == 'x'", []],
  ['event.type == "order.placed"', []],
  ['data.name == "Zoë"', ["name"]],
  ["data.items.exists(item, item.sku == 'mug')", []],
  ["data.total >", []],
])("%s", (expression, expected) => {
  expect(neededTexts(expression)).toEqual(expected);
});

const texts = fc.constantFrom("a", "ab", "abc", "é", "a\nb", 'a"b', "1");
const data = fc.dictionary(
  fc.constantFrom("x", "xy", "ö"),
  fc.oneof(
    texts,
    fc.integer({ min: 0, max: 3 }),
    fc.constant(null),
    fc.dictionary(fc.constantFrom("y"), texts),
    fc.array(texts),
  ),
);
const field = fc.constantFrom("data.x", "data.xy", "data.x.y", 'data["ö"]', "data.x[0]", "data.?x", "data");
const side = fc.oneof(
  field,
  texts.map((text) => JSON.stringify(text)),
  fc.constantFrom("1", "null"),
);
const atom = fc.oneof(
  fc.tuple(side, fc.constantFrom("==", "!=", "<", ">=", "in"), side).map((parts) => parts.join(" ")),
  fc
    .tuple(fc.constantFrom("contains", "startsWith", "endsWith"), side, side)
    .map(([name, whole, part]) => `${name}(${whole}, ${part})`),
  fc.tuple(field, field).map(([left, right]) => `(${left} == "a" || ${right} != "a")`),
);
const expressions = fc.array(atom, { minLength: 1, maxLength: 3 }).map((atoms) => atoms.join(" && "));

it("names only what stands in every payload that an expression is true of", () => {
  fc.assert(
    fc.property(expressions, data, (expression, value) => {
      const payload = JSON.stringify(value);
      if (payload.includes("\\")) return;
      try {
        const roots = { data: value, event: {}, steps: {}, now: new Date(0) };
        if (evaluateExpression(expression, roots) !== true) return;
      } catch (error) {
        if (error instanceof ExpressionError) return;
        throw error;
      }
      for (const text of neededTexts(expression)) expect(payload).toContain(text);
    }),
    { numRuns: 3_000 },
  );
});
