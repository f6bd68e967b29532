import type { FlowDocument } from "../document/flow-document";
import { cardRects, freePlace, type Point, type Rect } from "../graph/placement";
import type { IdSource } from "./new-ids";

/** Room that a new note takes; its height follows its text. */
export const noteSize = { width: 240, height: 96 } as const;
/** Room between the frame of a group and its cards, and for its title above them. */
const groupPadding = { side: 20, top: 44 } as const;

/** Notes and groups have keys like cards, in a name space of their own. */
export const noteKey = (id: string): string => `note:${id}`;
export const groupKey = (id: string): string => `group:${id}`;

/** Adds an empty note where it was asked for, or where there is room. */
export function addNote(
  document: FlowDocument,
  ids: IdSource,
  at: Point,
): { readonly document: FlowDocument; readonly id: string } {
  const id = ids("note");
  const taken = [
    ...cardRects(document).values(),
    ...(document.notes ?? []).map(({ position }) => ({ ...position, ...noteSize })),
  ];
  const { x, y } = freePlace(taken, { ...at, ...noteSize });
  const note = { id, text: "", position: { x, y } };
  return { document: { ...document, notes: [...(document.notes ?? []), note] }, id };
}

/** Changes the words of a note. */
export function setNoteText(document: FlowDocument, id: string, text: string): FlowDocument {
  const notes = (document.notes ?? []).map((note) => (note.id === id ? { ...note, text } : note));
  return { ...document, notes };
}

/** Draws a frame around cards; a card stands in one group at most, and leaves the one it was in. */
export function addGroup(
  document: FlowDocument,
  ids: IdSource,
  title: string,
  keys: readonly string[],
): { readonly document: FlowDocument; readonly id: string } {
  const id = ids("group");
  const others = withoutMembers(document, new Set(keys)).groups ?? [];
  return { document: { ...document, groups: [...others, { id, title, cards: [...keys] }] }, id };
}

/** Changes the title of a group. */
export function setGroupTitle(document: FlowDocument, id: string, title: string): FlowDocument {
  const groups = (document.groups ?? []).map((group) => (group.id === id ? { ...group, title } : group));
  return { ...document, groups };
}

/** Takes cards out of all groups; a group that holds nothing any more goes. */
function withoutMembers(document: FlowDocument, keys: ReadonlySet<string>): FlowDocument {
  if (!document.groups) return document;
  const groups = document.groups
    .map((group) => ({ ...group, cards: group.cards.filter((key) => !keys.has(key)) }))
    .filter(({ cards }) => cards.length > 0);
  return { ...document, groups };
}

/** Takes away notes and groups by their keys, and removed cards out of their groups. The cards of a group stay. */
export function withoutAnnotations(document: FlowDocument, keys: readonly string[]): FlowDocument {
  const gone = new Set(keys);
  const left = withoutMembers(document, gone);
  return {
    ...left,
    ...(left.notes && { notes: left.notes.filter(({ id }) => !gone.has(noteKey(id))) }),
    ...(left.groups && { groups: left.groups.filter(({ id }) => !gone.has(groupKey(id))) }),
  };
}

/** The frame of each group around its cards as they are drawn, by its id; cards that are gone count nothing. */
export function groupRects(document: FlowDocument, rects: ReadonlyMap<string, Rect>): Map<string, Rect> {
  const frames = new Map<string, Rect>();
  for (const { id, cards } of document.groups ?? []) {
    const inside = cards.flatMap((key) => rects.get(key) ?? []);
    if (inside.length === 0) continue;
    const x = Math.min(...inside.map((rect) => rect.x)) - groupPadding.side;
    const y = Math.min(...inside.map((rect) => rect.y)) - groupPadding.top;
    const right = Math.max(...inside.map((rect) => rect.x + rect.width)) + groupPadding.side;
    const bottom = Math.max(...inside.map((rect) => rect.y + rect.height)) + groupPadding.side;
    frames.set(id, { x, y, width: right - x, height: bottom - y });
  }
  return frames;
}
