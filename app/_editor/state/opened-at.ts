import type { FlowDocument } from "@/flow/document/flow-document";
import { cardKey } from "@/flow/graph/wires";
import type { EditorState } from "./editor-store";
import { selectCard } from "./selection";

/** The session of an editor that opens at a card; one that is gone by now is passed over. */
export function openedAt(document: FlowDocument, key: string | undefined): Partial<EditorState> {
  const isThere =
    document.producers.some(({ id }) => cardKey("producer", id) === key) ||
    document.topics.some(({ name }) => cardKey("topic", name) === key) ||
    document.consumers.some(({ id }) => cardKey("consumer", id) === key);
  if (key === undefined || !isThere) return {};
  return { selection: selectCard(key), cursor: key, isInspectorOpen: true };
}
