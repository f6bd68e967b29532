import { expect, test } from "vitest";
import { formInputs } from "./form-inputs";
import { readDesign } from "./read-design";

test("a form asks for what an event of the schema needs", () => {
  const design = readDesign({
    type: "object",
    properties: {
      first_name: { type: "string" },
      email: { type: "string", format: "email" },
      size: { type: "string", enum: ["small", "large"] },
      count: { type: "integer" },
      isGift: { type: "boolean" },
      "odd name": { type: "string" },
      lines: { type: "array", items: { type: "string" } },
    },
    required: ["email", "isGift"],
  });
  expect(formInputs(design)).toEqual([
    { name: "first_name", label: "First name", type: "text", isRequired: false },
    { name: "email", label: "E-mail", type: "email", isRequired: true },
    { name: "size", label: "Size", type: "choice", isRequired: false, choices: ["small", "large"] },
    { name: "count", label: "Count", type: "number", isRequired: false },
    { name: "isGift", label: "Is gift", type: "yes-no", isRequired: false },
  ]);
});
