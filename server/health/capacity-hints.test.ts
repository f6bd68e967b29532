import { describe, expect, it } from "vitest";
import { type Capacity, type ConsumerLag, capacityHints } from "./capacity-hints";

const consumer: ConsumerLag = {
  ...{ consumer: "Fraud", flowName: "Orders", state: "active" },
  ...{ lag: 0, lagSeconds: 0, lagBefore: 0 },
};
const calm: Capacity = {
  workers: [{ load: 0.1, isAlive: true }],
  queue: "redis",
  queueSeconds: 0,
  connections: { used: 10, limit: 100 },
  perMinute: 0,
  consumers: [consumer],
};
function messages(change: Partial<Capacity>): string {
  return capacityHints({ ...calm, ...change })
    .map(({ message }) => message)
    .join("\n");
}

describe("capacityHints", () => {
  it("says nothing while everything keeps up", () => {
    expect(capacityHints(calm)).toEqual([]);
  });

  it("misses workers that are gone", () => {
    expect(messages({ workers: [{ load: 0.9, isAlive: false }] })).toContain("No workers process runs");
  });

  it("asks for one more worker only where all are busy", () => {
    expect(messages({ workers: [{ load: 0.95, isAlive: true }] })).toContain("Start one more");
    expect(
      messages({
        workers: [
          { load: 0.95, isAlive: true },
          { load: 0.2, isAlive: true },
        ],
      }),
    ).toBe("");
  });

  it("names a consumer that falls behind while the workers have time", () => {
    const behind = { ...consumer, lag: 900, lagSeconds: 270, lagBefore: 100 };
    expect(messages({ consumers: [behind] })).toContain("*Fraud* in *Orders* falls behind");
    // It catches up; it waits for somebody or something else.
    expect(messages({ consumers: [{ ...behind, lagBefore: 2_000 }] })).toBe("");
    for (const state of ["paused", "draining", "stopped", "held"] as const) {
      expect(messages({ consumers: [{ ...behind, state }] })).toBe("");
    }
  });

  it("names the queue, and not what waits for it, when nothing is passed on", () => {
    const behind = { ...consumer, lag: 900, lagSeconds: 270, lagBefore: 100 };
    const stuck = messages({ queueSeconds: 45, consumers: [behind] });
    expect(stuck).toContain("waits in the queue for 45 s");
    expect(stuck).toContain("whether Redis runs");
    expect(stuck).not.toContain("*Fraud*");
    expect(messages({ queueSeconds: 45, workers: [{ load: 0.95, isAlive: true }] })).not.toContain("Redis");
  });

  it("sees the end of the connections and of the queue on PostgreSQL", () => {
    expect(messages({ connections: { used: 90, limit: 100 } })).toContain("90 of 100 connections");
    expect(messages({ queue: "postgres", perMinute: 40_000 })).toContain("REDIS_URL");
    expect(messages({ perMinute: 40_000 })).toBe("");
  });
});
