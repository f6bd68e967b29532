import { expect, test } from "vitest";
import { optionMatches } from "./option";

const option = { value: "delay", label: "Delay", detail: "Waits before it goes on", keywords: ["sleep"] };

test("every word must occur somewhere", () => {
  expect(optionMatches(option, "wait del")).toBe(true);
  expect(optionMatches(option, "SLEEP")).toBe(true);
  expect(optionMatches(option, "wait fax")).toBe(false);
  expect(optionMatches(option, "  ")).toBe(true);
});
