import { expect, test } from "vitest";
import { rowAfterKey } from "./grid-keys";

const place = (current: number, count = 100) => ({ current, count, page: 10 });

test("arrows move by one and stop at the ends", () => {
  expect(rowAfterKey("ArrowDown", place(-1))).toBe(0);
  expect(rowAfterKey("ArrowDown", place(99))).toBe(99);
  expect(rowAfterKey("ArrowUp", place(0))).toBe(0);
  expect(rowAfterKey("ArrowUp", place(-1))).toBe(99);
});

test("pages and ends", () => {
  expect(rowAfterKey("PageDown", place(5))).toBe(15);
  expect(rowAfterKey("PageUp", place(5))).toBe(0);
  expect(rowAfterKey("Home", place(50))).toBe(0);
  expect(rowAfterKey("End", place(50))).toBe(99);
});

test("other keys and empty lists move nothing", () => {
  expect(rowAfterKey("a", place(5))).toBeUndefined();
  expect(rowAfterKey("ArrowDown", place(-1, 0))).toBeUndefined();
});
