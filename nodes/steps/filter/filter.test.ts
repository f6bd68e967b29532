import { describe, expect, it } from "vitest";
import { onlyStep, runStep } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const condition = { match: "all", rows: [{ field: "data.status", operator: "is", value: "paid" }] };

describe("Filter", () => {
  it("lets fitting events through, and says why", async () => {
    const outcome = await runStep(definition, execute, { config: { condition }, data: { status: "paid" } });
    expect(outcome.status).toBe("succeeded");
    expect(onlyStep(outcome)).toMatchObject({ outcome: "done", note: '`status` was "paid".' });
  });

  it("skips the others with the reason", async () => {
    const outcome = await runStep(definition, execute, { config: { condition }, data: { status: "open" } });
    expect(outcome).toMatchObject({
      status: "filtered",
      message: 'Skipped by *Filter*: `status` was "open".',
    });
  });

  it("skips events that lack the field", async () => {
    const outcome = await runStep(definition, execute, { config: { condition }, data: {} });
    expect(outcome).toMatchObject({
      status: "filtered",
      message: "Skipped by *Filter*: `status` is missing.",
    });
  });

  it("reads as a sentence", () => {
    expect(definition.row({ condition })).toBe("Go on only if status is paid");
    expect(definition.row({})).toBe("Go on only if …");
  });
});
