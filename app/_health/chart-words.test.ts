import { describe, expect, it } from "vitest";
import { chartsOf, type HealthOverTime, inWords, keepsUp } from "./chart-words";

const MINUTE = 60_000;
const from = Date.UTC(2026, 10, 21, 12);

function health(
  stepMinutes: number,
  points: readonly Partial<HealthOverTime["points"][number]>[],
): HealthOverTime {
  const nothing = {
    isUnknown: false,
    events: 0,
    succeeded: 0,
    filtered: 0,
    dead: 0,
    retried: 0,
    lag: 0,
    lagSeconds: 0,
  };
  return {
    stepMinutes,
    consumers: [],
    points: points.map((point, index) => ({
      at: new Date(from + index * stepMinutes * MINUTE),
      ...nothing,
      ...point,
    })),
  };
}

function valuesOf(title: string, label: string, data: HealthOverTime, minutes: number) {
  const chart = chartsOf(data, new Date(from + minutes * MINUTE)).find((one) => one.title === title);
  return chart?.series.find((one) => one.label === label)?.values;
}

describe("chartsOf", () => {
  it("counts per minute, and a step that runs for the part of it that is over", () => {
    const data = health(10, [{ succeeded: 100 }, { succeeded: 50 }]);
    expect(valuesOf("Throughput", "Delivered", data, 20)).toEqual([10, 5]);
    expect(valuesOf("Throughput", "Delivered", data, 15)).toEqual([10, 10]);
    expect(valuesOf("Throughput", "Delivered", data, 11)).toEqual([10, null]);
  });

  it("invents nothing where nobody looked", () => {
    const data = health(1, [
      { events: 7, lag: 3 },
      { isUnknown: true },
      { events: 5, lag: 1 },
      { events: 0 },
    ]);
    expect(valuesOf("Waiting", "Events waiting", data, 4)).toEqual([3, null, 1, 0]);
    expect(valuesOf("Failures", "Dead letters", data, 4)).toEqual([0, null, 0, 0]);
    // Those of the first minute would have been counted in the second.
    expect(valuesOf("Throughput", "Events", data, 4)).toEqual([null, null, 5, null]);
  });

  it("says in words what is drawn", () => {
    const data = health(10, [{ dead: 20, retried: 0 }, { dead: 10 }]);
    const [, failures, within] = chartsOf(data, new Date(from + 20 * MINUTE));
    expect(failures && inWords(failures)).toBe(
      "Dead letters: at most 2/min, last 1/min. Tried again: at most 0/min, last 0/min.",
    );
    expect(within && inWords(within)).toContain("Half within: nothing known.");
  });
});

describe("keepsUp", () => {
  const consumer: HealthOverTime["consumers"][number] = {
    ...{ subscriptionId: "s", consumer: "Fraud", flow: "orders", flowName: "Orders", topic: "order.placed" },
    ...{
      state: "active",
      succeeded: 9,
      filtered: 0,
      dead: 0,
      retried: 0,
      lag: 0,
      lagSeconds: 0,
      lagBefore: 0,
      retrying: 0,
    },
  };

  it("claims nothing where nothing runs, is late or was given up", () => {
    expect(keepsUp([consumer])).toBe(true);
    expect(keepsUp([])).toBe(false);
    expect(keepsUp([consumer, { ...consumer, dead: 1 }])).toBe(false);
    expect(keepsUp([{ ...consumer, lagSeconds: 61 }])).toBe(false);
    expect(keepsUp([{ ...consumer, retrying: 1 }])).toBe(false);
    expect(keepsUp([{ ...consumer, lagSeconds: 61, state: "paused" }])).toBe(true);
  });
});
