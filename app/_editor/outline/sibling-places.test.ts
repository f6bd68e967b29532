import { expect, it } from "vitest";
import { siblingPlaces } from "./sibling-places";

it("counts lines below the same line", () => {
  const levels = [1, 2, 3, 3, 2, 3, 1, 2];
  const places = siblingPlaces(levels.map((level) => ({ level })));
  expect(places.map(({ position, size }) => `${position}/${size}`)).toEqual([
    "1/2",
    "1/2",
    "1/2",
    "2/2",
    "2/2",
    "1/1",
    "2/2",
    "1/1",
  ]);
});

it("counts nothing in nothing", () => {
  expect(siblingPlaces([])).toEqual([]);
});
