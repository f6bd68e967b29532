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

/** Where lists open that belong to no card: under the bar, in the middle. */
function topAnchor(): Anchor {
  return { x: innerWidth / 2, y: 64 };
}

/** `Mod+K`: any command by its name. */
export function openCommands(store: EditorStore): void {
  store.setState({ prompt: { kind: "commands", anchor: topAnchor() } });
}

/** `/`: any card, step or topic by its name. */
export function openFind(store: EditorStore): void {
  store.setState({ prompt: { kind: "find", anchor: topAnchor() } });
}
