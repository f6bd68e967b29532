import { cardKey } from "@/flow/graph/wires";
import type { EditorStore } from "../state/editor-store";

/** Selects every card of the drawing. */
export function selectAll(store: EditorStore): void {
  const { producers, topics, consumers } = store.getState().document;
  const keys = [
    ...producers.map(({ id }) => cardKey("producer", id)),
    ...topics.map(({ name }) => cardKey("topic", name)),
    ...consumers.map(({ id }) => cardKey("consumer", id)),
  ];
  if (keys.length > 0) store.select({ kind: "cards", keys });
}
