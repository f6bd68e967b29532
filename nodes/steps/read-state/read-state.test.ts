import { describe, expect, it } from "vitest";
import { onlyStep, runStep, testWorld } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const read = (config: Record<string, unknown>) => {
  const world = testWorld(undefined, { "Customers/ana": { level: "gold" }, "Customers/": 4 });
  return runStep(definition, execute, {
    config: { store: "Customers", ...config },
    data: { customer: "ana" },
    world,
  });
};

describe("Read state", () => {
  it("gives what is saved, for a key or for all", async () => {
    const outcome = await read({ by: "{{ data.customer }}" });
    expect(onlyStep(outcome)).toMatchObject({
      output: { value: { level: "gold" }, exists: true },
      note: "Read *Customers* of ana.",
    });
    expect(outcome.stateWrites).toEqual([]);
    expect(onlyStep(await read({})).output).toEqual({ value: 4, exists: true });
  });

  it("says that nothing is there, and uses what stands in for it", async () => {
    expect(onlyStep(await read({ by: "bob" }))).toMatchObject({
      output: { value: null, exists: false },
      note: "Nothing is saved in *Customers* of bob.",
    });
    expect(onlyStep(await read({ by: "bob", ifEmpty: "{{ data.customer }}" })).output).toMatchObject({
      value: "ana",
    });
  });
});
