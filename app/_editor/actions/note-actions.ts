import { addGroup, addNote, groupKey, noteKey } from "@/flow/edit/annotations";
import { parseCardKey } from "@/flow/graph/wires";
import type { EditorStore } from "../state/editor-store";
import { selectCard } from "../state/selection";

/** A new note in the middle of what is seen, ready to be written. */
export function addNoteHere(store: EditorStore): void {
  const { view, isReadOnly } = store.getState();
  if (isReadOnly) return;
  let added: string | undefined;
  store.edit("Add note", (document, ids) => {
    const made = addNote(document, ids, view?.middle() ?? { x: 0, y: 0 });
    added = made.id;
    return made.document;
  });
  if (added === undefined) return;
  const key = noteKey(added);
  store.select(selectCard(key));
  store.setState({ edited: key, reveal: key });
}

/** A titled frame around the selected cards. */
export function groupSelected(store: EditorStore): void {
  const { selection } = store.getState();
  const keys = selection.kind === "cards" ? selection.keys.filter((key) => parseCardKey(key)) : [];
  if (keys.length === 0) return;
  let added: string | undefined;
  store.edit("Group cards", (document, ids) => {
    const made = addGroup(document, ids, "Group", keys);
    added = made.id;
    return made.document;
  });
  if (added === undefined) return;
  const key = groupKey(added);
  store.select(selectCard(key));
  store.setState({ edited: key });
}
