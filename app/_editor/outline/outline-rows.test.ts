import { expect, it } from "vitest";
import { stepsOf } from "@/flow/document/flow-document";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { wiresOf } from "@/flow/graph/wires";
import { allKeys } from "@/flow/testing/random-edits";
import { outlineRows } from "./outline-rows";

it("has a line for every card, wire, step and branch", () => {
  const flow = testFlow();
  const steps = flow.consumers.flatMap((consumer) => [...stepsOf(consumer.steps)]);
  const keys = [
    ...allKeys(flow),
    ...wiresOf(flow, testNodes).map(({ id }) => `wire:${id}`),
    ...steps.map(({ id }) => `step:${id}`),
    ...steps.flatMap(({ branches }) => branches ?? []).map(({ id }) => `branch:${id}`),
  ];
  const lines = outlineRows(flow, testNodes).map(({ key }) => key);
  expect(lines.filter((key) => !key.startsWith("kind:")).sort()).toEqual(keys.sort());
});

it("leaves out what stands below a folded line", () => {
  const rows = outlineRows(testFlow(), testNodes, new Set(["consumer:welcome"]));
  expect(rows.find(({ key }) => key === "consumer:welcome")?.isOpen).toBe(false);
  expect(rows.some(({ key }) => key === "step:set1")).toBe(false);
  expect(rows.some(({ key }) => key === "step:mail2")).toBe(true);
});
