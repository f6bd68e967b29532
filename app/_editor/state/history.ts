import type { FlowDocument } from "@/flow/document/flow-document";
import type { Selection } from "./selection";

/** What somebody else did meanwhile: how it was here before and after, and how a third state takes it up. */
export interface Received {
  readonly from: FlowDocument;
  readonly to: FlowDocument;
  readonly merge: (base: FlowDocument, mine: FlowDocument, theirs: FlowDocument) => FlowDocument;
}

/** One undo step: what it was called and how things were before (or after, in the list of redos). */
export interface Change {
  readonly title: string;
  readonly document: FlowDocument;
  readonly selection: Selection;
  /** Edits of one field while it is typed in are one step. */
  readonly mergeKey?: string | undefined;
  /** What came from others since then, in order: going back to this state must not take it away. */
  readonly received?: readonly Received[] | undefined;
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

/** Every state of the history takes up what somebody else did, as soon as it is gone back to. */
export function receive(history: History, received: Received): History {
  const add = (change: Change): Change => {
    const known = change.received ?? [];
    const last = known.at(-1);
    // One after the other without an edit between them is one.
    const isNext = last?.to === received.from;
    const next = isNext ? [...known.slice(0, -1), { ...received, from: last.from }] : [...known, received];
    return { ...change, received: next };
  };
  return { past: history.past.map(add), future: history.future.map(add) };
}

/** The state of a step with all that came from others since. */
function upToDate(change: Change): Change {
  const { received = [], ...own } = change;
  const document = received.reduce((now, { from, to, merge }) => merge(from, now, to), own.document);
  return { ...own, document };
}

interface Moved {
  readonly history: History;
  readonly change: Change;
}

/** Goes one step back; `now` is what a redo returns to. */
export function undo(history: History, now: Omit<Change, "title">): Moved | undefined {
  const last = history.past.at(-1);
  if (!last) return undefined;
  const change = upToDate(last);
  const redo = { title: change.title, document: now.document, selection: now.selection };
  return { change, history: { past: history.past.slice(0, -1), future: [...history.future, redo] } };
}

/** Goes one step forward again. */
export function redo(history: History, now: Omit<Change, "title">): Moved | undefined {
  const last = history.future.at(-1);
  if (!last) return undefined;
  const change = upToDate(last);
  const back = { title: change.title, document: now.document, selection: now.selection };
  return { change, history: { past: [...history.past, back], future: history.future.slice(0, -1) } };
}
