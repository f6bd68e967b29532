import { expect, it } from "vitest";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { diffPicture } from "./diff-picture";

const before = flowOf("source > a > count > b > count");

it("marks what is new, gone and changed, and keeps the place of what is gone", () => {
  const after = structuredClone(before);
  after.consumers.pop();
  after.consumers[0]?.steps.unshift({ id: "new", type: "count", config: {} });
  after.consumers.push({ ...structuredClone(before.consumers[1] ?? fail()), id: "other", when: ["a"] });
  const { cards, wires, cardMarks, wireMarks } = diffPicture(before, after, testNodes);
  expect(Object.fromEntries(cardMarks)).toEqual({
    "consumer:consumer": "changed",
    "consumer:consumer2": "removed",
    "consumer:other": "added",
  });
  expect(cards.map(({ key }) => key)).toContain("consumer:consumer2");
  expect(Object.fromEntries(wireMarks)).toEqual({ "when:consumer2:b": "removed", "when:other:a": "added" });
  expect(wires).toHaveLength(5);
});

it("marks a step that is gone at its consumer", () => {
  const after = structuredClone(before);
  after.consumers[0]?.steps.shift();
  expect([...diffPicture(before, after, testNodes).cardMarks]).toEqual([["consumer:consumer", "changed"]]);
});

it("calls all of it new when nothing was there", () => {
  const { cards, cardMarks } = diffPicture(undefined, before, testNodes);
  expect(cardMarks.size).toBe(cards.length);
  expect([...new Set(cardMarks.values())]).toEqual(["added"]);
});

function fail(): never {
  throw new Error("The flow has two consumers.");
}
