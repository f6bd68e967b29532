import { describe, expect, it } from "vitest";
import { nextFire } from "./next-fire";

const next = (cron: string, timeZone: string, after: string) =>
  nextFire({ kind: "cron", cron, timeZone }, new Date(after)).toISOString();

describe("nextFire", () => {
  it("counts from the epoch and never answers with the time it was asked for", () => {
    const rule = { kind: "every", everyMs: 300_000 } as const;
    expect(nextFire(rule, new Date("2026-05-01T12:03:10Z")).toISOString()).toBe("2026-05-01T12:05:00.000Z");
    expect(nextFire(rule, new Date("2026-05-01T12:05:00Z")).toISOString()).toBe("2026-05-01T12:10:00.000Z");
  });

  it("follows the time zone over a change of summer time", () => {
    expect(next("0 9 * * 1-5", "Europe/Berlin", "2026-03-27T12:00:00Z")).toBe("2026-03-30T07:00:00.000Z");
    expect(next("0 9 * * *", "Europe/Berlin", "2026-03-28T07:00:00Z")).toBe("2026-03-28T08:00:00.000Z");
  });

  it("fires exactly at a cron time only for what lies before it", () => {
    expect(next("0 9 * * *", "UTC", "2026-03-28T09:00:00Z")).toBe("2026-03-29T09:00:00.000Z");
  });
});
