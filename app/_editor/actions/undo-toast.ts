import { closeToast, showToast } from "@/app/_ui/show-toast";
import type { EditorStore } from "../state/editor-store";

/**
 * Calls back once undoing would take back something else than the last edit: another edit followed, or it is undone.
 * Returns how to stop waiting for that.
 */
export function onceOvertaken(store: EditorStore, then: () => void): () => void {
  const before = () => store.getState().history.past.at(-1)?.document;
  const own = before();
  const stop = store.subscribe(() => {
    if (before() === own) return;
    stop();
    then();
  });
  return stop;
}

/** Says what the last edit did, with the way back for as long as that is what undoing takes back. */
export function sayWithUndo(store: EditorStore, sentence: string): void {
  const toast = showToast(sentence, { tone: "info", action: { label: "Undo", onAction: store.undo } });
  onceOvertaken(store, () => closeToast(toast));
}
