import { expect, it } from "vitest";
import { logRange, logSplits } from "./log-scale";

const labels = (min: number | null, max: number | null) => logSplits(...logRange(min, max));

it("has labels for whatever is drawn", () => {
  expect(labels(38, 41)).toEqual([10, 20, 50, 100]);
  expect(labels(10, 10)).toEqual([10, 20, 50, 100]);
  expect(labels(3, 900)).toEqual([1, 10, 100, 1000]);
  expect(labels(8, 12)).toEqual([1, 10, 100]);
  expect(labels(0, 0.5)).toEqual([0.1, 0.2, 0.5, 1]);
  expect(labels(1, 3_600_000)).toHaveLength(8);
});

it("has labels while nothing is known", () => {
  expect(labels(null, null)).toEqual([1, 10, 100, 1000]);
  expect(labels(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toEqual([1, 10, 100, 1000]);
});
