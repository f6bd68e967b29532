import { expect, it } from "vitest";
import { workspaceMap } from "@/flow/graph/workspace-map";
import { flowOf } from "@/flow/testing/flow-of";
import { testNodes } from "@/flow/testing/test-nodes";
import { layoutMap } from "./layout-map";

const mapOf = (...drawings: string[]) =>
  workspaceMap(
    drawings.map((drawing, at) => ({
      slug: `flow-${at}`,
      document: flowOf(drawing),
      topicToday: (name: string) => name,
    })),
    testNodes,
  );

it("places nothing of nothing", () => {
  expect(layoutMap(mapOf()).size).toBe(0);
});

it("stands what is joined from left to right", () => {
  const places = layoutMap(mapOf("source > a > count > b", "> b > count"));
  const xs = [
    "producer:flow-0/source",
    "topic:a",
    "consumer:flow-0/consumer",
    "topic:b",
    "consumer:flow-1/consumer",
  ].map((key) => places.get(key)?.x ?? Number.NaN);
  expect(xs).toEqual([...xs].sort((one, other) => one - other));
  expect(new Set(xs).size).toBe(5);
});

it("survives a loop, and a consumer that publishes to its own topic", () => {
  const places = layoutMap(mapOf("source > a > count > a", "> a > count > b\n> b > count > a"));
  expect(places.size).toBe(6);
});

it("stands fifty flows beside and below each other, no card on another", () => {
  const drawings = Array.from({ length: 50 }, (_, at) => `source > topic${at} > count`);
  const rects = [...layoutMap(mapOf(...drawings)).values()];
  expect(rects).toHaveLength(150);
  for (const [at, one] of rects.entries()) {
    for (const other of rects.slice(at + 1)) {
      const isApart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      expect(isApart).toBe(true);
    }
  }
  const width = Math.max(...rects.map((rect) => rect.x + rect.width));
  const height = Math.max(...rects.map((rect) => rect.y + rect.height));
  expect(width / height).toBeGreaterThan(1);
  expect(width / height).toBeLessThan(3);
});
