import { findBranch, findStep } from "@/flow/graph/step-tree";
import { cardKey } from "@/flow/graph/wires";
import type { EditorStore } from "../state/editor-store";
import { focusElement } from "../state/focus";
import { selectCard } from "../state/selection";

/** Selects a card, step or branch wherever it is, brings it into sight and gives it the keyboard. */
export function jumpTo(store: EditorStore, key: string): void {
  if (key.startsWith("step:")) {
    const id = key.slice("step:".length);
    const consumer = findStep(store.getState().document, id)?.consumer;
    if (!consumer) return;
    store.select({ kind: "step", id });
    store.setState({ reveal: cardKey("consumer", consumer.id), isInspectorOpen: true, cursor: key });
  } else if (key.startsWith("branch:")) {
    const id = key.slice("branch:".length);
    const consumer = findBranch(store.getState().document, id)?.consumer;
    if (!consumer) return;
    store.select({ kind: "branch", id });
    store.setState({ reveal: cardKey("consumer", consumer.id), isInspectorOpen: true, cursor: key });
  } else {
    store.select(selectCard(key));
    store.setState({ reveal: key, cursor: key });
  }
  focusElement(key);
}
