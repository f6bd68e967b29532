import { expect, it } from "vitest";
import { whyItem } from "./why-item";

it("offers why for ids and keys, and for what no command is called", () => {
  expect(whyItem("01a1b2f0-77", 0)?.title).toBe("Why “01a1b2f0-77”?");
  expect(whyItem(" customer-7 ", 3)?.title).toBe("Why “customer-7”?");
  expect(whyItem("ana@example.com", 0)).toBeDefined();
});

it("stays out of the way of commands", () => {
  expect(whyItem("", 40)).toBeUndefined();
  expect(whyItem("undo", 1)).toBeUndefined();
  expect(whyItem("zoom to 100 %", 1)).toBeUndefined();
});
