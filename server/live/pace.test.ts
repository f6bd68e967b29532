import { expect, test } from "vitest";
import { Pace } from "./pace";

test("an event that arrives and ends shows at once, both times", () => {
  const pace = new Pace(0);
  expect([pace.take(5_000), pace.take(5_010), pace.take(5_060)]).toEqual([0, 0, 0]);
});

test("a stream of events changes the figures once a second", () => {
  const pace = new Pace(0);
  let now = 0;
  const times: number[] = [];
  for (let count = 0; count < 9; count += 1) {
    now += pace.take(now);
    times.push(now);
  }
  expect(times).toEqual([0, 0, 0, 0, 0, 0, 1_000, 2_000, 3_000]);
});
