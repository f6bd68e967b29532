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
  expect(urgencyOf(undefined, now)).toBeUndefined();
  expect(urgencyOf(wire(0), now)).toBeUndefined();
  expect(urgencyOf(wire(50_000, 59_000), now)).toBeUndefined();
  expect(urgencyOf(wire(1, 60_000), now)).toBe("wait");
  expect(urgencyOf(wire(1, 600_000), now)).toBe("bad");
});

it("says all of a wire in words", () => {
  expect(wireFigures(wire(0), now)).toBe("12/s · nothing waits");
  expect(wireFigures({ ...wire(3, 12_000), perSecond: 0, retrying: 2 }, now)).toBe(
    "no events in the last minute · 3 waiting, the oldest for 12 s · 2 will be tried again",
  );
  expect(wireFigures(wire(1, 660_000), now)).toBe(
    "12/s · 1 waiting, the oldest for 11 min · more than 10 min: act",
  );
});
