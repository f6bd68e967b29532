import { expect, test } from "vitest";
import { fieldTitle } from "./infer-fields";

test.each([
  ["firstName", "First name"],
  ["last_name", "Last name"],
  ["email", "E-mail"],
  ["contactEmail", "Contact e-mail"],
  ["eMail", "E-mail"],
  ["emailed", "Emailed"],
  ["--", "--"],
])("%s reads as %s", (name, title) => {
  expect(fieldTitle(name)).toBe(title);
});
