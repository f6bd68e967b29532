import { expect, it } from "vitest";
import { type CausationNode, treesOf } from "./causation-tree";
import type { EventRow } from "./event-row";

function row(id: string, causationId: string | null): EventRow {
  const at = new Date(0);
  const position = { topicId: "t", topic: "order.placed", offset: 1, cursor: "" };
  const said = { id, type: "order.placed", source: "/", key: null, subject: null, time: at, receivedAt: at };
  const cause = { correlationId: "c", causationId, isTest: false, replayId: null, duplicates: 0 };
  return { ...position, ...said, ...cause, contentType: "application/json", bytes: 0, preview: "" };
}

const shapeOf = (trees: readonly CausationNode[]): unknown =>
  trees.map(({ event, caused }) => [event.id, shapeOf(caused)]);

it("puts every event below its cause", () => {
  const trees = treesOf([row("a", null), row("b", "a"), row("c", "b"), row("d", "elsewhere")]);
  expect(shapeOf(trees)).toEqual([
    ["a", [["b", [["c", []]]]]],
    ["d", []],
  ]);
});

it("loses no event of a circle that senders named", () => {
  const trees = treesOf([row("a", "b"), row("b", "a"), row("c", "b")]);
  expect(shapeOf(trees)).toEqual([["a", [["b", [["c", []]]]]]]);
});
