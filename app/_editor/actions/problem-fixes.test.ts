import { expect, it } from "vitest";
import type { FlowDocument } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { testNodes } from "@/flow/testing/test-nodes";
import { issuesOf } from "../state/derived";
import { createEditorStore } from "../state/editor-store";
import { fixOf } from "./problem-fixes";

/** The problems of a flow, each by its code with the way out that it offers. */
function opened(document: FlowDocument) {
  const store = createEditorStore({ nodes: testNodes, document }, () => 0.5);
  const problem = (code: string) => issuesOf(store.getState()).find((issue) => issue.code === code);
  const fix = (code: string) => {
    const issue = problem(code);
    return issue && fixOf(store, issue);
  };
  return { store, problem, fix };
}

it("ends a problem with one press, as one step that can be undone", () => {
  const document = flowOf("source > a > count\n> a > count");
  for (const consumer of document.consumers) consumer.name = "Count";
  const { store, problem, fix } = opened(document);
  expect(fix("duplicate-name")?.label).toBe("Rename it");
  fix("duplicate-name")?.run();
  expect(problem("duplicate-name")).toBeUndefined();
  store.undo();
  expect(store.getState().document).toBe(document);
});

it("takes the name that was meant", () => {
  const document = flowOf("source > a > mail", { mail: { to: "{{ data.emial }}" } });
  document.samples.push({ id: "s", name: "Sample", topic: "a", data: { email: "ana@example.com" } });
  const { store, problem, fix } = opened(document);
  expect(fix("unknown-field")?.label).toBe("Use email");
  fix("unknown-field")?.run();
  expect(problem("unknown-field")).toBeUndefined();
  expect(store.getState().document.consumers[0]?.steps[0]?.config).toEqual({ to: "{{ data.email }}" });
});

it("asks where somebody has to choose", () => {
  const { store, fix } = opened(flowOf("source > a > count > b\n> b > count > a"));
  fix("endless-loop")?.run();
  expect(store.getState().prompt).toMatchObject({ kind: "pick-step", target: { kind: "place" } });
  const open = opened(flowOf("source > a"));
  open.fix("no-consumer")?.run();
  expect(open.store.getState().prompt).toMatchObject({
    kind: "pick-step",
    target: { kind: "new-consumer", topic: "a" },
  });
});
