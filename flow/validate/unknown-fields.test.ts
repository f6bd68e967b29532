import { expect, it } from "vitest";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { validateFlow } from "./validate-flow";

function warnings(to: string, data: Record<string, string> | undefined) {
  const document = flowOf("source > orders > mail", { mail: { to } });
  if (data) document.samples.push({ id: "s", name: "Sample", topic: "orders", data });
  return validateFlow(document, testNodes).filter(({ code }) => code === "unknown-field");
}

it("doubts a field that no sample and no producer has", () => {
  expect(warnings("{{ data.emial }}", { email: "ana@example.com" })).toEqual([
    {
      code: "unknown-field",
      severity: "warning",
      at: { kind: "step", id: "mail", field: "to" },
      message: "*Send e-mail*: There is no field `emial`. Did you mean `email`?",
    },
  ]);
});

it("is silent where the field is known, or where nothing is", () => {
  expect(warnings("{{ data.email }}", { email: "ana@example.com" })).toEqual([]);
  expect(warnings("{{ data.emial }}", undefined)).toEqual([]);
});
