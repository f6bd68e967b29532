import { expect, it } from "vitest";
import { withReplacedName } from "./replaced-name";

it("replaces a name in expressions, and leaves words alone", () => {
  const config = {
    subject: "emial for {{ data.emial }} and {{ data.emials }}",
    condition: { match: "all", rows: [{ field: "data.emial", operator: "is", value: "emial" }] },
    rule: { expression: "has(data.emial)" },
  };
  const fixed = (field: string) => withReplacedName(config, field, "emial", "email")[field];
  expect(fixed("subject")).toBe("emial for {{ data.email }} and {{ data.emials }}");
  expect(fixed("condition")).toEqual({
    match: "all",
    rows: [{ field: "data.email", operator: "is", value: "emial" }],
  });
  expect(fixed("rule")).toEqual({ expression: "has(data.email)" });
});
