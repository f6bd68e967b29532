import { describe, expect, it } from "vitest";
import { onlyStep, runStep } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const data = { name: "Ana", total: 10, address: { city: "Bonn", zip: "53113" } };

function run(fields: readonly { field: string; value: unknown }[], keepOthers = true) {
  return runStep(definition, execute, { config: { fields, keepOthers }, data });
}

describe("Set fields", () => {
  it("adds and changes fields and keeps the others", async () => {
    const outcome = await run([
      { field: "gross", value: "{{ data.total * 1.19 }}" },
      { field: "address.city", value: "{{ upper(data.address.city) }}" },
      { field: "greeting", value: "Hello {{ data.name }}" },
      { field: "level", value: 3 },
    ]);
    expect(onlyStep(outcome).output).toEqual({
      name: "Ana",
      total: 10,
      address: { city: "BONN", zip: "53113" },
      gross: 11.899999999999999,
      greeting: "Hello Ana",
      level: 3,
    });
  });

  it("keeps only the named fields when told so", async () => {
    const outcome = await run([{ field: "customer.name", value: "{{ data.name }}" }], false);
    expect(onlyStep(outcome).output).toEqual({ customer: { name: "Ana" } });
  });

  it("computes every value from the event as it came in", async () => {
    const outcome = await run([
      { field: "total", value: 99 },
      { field: "before", value: "{{ data.total }}" },
    ]);
    expect(onlyStep(outcome).output).toMatchObject({ total: 99, before: 10 });
  });

  it("leaves out what has no value, and says so", async () => {
    const outcome = await run([{ field: "phone", value: "{{ data.phone }}" }]);
    expect(onlyStep(outcome)).toMatchObject({
      output: data,
      note: "Not set, because there is no value here: `phone`.",
    });
  });

  it("sets odd names as plain fields", async () => {
    const outcome = await run([{ field: "__proto__.polluted", value: true }]);
    expect(outcome.status).toBe("succeeded");
    expect(Object.prototype).not.toHaveProperty("polluted");
  });

  it("fails for good on an expression that cannot work", async () => {
    const outcome = await run([{ field: "x", value: "{{ data.name * 2 }}" }]);
    expect(outcome).toMatchObject({
      status: "failed",
      message: "Cannot multiply a text and a number.",
      failure: { code: "expression", isRetryable: false },
    });
  });

  it("names its fields on the card", () => {
    const row = (...names: string[]) =>
      definition.row({ fields: names.map((field) => ({ field, value: 1 })) });
    expect(row("total")).toBe("Set total");
    expect(row("total", "currency")).toBe("Set total, currency");
    expect(row("a", "b", "c", "d")).toBe("Set a, b and 2 more");
  });
});
