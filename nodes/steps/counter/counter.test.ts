import { describe, expect, it } from "vitest";
import { onlyStep, runStep, testWorld } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

function count(config: Record<string, unknown>, data: unknown = { customer: "ana", total: 2.5 }) {
  const world = testWorld(undefined, { "Points/ana": 10, "Points/": 4 });
  return runStep(definition, execute, { config: { name: "Points", ...config }, data, world });
}

describe("Counter", () => {
  it("adds one and gives the sum", async () => {
    const outcome = await count({});
    expect(outcome.stateWrites).toEqual([{ stepId: "step", store: "Points", key: "", value: 5 }]);
    expect(onlyStep(outcome)).toMatchObject({ output: { sum: 5 }, note: "*Points* is now 5." });
  });

  it("adds a field, for each key apart", async () => {
    const outcome = await count({ by: "{{ data.customer }}", amount: "{{ data.total }}" });
    expect(outcome.stateWrites).toMatchObject([{ key: "ana", value: 12.5 }]);
    expect(onlyStep(outcome)).toMatchObject({
      output: { sum: 12.5, key: "ana" },
      note: "*Points* for ana is now 12.5.",
    });
  });

  it.each([["{{ data.missing }}"], ["{{ data.customer }}"], ["many"]])(
    "refuses to add %j",
    async (amount) => {
      const outcome = await count({ amount });
      expect(outcome).toMatchObject({ status: "failed", failure: { code: "no-number", isRetryable: false } });
      expect(outcome.stateWrites).toEqual([]);
    },
  );
});
