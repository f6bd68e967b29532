import { expect, it } from "vitest";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { createEditorStore } from "./editor-store";
import { noSelection, selectCard } from "./selection";

it("asks who reacts whenever a topic is selected that nobody reacts to", () => {
  const document = { ...testFlow(), consumers: testFlow().consumers.slice(0, 1) };
  const store = createEditorStore({ nodes: testNodes, document });
  store.select(selectCard("topic:user.paid"));
  expect(store.getState().ghost).toEqual({ kind: "who-reacts", topic: "user.paid", isQuiet: true });
  store.select(noSelection);
  expect(store.getState().ghost).toBeUndefined();
  store.select(selectCard("topic:signed.up"));
  expect(store.getState().ghost).toBeUndefined();
});
