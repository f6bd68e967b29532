import { expect, it } from "vitest";
import { emptyFlow } from "../document/flow-document";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { flowPicture } from "./flow-picture";

it("draws nothing for an empty flow", () => {
  expect(flowPicture(emptyFlow("X"), testNodes)).toEqual({ width: 0, height: 0, cards: [], wires: [] });
});

it("stands cards in centred columns, from 0, 0, and joins them", () => {
  const picture = flowPicture(flowOf("source > a > count\n> a > count, count, count"), testNodes);
  expect(picture.cards.map(({ kind, x, y, height }) => [kind, x, y, height])).toEqual([
    ["producer", 0, 80, 64],
    ["topic", 280, 84, 56],
    ["consumer", 576, 0, 84],
    ["consumer", 576, 112, 112],
  ]);
  expect([picture.width, picture.height]).toEqual([848, 224]);
  expect(picture.wires).toEqual([
    { id: "send:source", x1: 208, y1: 112, x2: 280, y2: 112 },
    { id: "when:consumer:a", x1: 504, y1: 112, x2: 576, y2: 28 },
    { id: "when:consumer2:a", x1: 504, y1: 112, x2: 576, y2: 140 },
  ]);
});

it("leads a wire around the cards between its ends, behind which it would seem to come from one of them", () => {
  const document = flowOf("source > a > count\n> a > count\n> a > count\n> a > count");
  const [last] = document.consumers.slice(-1);
  const far = {
    ...document,
    consumers: document.consumers.map((one) =>
      one === last ? { ...one, position: { x: 1000, y: 120 } } : one,
    ),
  };
  const { cards, wires } = flowPicture(far, testNodes);
  const column = cards.filter(({ kind, x }) => kind === "consumer" && x < 800);
  const lane = wires.find(({ id }) => id === `when:${last?.id}:a`)?.lane;
  expect(column).toHaveLength(3);
  expect(lane).toMatchObject({ x1: 576, x2: 848 });
  for (const { y, height } of column) expect((lane?.y ?? y) < y || (lane?.y ?? y) > y + height).toBe(true);
});
