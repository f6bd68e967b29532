import { expect, it } from "vitest";
import { walkMap } from "./map-walk";

const rect = (x: number, y: number) => ({ x, y, width: 100, height: 40 });
const rects = new Map([
  ["a", rect(0, 50)],
  ["b", rect(200, 0)],
  ["c", rect(200, 100)],
  ["alone", rect(0, 300)],
]);
const wires = [
  { id: "1", from: "a", to: "b" },
  { id: "2", from: "a", to: "c" },
];

it("follows wires to the left and right, to the nearest by height", () => {
  expect(walkMap(rects, [...wires].reverse(), "a", "right")).toBe("c");
  expect(walkMap(rects, wires, "b", "left")).toBe("a");
  expect(walkMap(rects, wires, "b", "right")).toBeUndefined();
});

it("goes up and down to the next card, in its own column first", () => {
  expect(walkMap(rects, wires, "b", "down")).toBe("c");
  expect(walkMap(rects, wires, "a", "down")).toBe("alone");
  expect(walkMap(rects, wires, "b", "up")).toBeUndefined();
  expect(walkMap(rects, wires, "nowhere", "up")).toBeUndefined();
});
