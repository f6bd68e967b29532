import { expect, it } from "vitest";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { createEditorStore } from "../state/editor-store";
import { noSelection } from "../state/selection";
import { onceOvertaken } from "./undo-toast";

function open() {
  const store = createEditorStore({ nodes: testNodes, document: testFlow() });
  const rename = (name: string) => store.edit("Rename flow", (current) => ({ ...current, name }));
  rename("First");
  let times = 0;
  onceOvertaken(store, () => {
    times += 1;
  });
  return { store, rename, times: () => times };
}

it("offers to undo an edit only until the next one, whose undo would be another", () => {
  const { store, rename, times } = open();
  store.select(noSelection);
  store.announce("Something else");
  expect(times()).toBe(0);
  rename("Second");
  rename("Third");
  expect(times()).toBe(1);
});

it("offers it no longer once the edit was undone", () => {
  const { store, times } = open();
  store.undo();
  expect(times()).toBe(1);
});
