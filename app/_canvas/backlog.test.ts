import { expect, it } from "vitest";
import { urgencyOf, wireFigures } from "./backlog";

const now = new Date("2026-03-01T12:00:00Z");
const wire = (waiting: number, ageMs?: number) => ({
  perSecond: 12,
  lastEventAt: now,
  waiting,
  oldestWaitingAt: ageMs === undefined ? undefined : new Date(now.getTime() - ageMs),
  retrying: 0,
});

it("is urgent by the age of the oldest, whatever their number", () => {
  expect(urgencyOf(undefined, now, undefined)).toBeUndefined();
  expect(urgencyOf(wire(0), now, undefined)).toBeUndefined();
  expect(urgencyOf(wire(50_000, 59_000), now, undefined)).toBeUndefined();
  expect(urgencyOf(wire(1, 60_000), now, undefined)).toBe("wait");
  expect(urgencyOf(wire(1, 600_000), now, undefined)).toBe("bad");
});

it("says all of a wire in words", () => {
  expect(wireFigures(wire(0), now, undefined)).toBe("12/s · nothing waits");
  expect(wireFigures({ ...wire(3, 12_000), perSecond: 0, retrying: 2 }, now, undefined)).toBe(
    "no events in the last minute · 3 waiting, the oldest for 12 s · 2 will be tried again",
  );
  expect(wireFigures(wire(1, 660_000), now, undefined)).toBe(
    "12/s · 1 waiting, the oldest for 11 min · more than 10 min: act",
  );
});

it("is urgent by its limit, where it has one", () => {
  const byNumber = { events: 100 };
  expect(urgencyOf(wire(59, 3_600_000), now, byNumber)).toBeUndefined();
  expect(urgencyOf(wire(60), now, byNumber)).toBe("wait");
  expect(urgencyOf(wire(85), now, byNumber)).toBe("bad");
  const byAge = { ageMs: 60_000 };
  expect(urgencyOf(wire(1_000_000, 35_000), now, byAge)).toBeUndefined();
  expect(urgencyOf(wire(1, 36_000), now, byAge)).toBe("wait");
  expect(urgencyOf(wire(1, 51_000), now, byAge)).toBe("bad");
  expect(urgencyOf(wire(90, 1_000), now, { events: 100, ageMs: 60_000 })).toBe("bad");
  expect(wireFigures(wire(90, 1_000), now, byNumber)).toBe(
    "12/s · 90 waiting, the oldest for 1 s · 90 % of the limit: act",
  );
});
