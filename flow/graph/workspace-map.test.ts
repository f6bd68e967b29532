import { expect, it } from "vitest";
import { flowOf } from "../testing/flow-of";
import { testNodes } from "../testing/test-nodes";
import { workspaceMap } from "./workspace-map";

const same = (name: string) => name;

it("is empty without flows", () => {
  expect(workspaceMap([], testNodes)).toEqual({ cards: [], wires: [] });
});

it("draws a shared topic once, and everything else once per flow", () => {
  const { cards, wires } = workspaceMap(
    [
      { slug: "shop", document: flowOf("source > placed > count"), topicToday: same },
      { slug: "mail", document: flowOf("> placed > count, count"), topicToday: same },
    ],
    testNodes,
  );
  expect(cards.map(({ key, flows, steps }) => [key, flows, steps])).toEqual([
    ["producer:shop/source", ["shop"], 0],
    ["topic:placed", ["shop", "mail"], 0],
    ["consumer:shop/consumer", ["shop"], 1],
    ["consumer:mail/consumer", ["mail"], 2],
  ]);
  expect(wires.map(({ from, to }) => [from, to])).toEqual([
    ["producer:shop/source", "topic:placed"],
    ["topic:placed", "consumer:shop/consumer"],
    ["topic:placed", "consumer:mail/consumer"],
  ]);
});

it("joins topics by what they are called today", () => {
  const { cards } = workspaceMap(
    [
      { slug: "old", document: flowOf("source > before"), topicToday: () => "after" },
      { slug: "new", document: flowOf("> after > count"), topicToday: same },
    ],
    testNodes,
  );
  expect(cards.filter(({ kind }) => kind === "topic")).toMatchObject([
    { key: "topic:after", cardKey: "topic:after", name: "after", flows: ["old", "new"] },
  ]);
});

it("draws several wires between two cards as one", () => {
  const document = flowOf("source > a > count > b");
  const [consumer] = document.consumers;
  const publish = consumer?.steps.at(-1);
  if (publish) consumer?.steps.push({ ...publish, id: "again" });
  const { wires } = workspaceMap([{ slug: "one", document, topicToday: same }], testNodes);
  expect(wires).toHaveLength(3);
});
