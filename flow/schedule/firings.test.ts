import { describe, expect, it } from "vitest";
import type { MissedPolicy, ScheduleRule } from "../node/producer-definition";
import { firingsOf } from "./firings";

const hourly: ScheduleRule = { kind: "every", everyMs: 3_600_000 };
const daily: ScheduleRule = { kind: "cron", cron: "0 9 * * *", timeZone: "Europe/Berlin" };

function fire(rule: ScheduleRule, due: string, now: string, missed: MissedPolicy) {
  const { times, next } = firingsOf(rule, new Date(due), new Date(now), missed);
  return [times.map((at) => at.toISOString().slice(5, 16)), next.toISOString().slice(5, 16)];
}

describe("firingsOf", () => {
  it.each(["none", "last", "all"] as const)("fires what is due, policy %s", (missed) => {
    expect(fire(hourly, "2026-05-01T12:00:00Z", "2026-05-01T12:00:01Z", missed)).toEqual([
      ["05-01T12:00"],
      "05-01T13:00",
    ]);
    expect(fire(daily, "2026-05-01T07:00:00Z", "2026-05-01T07:00:00Z", missed)).toEqual([
      ["05-01T07:00"],
      "05-02T07:00",
    ]);
  });

  it("makes up for what was missed as the policy says", () => {
    const outage = ["2026-05-01T12:00:00Z", "2026-05-01T15:20:00Z"] as const;
    expect(fire(hourly, ...outage, "none")).toEqual([[], "05-01T16:00"]);
    expect(fire(hourly, ...outage, "last")).toEqual([["05-01T15:00"], "05-01T16:00"]);
    const all = ["05-01T12:00", "05-01T13:00", "05-01T14:00", "05-01T15:00"];
    expect(fire(hourly, ...outage, "all")).toEqual([all, "05-01T16:00"]);
    expect(fire(daily, "2026-03-27T08:00:00Z", "2026-03-30T06:00:00Z", "last")).toEqual([
      ["03-29T07:00"],
      "03-30T07:00",
    ]);
  });

  it("never looks before the time that was planned, and goes on where many were missed", () => {
    expect(fire(hourly, "2026-05-01T12:30:00Z", "2026-05-01T12:40:00Z", "last")[0]).toEqual(["05-01T12:30"]);
    const second: ScheduleRule = { kind: "every", everyMs: 1_000 };
    const { times, next } = firingsOf(second, new Date(0), new Date(10_000_000), "all");
    expect(times).toHaveLength(500);
    expect(next).toEqual(new Date(500_000));
  });
});
