import { expect, it } from "vitest";
import { unsubscribe } from "@/flow/edit/consumer-commands";
import { testFlow, testNodes } from "@/flow/edit/edit-fixture";
import { createEditorStore } from "../state/editor-store";
import { fixOf } from "./problem-fixes";

const issue = {
  code: "no-when",
  severity: "unfinished",
  at: { kind: "consumer", id: "welcome", field: "when" },
  message: "*Welcome* reacts to nothing yet.",
} as const;

it("lets a consumer react to the only topic there is, and publish nothing", () => {
  const flow = testFlow();
  const only = { ...flow, topics: flow.topics.slice(0, 1) };
  const store = createEditorStore({
    nodes: testNodes,
    document: unsubscribe(only, "welcome", "signed.up"),
  });
  fixOf(store, issue)?.run();
  expect(store.getState().document).toEqual(only);
});

it("asks for the topic where there are several", () => {
  const document = unsubscribe(testFlow(), "welcome", "signed.up");
  const store = createEditorStore({ nodes: testNodes, document });
  const fix = fixOf(store, issue);
  expect(fix?.label).toBe("Choose a topic");
  fix?.run();
  expect(store.getState()).toMatchObject({ document, wantedField: "when", isInspectorOpen: true });
});
