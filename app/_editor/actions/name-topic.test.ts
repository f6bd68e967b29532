import { expect, it } from "vitest";
import { unsubscribe } from "@/flow/edit/consumer-commands";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { createEditorStore } from "../state/editor-store";
import { nameTopic } from "./add-actions";

it("asks who reacts to a topic that was there already, as long as nobody does", () => {
  const silent = unsubscribe(testFlow(), "welcome", "signed.up");
  const answer = (others: { readonly consumed: ReadonlySet<string> }) => {
    const store = createEditorStore({
      nodes: testNodes,
      document: silent,
      others: { published: new Set(), ...others },
    });
    nameTopic(store, { kind: "producer", id: "form1" }, "signed.up");
    return store.getState().ghost;
  };
  expect(answer({ consumed: new Set() })).toEqual({ kind: "who-reacts", topic: "signed.up" });
  expect(answer({ consumed: new Set(["signed.up"]) })).toBeUndefined();
});
