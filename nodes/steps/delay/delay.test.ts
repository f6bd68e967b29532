import { describe, expect, it } from "vitest";
import { onlyStep, runStep } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const delay = (config: Record<string, unknown>, data: unknown = { wait: 2 }) =>
  runStep(definition, execute, { config, data });

describe("Delay", () => {
  it("holds the delivery until the time has come, and has finished then", async () => {
    const outcome = await delay({ amount: 5, unit: "minutes" });
    expect(outcome).toMatchObject({
      status: "held",
      message: "Waits 5 minutes.",
      stepId: "step",
      until: new Date("2027-01-31T13:05:01Z"),
      checkpoint: { finished: { step: { attempt: 1 } } },
    });
    expect(onlyStep(outcome)).toMatchObject({ outcome: "held", note: "Waits 5 minutes." });
  });

  it.each([
    ["{{ data.wait }}", "hours", "2027-01-31T15:00:01Z"],
    ["{{ data.wait }}", "days", "2027-02-02T13:00:01Z"],
    ["1.5", "seconds", "2027-01-31T13:00:02.500Z"],
  ])("waits %s %s", async (amount, unit, until) => {
    expect(await delay({ amount, unit })).toMatchObject({ until: new Date(until) });
  });

  it("goes on at once when there is nothing to wait for", async () => {
    expect(await delay({ amount: 0 })).toMatchObject({ status: "succeeded" });
  });

  it.each([["{{ data.missing }}"], ["soon"], ["-1"], [1e9]])("refuses to wait for %j", async (amount) => {
    expect(await delay({ amount, unit: "days" })).toMatchObject({
      status: "failed",
      failure: { code: "no-duration", isRetryable: false },
    });
  });

  it("says in its row how long", () => {
    expect(definition.row({ amount: 1, unit: "hours" })).toBe("Wait 1 hour");
    expect(definition.row({ amount: "{{ data.wait }}", unit: "hours" })).toBe("Wait some hours");
  });
});
