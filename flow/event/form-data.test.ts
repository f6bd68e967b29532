import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FormInput } from "../node/producer-definition";
import { checkAnswer, formDataOf, honeypotField } from "./form-data";

const input = (type: FormInput["type"], more: Partial<FormInput> = {}): FormInput => ({
  name: "x",
  label: "X",
  type,
  isRequired: false,
  ...more,
});
const value = (of: FormInput, text: string | undefined) => {
  const result = checkAnswer(of, text);
  return result.ok ? result.value : result.message;
};

describe("checkAnswer", () => {
  it("gives each answer its type", () => {
    expect(value(input("text"), " Ana ")).toBe("Ana");
    expect(value(input("long-text"), "a\r\n b ")).toBe("a\n b ");
    expect(value(input("number"), "12.50")).toBe(12.5);
    expect(value(input("yes-no"), "yes")).toBe(true);
    expect(value(input("yes-no"), undefined)).toBe(false);
    expect(value(input("date"), "2024-02-29")).toBe("2024-02-29");
    expect(value(input("choice", { choices: ["a", "b"] }), "b")).toBe("b");
    expect(value(input("email"), "")).toBeUndefined();
  });

  it("says what does not fit", () => {
    expect(value(input("text", { isRequired: true }), "  ")).toBe("This is needed.");
    expect(value(input("yes-no", { isRequired: true }), undefined)).toBe("This must be ticked.");
    expect(value(input("email"), "ana")).toContain("e-mail address");
    for (const text of ["12,50", "0x10", "1e999", "NaN"])
      expect(value(input("number"), text)).toBe("Write a number.");
    expect(value(input("date"), "2023-02-29")).toBe("There is no such day.");
    expect(value(input("date"), "31.1.2027")).toContain("Write a date");
    expect(value(input("choice", { choices: ["a"] }), "c")).toBe("Choose one of the answers.");
    expect(value(input("text"), "x".repeat(1001))).toContain("1,000 characters");
  });
});

describe("formDataOf", () => {
  const inputs = [
    input("text", { name: "name", label: "Name", isRequired: true }),
    input("number", { name: "n" }),
  ];

  it("keeps the inputs of the form and nothing else", () => {
    const fields = [
      { name: "n", value: "3" },
      { name: "name", value: "Ana" },
      { name: "role", value: "owner" },
      { name: honeypotField, value: "" },
    ];
    expect(new TextDecoder().decode(formDataOf(inputs, fields))).toBe('{"name":"Ana","n":3}');
  });

  it("names the input that does not fit, and refuses a filled hidden field", () => {
    expect(() => formDataOf(inputs, [])).toThrow("Name: This is needed.");
    expect(() => formDataOf(inputs, [{ name: honeypotField, value: "http://spam" }])).toThrow("hidden field");
  });

  it("takes any text as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        fc.pre(text.trim() !== "");
        const bytes = formDataOf(inputs, [{ name: "name", value: text }]);
        expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({ name: text.trim() });
      }),
    );
  });
});
