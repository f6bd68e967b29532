import { expect, it } from "vitest";
import type { FlowDocument } from "@/flow/document/flow-document";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { renameStep } from "@/flow/edit/step-commands";
import { findStep } from "@/flow/graph/step-tree";
import { mergeFlows } from "@/flow/merge/merge-flows";
import { createEditorStore, type EditorStore } from "./editor-store";
import { selectCard } from "./selection";

const merge = (base: FlowDocument, mine: FlowDocument, theirs: FlowDocument) =>
  mergeFlows({ base, mine, theirs, nodes: testNodes })?.document ?? mine;

function receive(store: EditorStore, change: (document: FlowDocument) => FlowDocument) {
  const from = store.getState().document;
  store.receive({ from, to: change(from), merge }, "Mia changed this flow.");
}

const names = (store: EditorStore) =>
  ["mail1", "mail2"].map((id) => findStep(store.getState().document, id)?.step.name);

it("undo takes back what was done here, and keeps what came from somebody else", () => {
  const store = createEditorStore({ nodes: testNodes, document: testFlow() });
  store.select(selectCard("consumer:welcome"));
  store.edit("Rename step", (document) => renameStep(document, "mail1", "Mine"));
  receive(store, (document) => renameStep(document, "mail2", "Mia's"));
  receive(store, (document) => renameStep(document, "mail2", "Mia's own"));
  expect(names(store)).toEqual(["Mine", "Mia's own"]);
  expect(store.getState().selection).toEqual(selectCard("consumer:welcome"));
  store.undo();
  expect(names(store)).toEqual([undefined, "Mia's own"]);
  expect(store.getState().history.past).toEqual([]);
  receive(store, (document) => renameStep(document, "mail2", "Mia's last"));
  store.redo();
  expect(names(store)).toEqual(["Mine", "Mia's last"]);
});
