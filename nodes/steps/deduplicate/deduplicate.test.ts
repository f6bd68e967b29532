import { describe, expect, it } from "vitest";
import { onlyStep, runStep, testWorld } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const store = "step/consumer/step";
const seen = { at: "2027-01-31T12:00:00.000Z", until: "2027-01-31T13:30:00.000Z", id: "e0" };

function pass(orderId: unknown, virtualNow?: string) {
  const world = testWorld(undefined, { [`${store}/o1`]: seen });
  const config = { by: "{{ data.orderId }}", amount: 2, unit: "hours" };
  const clock = virtualNow === undefined ? {} : { virtualNow: new Date(virtualNow) };
  return runStep(definition, execute, { config, data: { orderId }, world, ...clock });
}

describe("Deduplicate", () => {
  it("lets the first through and remembers it", async () => {
    const outcome = await pass("o2");
    expect(outcome.status).toBe("succeeded");
    expect(outcome.stateWrites).toMatchObject([
      {
        store,
        key: "o2",
        value: { id: "e1", until: "2027-01-31T15:00:01.000Z" },
        expiresAt: new Date("2027-01-31T15:00:01Z"),
      },
    ]);
  });

  it("stops the others with the one that was first", async () => {
    expect(await pass("o1")).toMatchObject({
      status: "filtered",
      message: "Skipped by *Deduplicate*: o1 came already, with event `e0`.",
      stateWrites: [],
    });
  });

  it("forgets after its time, by the clock of a replay, too", async () => {
    expect((await pass("o1", "2027-01-31T13:29:59Z")).status).toBe("filtered");
    const later = await pass("o1", "2027-01-31T13:30:00Z");
    expect(later.status).toBe("succeeded");
    expect(later.stateWrites[0]?.expiresAt).toBeUndefined();
  });

  it("lets through what has nothing to compare", async () => {
    expect(onlyStep(await pass(undefined)).note).toBe("Let through, because the field to compare is empty.");
  });

  it("proposes a field that looks like an id", () => {
    const proposed = definition.propose([
      { path: "data.name", title: "Name", type: "text" },
      { path: "data.orderId", title: "Order", type: "text" },
    ]);
    expect(proposed).toMatchObject({ by: "{{ data.orderId }}" });
    expect(definition.row({ ...proposed })).toBe("Go on only once for each orderId");
  });
});
