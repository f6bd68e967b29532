import { describe, expect, it } from "vitest";
import { ExpressionError } from "./expression-error";
import { expressionsIn, fillText, fillValue, parseTemplate, templateProblem } from "./template";

const roots = {
  data: { name: "Ana", total: 120.5, tags: ["a", "b"], paid: true, nothing: null },
  event: { id: "e1" },
  steps: { "look-up": { level: 3 } },
  now: new Date("2027-01-31T13:00:00Z"),
};

describe("a template", () => {
  it.each<[string, string]>([
    ["Welcome, {{ data.name }}", "Welcome, Ana"],
    ["{{data.total}} €", "120.5 €"],
    ["{{ data.missing }}|{{ data.nothing }}|{{ data.name.first }}", "||"],
    ["{{ data.tags }} {{ data.paid }} {{ now }}", '["a","b"] true 2027-01-31T13:00:00.000Z'],
    ['{{ {"a": {"b": "}}"}} }}', '{"a":{"b":"}}"}}'],
    ["{{ steps.look-up.level }} { } }} plain", "3 { } }} plain"],
    ["", ""],
  ])("%j becomes %j", (template, text) => {
    expect(fillText(template, roots)).toBe(text);
  });

  it.each<[unknown, unknown]>([
    ["{{ data.total }}", 120.5],
    ["{{ data.tags }}", ["a", "b"]],
    ["{{ data.nothing }}", null],
    ["{{ data.missing }}", undefined],
    ["{{ data.total }}!", "120.5!"],
    [5, 5],
    [
      { a: ["{{ data.paid }}", "{{ data.missing }}"], b: "{{ data.missing }}", c: "x" },
      { a: [true, null], c: "x" },
    ],
  ])("%j keeps the type of its value", (template, value) => {
    expect(fillValue(template, roots)).toEqual(value);
  });

  it("tells what is wrong, with data or without", () => {
    expect(() => fillText("{{ nme }}", roots)).toThrow("There is no name `nme`.");
    expect(() => parseTemplate("Hello {{ data.name }")).toThrow(ExpressionError);
    expect(templateProblem({ a: ["{{ data.name + }}"] })).toMatchObject({ code: "syntax" });
    expect(templateProblem("Hello {{ data.name")?.message).toBe(
      "A part that begins with {{ does not end with }}.",
    );
    expect(templateProblem("{{ data.anything }} {{ upper(data.b) }}")).toBeUndefined();
  });

  it("gives its expressions", () => {
    expect(expressionsIn({ a: "x {{ data.a }} {{ b }}", c: ["{{ d }}"] })).toEqual(["data.a", "b", "d"]);
  });
});
