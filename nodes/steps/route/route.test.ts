import { describe, expect, it } from "vitest";
import type { Condition } from "@/flow/document/condition";
import { onlyStep, runStep } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const above = (value: number): Condition => ({
  match: "all",
  rows: [{ field: "data.total", operator: "gt", value }],
});
const branches = { huge: above(1000), large: above(100), rest: undefined };

async function noteOf(mode: string, total: unknown, among: Record<string, Condition | undefined> = branches) {
  const outcome = await runStep(definition, execute, { config: { mode }, data: { total }, branches: among });
  expect(outcome.status).toBe("succeeded");
  return onlyStep(outcome).note;
}

describe("Route", () => {
  it("takes the first branch that fits", async () => {
    expect(await noteOf("first", 5000)).toBe("Took *If total > 1000*: `total` was 5000.");
    expect(await noteOf("first", 500)).toBe("Took *If total > 100*: `total` was 500.");
  });

  it("takes Otherwise when none fits", async () => {
    expect(await noteOf("first", 5)).toBe("Took *Otherwise*: `total` was 5.");
    expect(await noteOf("every", undefined)).toBe("Took *Otherwise*: `total` is missing.");
  });

  it("takes every branch that fits, and then not Otherwise", async () => {
    expect(await noteOf("every", 5000)).toBe("Took *If total > 1000*, *If total > 100*.");
  });

  it("goes on below when there is no branch to take", async () => {
    expect(await noteOf("first", 5, { huge: above(1000) })).toBe("No branch fits: `total` was 5.");
    expect(await noteOf("first", 5, {})).toBe("No branch fits.");
  });
});
