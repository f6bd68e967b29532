import { findBranch, findStep } from "@/flow/graph/step-tree";
import { parseCardKey } from "@/flow/graph/wires";
import { wiresIn } from "./derived";
import type { EditorState } from "./editor-store";
import { onlyCard } from "./selection";

/** What the inspector shows: its key, or nothing when that is gone or more than one card is selected. */
export function inspectedKey(state: EditorState): string | undefined {
  const { selection, document } = state;
  if (selection.kind === "step") return findStep(document, selection.id) && `step:${selection.id}`;
  if (selection.kind === "branch") return findBranch(document, selection.id) && `branch:${selection.id}`;
  if (selection.kind === "wire") {
    return wiresIn(state).some(({ id }) => id === selection.id) ? `wire:${selection.id}` : undefined;
  }
  const key = onlyCard(selection);
  const card = key === undefined ? undefined : parseCardKey(key);
  if (!card) return undefined;
  const exists =
    card.kind === "topic"
      ? document.topics.some(({ name }) => name === card.id)
      : document[card.kind === "producer" ? "producers" : "consumers"].some(({ id }) => id === card.id);
  return exists ? key : undefined;
}
