import type { EditorStore } from "../state/editor-store";
import type { Anchor, StepTarget, TopicAsker } from "../state/prompt";

/** Asks "What happened?" beside a card or row. */
export function askForTopic(store: EditorStore, asker: TopicAsker, anchor: Anchor): void {
  if (store.getState().isReadOnly) return;
  store.setState({ prompt: { kind: "name-topic", asker, anchor }, ghost: undefined });
}

/** Opens the step picker where the step will be. */
export function askForStep(store: EditorStore, target: StepTarget, anchor: Anchor): void {
  if (store.getState().isReadOnly) return;
  store.setState({ prompt: { kind: "pick-step", target, anchor } });
}
