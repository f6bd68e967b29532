import { describe, expect, it } from "vitest";
import type { PipelineOutcome } from "@/flow/delivery/pipeline-outcome";
import { onlyStep, runStep, testWorld } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const store = "step/consumer/step";

/** Runs events one after the other on one state, as the engine does; `rung` closes a window of the given event. */
function stream(config: Record<string, unknown>) {
  const state: Record<string, unknown> = {};
  const keep = (outcome: PipelineOutcome) => {
    for (const write of outcome.stateWrites) {
      if (write.value === undefined) delete state[`${write.store}/${write.key}`];
      else state[`${write.store}/${write.key}`] = JSON.parse(JSON.stringify(write.value));
    }
    return outcome;
  };
  const run = async (time: string, data: unknown, alarmKey?: string) => {
    const checkpoint = {
      finished: {},
      published: [],
      hasActed: true,
      alarm: { stepId: "step", store, key: alarmKey ?? "" },
    };
    return keep(
      await runStep(definition, execute, {
        config,
        data,
        world: testWorld(undefined, state),
        event: { time: `2027-01-31T${time}Z`, id: `at ${time}` },
        ...(alarmKey === undefined ? {} : { checkpoint }),
      }),
    );
  };
  return {
    state,
    send: run,
    /** Rings the alarm of the window that begins at `start`, whose last event came at `owner`. */
    close: (start: string, owner: string, key = "") =>
      run(owner, {}, `${Date.parse(`2027-01-31T${start}Z`)}/${key}`),
  };
}

const rung = (outcome: PipelineOutcome) =>
  outcome.stateWrites.filter(({ alarm }) => alarm?.kind === "ring").map(({ key }) => key);

describe("Count in window", () => {
  it("keeps an event with an alarm behind the end of its window", async () => {
    const { send } = stream({ idleSeconds: 10, graceSeconds: 5 });
    const outcome = await send("13:00:15", {});
    expect(outcome.message).toContain("Counted in the window that ends at 2027-01-31T13:01:00.000Z");
    // It runs at 13:00:01: 45 s to the end, 5 s grace and 10 s without events later.
    expect(outcome.stateWrites[0]?.alarm).toEqual({ kind: "set", at: new Date("2027-01-31T13:01:01Z") });
  });

  it("closes a window by a later event, once, and knows what is late then", async () => {
    const { send, close, state } = stream({ figure: "sum", value: "{{ data.n }}", by: "{{ data.who }}" });
    await send("13:00:15", { n: 2, who: "ana" });
    await send("13:00:59.999", { n: 3, who: "ana" });
    await send("13:00:20", { n: 9, who: "bob" });
    const later = await send("13:01:00", { n: 1, who: "ana" });
    expect(rung(later)).toEqual([`${Date.parse("2027-01-31T13:00:00Z")}/ana`]);
    const late = await send("13:00:30", { n: 4, who: "ana" });
    expect(late.message).toContain("Came too late: the window of 2027-01-31T13:00:30.000Z is closed");
    const closed = onlyStep(await close("13:00:00", "13:00:59.999", "ana"));
    expect(closed.output).toEqual({
      value: 5,
      count: 2,
      key: "ana",
      start: "2027-01-31T13:00:00.000Z",
      end: "2027-01-31T13:01:00.000Z",
      outcome: "closed",
    });
    expect(Object.keys(state).filter((key) => /\d\/ana$/.test(key))).toHaveLength(1);
  });

  it("leaves the result to the last event, and takes nothing more after a close without later events", async () => {
    const { send, close } = stream({ onLate: "go-on" });
    await send("13:00:15", {});
    await send("13:00:20", {});
    expect((await close("13:00:00", "13:00:15")).message).toContain("went on with a later event");
    expect(onlyStep(await close("13:00:00", "13:00:20")).output).toMatchObject({
      value: 2,
      outcome: "closed",
    });
    expect(onlyStep(await send("13:00:40", {})).output).toMatchObject({ outcome: "late" });
  });

  it("sends what comes too late to a topic of its own", async () => {
    const { send } = stream({ onLate: "publish", lateTopic: "too.late" });
    await send("13:00:15", { n: 1 });
    await send("13:01:15", { n: 2 });
    const late = await send("13:00:20", { n: 3 });
    expect(late).toMatchObject({
      status: "succeeded",
      published: [{ topic: "too.late", data: { n: 3 } }],
    });
    expect(late.message).toContain("Came too late, so it goes to too.late");
    expect(definition.config.safeParse({ onLate: "publish" }).error?.issues[0]?.path).toEqual(["lateTopic"]);
    expect(definition.aside?.isOn({ onLate: "stop", lateTopic: "too.late" })).toBe(false);
  });

  it("joins two sessions by a late event", async () => {
    const { send, close } = stream({ kind: "session", gapAmount: 5, gapUnit: "minutes", graceSeconds: 3600 });
    await send("13:00:00", {});
    await send("13:08:00", {});
    await send("13:04:00", {});
    expect(onlyStep(await close("13:00:00", "13:04:00")).output).toMatchObject({
      count: 3,
      start: "2027-01-31T13:00:00.000Z",
      end: "2027-01-31T13:13:00.000Z",
    });
  });

  it("goes on with every event and the figures so far, looking back the furthest", async () => {
    const hopping = { kind: "hopping", amount: 10, unit: "minutes", hopAmount: 5, hopUnit: "minutes" };
    const { send } = stream({ ...hopping, figure: "average", value: "{{ data.n }}", emit: "each" });
    await send("13:04:00", { n: 2 });
    const second = onlyStep(await send("13:06:00", { n: 4 })).output;
    expect(second).toMatchObject({ value: 3, count: 2, start: "2027-01-31T13:00:00.000Z", outcome: "open" });
    const third = onlyStep(await send("13:11:00", { n: 6 })).output;
    expect(third).toMatchObject({ value: 5, count: 2, start: "2027-01-31T13:05:00.000Z" });
  });

  it.each([
    ["min", 1],
    ["max", 3],
    ["list", [3, 1]],
    ["count", 2],
  ])("finds out the %s", async (figure, value) => {
    const { send } = stream({ figure, value: "{{ data.n }}", emit: "each" });
    await send("13:00:00", { n: 3 });
    expect(onlyStep(await send("13:00:01", { n: 1 })).output).toMatchObject({ value });
  });

  it("refuses what is no number or no date, and too many windows", async () => {
    const sum = { figure: "sum", value: "{{ data.n }}" };
    expect(await stream(sum).send("13:00:00", { n: "many" })).toMatchObject({
      failure: { code: "no-number" },
    });
    const timed = stream({ time: "{{ data.at }}" });
    expect(await timed.send("13:00:00", { at: "soon" })).toMatchObject({ failure: { code: "no-date" } });
    const many = { kind: "hopping", amount: 1, unit: "days", hopAmount: 1, hopUnit: "seconds" };
    expect(definition.config.safeParse(many).error?.issues[0]?.path).toEqual(["hopAmount"]);
    expect(definition.config.safeParse({ figure: "sum" }).error?.issues[0]?.path).toEqual(["value"]);
  });
});
