import { expect, it } from "vitest";
import type { FlowDocument } from "@/flow/document/flow-document";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { isSameCard, isSameWire, keepSame } from "./keep-same";
import { drawnRects, projectCards, projectWires } from "./project-flow";

function project(document: FlowDocument) {
  const rects = drawnRects(document, testNodes);
  return {
    cards: projectCards(document, testNodes, rects),
    wires: projectWires(document, testNodes, rects),
  };
}

it("keeps what draws a card until that card or its place changes", () => {
  const flow = testFlow();
  const before = project(flow);
  const [first, ...others] = flow.consumers;
  if (!first) throw new Error("The flow has consumers.");
  const renamed = { ...flow, consumers: [{ ...first, name: "Another name" }, ...others] };
  const after = project(renamed);
  const cards = keepSame(before.cards, after.cards, isSameCard);
  const changed = cards.filter((card) => !before.cards.includes(card));
  expect(changed.map(({ id }) => id)).toEqual([`consumer:${first.id}`]);
  expect(cards).toEqual(after.cards);
  const wires = keepSame(before.wires, after.wires, isSameWire);
  expect(wires).toEqual(after.wires);
  // Its wires are called by its name.
  expect(wires.some((wire) => before.wires.includes(wire))).toBe(true);
});

it("takes the new object of a card that was moved", () => {
  const flow = testFlow();
  const before = project(flow);
  const moved = {
    ...flow,
    topics: flow.topics.map((topic, at) => (at === 0 ? { ...topic, position: { x: 4000, y: 0 } } : topic)),
  };
  const after = project(moved);
  const cards = keepSame(before.cards, after.cards, isSameCard);
  expect(cards.find(({ type }) => type === "topic")?.position).toEqual({ x: 4000, y: 0 });
});
