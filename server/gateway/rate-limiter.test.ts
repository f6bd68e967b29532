import { expect, it } from "vitest";
import { clientNetwork } from "./client-network";
import { createRateLimiter } from "./rate-limiter";

it("allows a burst, then the rate, and says when to try again", () => {
  let nowMs = 0;
  const limiter = createRateLimiter({ perSecond: 2, burst: 3 }, () => nowMs);
  expect([1, 2, 3, 4].map(() => limiter.take("a"))).toEqual([0, 0, 0, 1]);
  expect(limiter.take("b")).toBe(0);
  nowMs += 500;
  expect([1, 2].map(() => limiter.take("a"))).toEqual([0, 1]);
  nowMs += 60_000;
  expect([1, 2, 3, 4].map(() => limiter.take("a"))).toEqual([0, 0, 0, 1]);
});

it("waits longer for slower rates and survives a clock that goes back", () => {
  let nowMs = 10_000;
  const limiter = createRateLimiter({ perSecond: 0.1, burst: 1 }, () => nowMs);
  expect(limiter.take("a")).toBe(0);
  nowMs = 0;
  expect(limiter.take("a")).toBe(10);
});

it("counts a client once, however its address is written", () => {
  expect(clientNetwork("::ffff:10.0.0.1")).toBe(clientNetwork("10.0.0.1"));
  expect(clientNetwork("2001:db8:0:1::5")).toBe(clientNetwork("2001:db8:0:1:ffff::9"));
  expect(clientNetwork("2001:db8:0:2::5")).not.toBe(clientNetwork("2001:db8:0:1::5"));
  expect(clientNetwork(undefined)).toBe("unknown");
});
