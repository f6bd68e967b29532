import { describe, expect, it } from "vitest";
import { onlyStep, runStep, testWorld } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const store = "step/consumer/step";
const topics = ["ride.matched", "ride.priced"];
const matched = {
  state: "open",
  opener: "e0",
  parts: { "ride.priced": { id: "e0", data: { ride: 1, price: 9 } } },
};
const over = { state: "timed-out", missing: ["ride.matched"], until: "2027-01-31T13:30:00.000Z" };

function arrive(state: unknown, config: Record<string, unknown> = {}, more: object = {}) {
  const world = testWorld(undefined, state === undefined ? {} : { [`${store}/1`]: state });
  return runStep(definition, execute, {
    config: { by: "{{ data.ride }}", ...config },
    data: { ride: 1, driver: "bob" },
    topics,
    world,
    ...more,
  });
}
const ring = {
  checkpoint: { finished: {}, published: [], hasActed: true, alarm: { stepId: "step", store, key: "1" } },
};

describe("Wait for all", () => {
  it("keeps the first part, with an alarm", async () => {
    const outcome = await arrive(undefined, { amount: 5, unit: "minutes" });
    expect(outcome).toMatchObject({
      status: "succeeded",
      message: "Stopped at *Wait for all*: Kept; waits for `ride.priced`, 5 minutes at most.",
    });
    expect(outcome.stateWrites).toMatchObject([
      { key: "1", value: { opener: "e1" }, alarm: { kind: "set", at: new Date("2027-01-31T13:05:01Z") } },
    ]);
    expect(outcome.stateWrites[0]?.checkpoint).toMatchObject({ alarm: { stepId: "step", store, key: "1" } });
  });

  it("goes on with the fields of all when the last one comes", async () => {
    const outcome = await arrive(matched);
    expect(outcome.stateWrites).toMatchObject([{ key: "1", value: undefined }]);
    expect(onlyStep(outcome).output).toEqual({
      outcome: "complete",
      isComplete: true,
      missing: [],
      parts: { "ride.matched": { ride: 1, driver: "bob" }, "ride.priced": { ride: 1, price: 9 } },
    });
  });

  it("times out with what is there, ends, or fails", async () => {
    const mine = { ...matched, opener: "e1" };
    const outcome = await arrive(mine, {}, ring);
    expect(outcome.stateWrites).toMatchObject([{ value: { state: "timed-out", missing: ["ride.matched"] } }]);
    expect(onlyStep(outcome)).toMatchObject({ output: { outcome: "timed-out", missing: ["ride.matched"] } });
    expect(await arrive(mine, { onTimeout: "stop" }, ring)).toMatchObject({
      message: "Stopped at *Wait for all*: `ride.matched` did not come within 1 hour.",
    });
    const failed = await arrive(mine, { onTimeout: "fail" }, ring);
    expect(failed).toMatchObject({ status: "failed", failure: { code: "incomplete", isRetryable: false } });
    expect(failed.stateWrites).toEqual([]);
  });

  it("does nothing at the time-out when the join was completed meanwhile", async () => {
    for (const state of [undefined, matched]) {
      const outcome = await arrive(state, {}, ring);
      expect(outcome).toMatchObject({
        message: expect.stringContaining("has come meanwhile"),
        stateWrites: [],
      });
    }
  });

  it("knows a late part, and begins anew with any other", async () => {
    expect(await arrive(over)).toMatchObject({
      status: "filtered",
      message: expect.stringContaining("Came too late"),
    });
    const alone = onlyStep(await arrive(over, { onLate: "go-on" }));
    expect(alone.output).toMatchObject({ outcome: "late", missing: ["ride.priced"] });
    const other = await arrive({ ...over, missing: ["ride.priced"] });
    expect(other.stateWrites).toMatchObject([{ value: { state: "open" }, alarm: { kind: "set" } }]);
  });

  it("finds the key where a topic calls it otherwise, and needs one", async () => {
    const byTopic = [{ field: "ride.matched", value: "{{ data.driver }}" }];
    expect((await arrive(undefined, { byTopic })).stateWrites).toMatchObject([{ key: "bob" }]);
    expect(await arrive(undefined, { by: "{{ data.no }}" })).toMatchObject({ failure: { code: "no-key" } });
  });
});
