import type { FlowDocument } from "@/flow/document/flow-document";
import type { Selection } from "./selection";

/** One undo step: what it was called and how things were before (or after, in the list of redos). */
export interface Change {
  readonly title: string;
  readonly document: FlowDocument;
  readonly selection: Selection;
  /** Edits of one field while it is typed in are one step. */
  readonly mergeKey?: string | undefined;
}

export interface History {
  readonly past: readonly Change[];
  readonly future: readonly Change[];
}

export const emptyHistory: History = { past: [], future: [] };

/** Steps that are kept; documents share most of their parts. */
const maxSteps = 200;

/** Remembers how things were before an edit; edits with the same merge key in a row are one. */
export function remember(history: History, before: Change): History {
  const last = history.past.at(-1);
  if (before.mergeKey !== undefined && last?.mergeKey === before.mergeKey) {
    return { past: history.past, future: [] };
  }
  return { past: [...history.past, before].slice(-maxSteps), future: [] };
}

/** Ends a series of merged edits: the next one is a step of its own. */
export function seal(history: History): History {
  const last = history.past.at(-1);
  if (last?.mergeKey === undefined) return history;
  return { ...history, past: [...history.past.slice(0, -1), { ...last, mergeKey: undefined }] };
}

interface Moved {
  readonly history: History;
  readonly change: Change;
}

/** Goes one step back; `now` is what a redo returns to. */
export function undo(history: History, now: Omit<Change, "title">): Moved | undefined {
  const change = history.past.at(-1);
  if (!change) return undefined;
  const redo = { title: change.title, document: now.document, selection: now.selection };
  return { change, history: { past: history.past.slice(0, -1), future: [...history.future, redo] } };
}

/** Goes one step forward again. */
export function redo(history: History, now: Omit<Change, "title">): Moved | undefined {
  const change = history.future.at(-1);
  if (!change) return undefined;
  const back = { title: change.title, document: now.document, selection: now.selection };
  return { change, history: { past: [...history.past, back], future: history.future.slice(0, -1) } };
}
