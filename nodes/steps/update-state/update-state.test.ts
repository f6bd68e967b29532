import { describe, expect, it } from "vitest";
import { onlyStep, runStep, testWorld } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const saved = { "S/list": [1, 2, 3], "S/ana": { level: "gold", points: 3 }, "S/sum": 5, "S/text": "x" };

function update(by: string, config: Record<string, unknown>) {
  const world = testWorld(undefined, saved);
  return runStep(definition, execute, {
    config: { store: "S", by, ...config },
    data: { n: 2, who: "ana" },
    world,
  });
}

describe("Update state", () => {
  it.each([
    ["new", { operation: "set", value: "{{ data }}" }, { n: 2, who: "ana" }],
    ["sum", { operation: "add", value: "{{ data.n }}" }, 7],
    ["new", { operation: "add", value: "1.5" }, 1.5],
    ["list", { operation: "append", value: "{{ data.n }}", keep: 3 }, [2, 3, 2]],
    ["new", { operation: "append", value: "a" }, ["a"]],
    [
      "ana",
      {
        operation: "merge",
        fields: [
          { field: "points", value: "{{ data.n }}" },
          { field: "level", value: "" },
        ],
      },
      { points: 2 },
    ],
    ["text", { operation: "compare", expected: "x", value: "y" }, "y"],
    ["new", { operation: "compare", value: "first" }, "first"],
    ["text", { operation: "remove" }, undefined],
  ])("changes %s by %j", async (key, config, value) => {
    const outcome = await update(key, config);
    expect(outcome.stateWrites).toEqual([{ stepId: "step", store: "S", key, value }]);
    expect(onlyStep(outcome)).toMatchObject({ output: { changed: true }, note: `Changed *S* of ${key}.` });
  });

  it.each([
    ["text", { operation: "compare", expected: "other", value: "y" }],
    ["new", { operation: "remove" }],
    ["text", { operation: "set", value: "x" }],
  ])("leaves %s as it is after %j", async (key, config) => {
    const outcome = await update(key, config);
    expect(outcome.stateWrites).toEqual([]);
    expect(onlyStep(outcome)).toMatchObject({ output: { changed: false } });
  });

  it.each([
    ["no-number", "text", { operation: "add", value: "1" }],
    ["no-number", "sum", { operation: "add", value: "many" }],
    ["no-list", "text", { operation: "append", value: "1" }],
    ["no-object", "list", { operation: "merge", fields: [{ field: "a", value: 1 }] }],
    ["state-too-large", "new", { operation: "set", value: "x".repeat(300_000) }],
  ])("fails for good with %s", async (code, key, config) => {
    const outcome = await update(key, config);
    expect(outcome).toMatchObject({
      status: "failed",
      failure: { code, isRetryable: false },
      stateWrites: [],
    });
  });

  it("is unfinished without what its operation needs", () => {
    const missing = (config: Record<string, unknown>) =>
      definition.config.safeParse({ store: "S", ...config }).error?.issues.map(({ path }) => path[0]);
    expect(missing({ operation: "set" })).toEqual(["value"]);
    expect(missing({ operation: "merge" })).toEqual(["fields"]);
    expect(missing({ operation: "remove" })).toBeUndefined();
    expect(missing({ operation: "set", value: 0 })).toBeUndefined();
  });
});
