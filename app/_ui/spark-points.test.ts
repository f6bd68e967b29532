import { expect, test } from "vitest";
import { sparkPoints } from "./spark-points";

test("the highest value touches the top, zero the bottom", () => {
  expect(sparkPoints([0, 5, 10], 12, 12)).toBe("1,11 6,6 11,1");
});

test("nothing yet is a flat line, one value too", () => {
  expect(sparkPoints([0, 0], 12, 12)).toBe("1,11 11,11");
  expect(sparkPoints([4], 12, 12)).toBe("1,1 11,1");
  expect(sparkPoints([], 12, 12)).toBe("");
});
