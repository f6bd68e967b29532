import type { KeyboardEvent } from "react";
import { cardRows } from "@/flow/graph/card-rows";
import { parseCardKey } from "@/flow/graph/wires";
import {
  nudgeSelectedStep,
  removeSelected,
  toggleCollapsed,
  toggleSelectedStep,
} from "./actions/change-actions";
import type { EditorStore } from "./state/editor-store";
import { focusKeyOf, type Selection, selectCard } from "./state/selection";

export type Direction = "left" | "right" | "up" | "down";

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** How one of the two views of a flow, the drawing and the outline, is walked. */
export interface Walker {
  /** Where an arrow key leads from a card, row or wire; nothing when that way is empty. */
  readonly next: (key: string, direction: Direction) => string | undefined;
  /** Gives the keyboard to something. */
  readonly focus: (key: string) => void;
  /** The next wire from here. */
  readonly wire: (key: string) => string | undefined;
}

/** The selection that a key stands for; rows that only offer something stand for none. */
function selectionAt(key: string): Selection | undefined {
  if (parseCardKey(key) || isAnnotation(key)) return selectCard(key);
  const id = key.slice(key.indexOf(":") + 1);
  if (key.startsWith("step:")) return { kind: "step", id };
  if (key.startsWith("branch:")) return { kind: "branch", id };
  if (key.startsWith("wire:")) return { kind: "wire", id };
  return undefined;
}

const isAnnotation = (key: string) => key.startsWith("note:") || key.startsWith("group:");

/** What a key of the keyboard does with the card, row or wire that has the focus; whether it does anything. */
export function onThing(store: EditorStore, walker: Walker, event: KeyboardEvent, key: string): boolean {
  const isPlain = !event.metaKey && !event.ctrlKey && !event.altKey;
  const isMod = event.metaKey || event.ctrlKey;
  const selection = selectionAt(key);
  const act = (action: () => void) => {
    if (!selection) return false;
    // Among several selected cards the key is for all of them.
    const now = store.getState().selection;
    if (now.kind !== "cards" || !now.keys.includes(key)) store.select(selection);
    action();
    return true;
  };
  const direction = arrows[event.key];
  if (direction && isPlain) {
    const next = walker.next(key, direction);
    if (next !== undefined) walker.focus(next);
    return true;
  }
  if (event.altKey && (direction === "up" || direction === "down") && key.startsWith("step:")) {
    return act(() => {
      nudgeSelectedStep(store, direction);
      // Once the row stands at its new place, and before the next key.
      queueMicrotask(() => walker.focus(key));
    });
  }
  if (isMod && event.key.toLowerCase() === "d") return act(() => void duplicate(store));
  if (!isPlain) return false;
  switch (event.key) {
    case "Enter":
      return selection ? open(store, key, selection) : false;
    case "Delete":
    case "Backspace":
      return act(() => removeFocused(store, walker, key));
    case " ":
      if (!key.startsWith("consumer:")) return false;
      toggleCollapsed(store, key.slice("consumer:".length));
      return true;
    case "c":
    case "C":
      if (!parseCardKey(key) && !key.startsWith("step:")) return false;
      store.setState({ prompt: { kind: "connect-to", from: key, anchor: { key } } });
      return true;
    case "e":
    case "E":
      return key.startsWith("step:") ? act(() => toggleSelectedStep(store)) : false;
    case "w":
    case "W": {
      const wire = walker.wire(key);
      if (wire !== undefined) walker.focus(wire);
      return true;
    }
    case "F2":
      return act(() =>
        isAnnotation(key)
          ? store.setState({ edited: key })
          : store.setState({ isInspectorOpen: true, wantedField: "@name" }),
      );
    case "F10":
      return event.shiftKey && act(() => openMenu(store, key));
    case "ContextMenu":
      return act(() => openMenu(store, key));
    default:
      return false;
  }
}

async function duplicate(store: EditorStore): Promise<void> {
  const { duplicateSelected } = await import("./actions/clipboard-actions");
  duplicateSelected(store);
}

/** Enter: the form of a card or step, all steps of a long consumer; the menu of a wire. */
function open(store: EditorStore, key: string, selection: Selection): boolean {
  store.select(selection);
  const consumer = store.getState().document.consumers.find(({ id }) => key === `consumer:${id}`);
  const isLong = consumer !== undefined && cardRows(consumer).some(({ kind }) => kind === "more");
  const isDrawn = !store.getState().isOutlineOpen && store.getState().consumerView === undefined;
  if (selection.kind === "wire") openMenu(store, key);
  else if (isAnnotation(key)) store.setState({ edited: key });
  else if (isLong && isDrawn) store.setState({ consumerView: consumer.id });
  else store.setState({ isInspectorOpen: true, wantedField: "" });
  return true;
}

function openMenu(store: EditorStore, key: string): void {
  const element = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const box = element?.getBoundingClientRect();
  if (box) store.setState({ menu: { key, x: box.left + box.width / 2, y: box.top + box.height / 2 } });
}

/** After a removal the keyboard stands on what is next to it, never nowhere. */
function removeFocused(store: EditorStore, walker: Walker, key: string): void {
  const ways = ["up", "left", "right", "down"] as const;
  const next = ways.map((way) => walker.next(key, way)).find((found) => found !== undefined);
  removeSelected(store);
  queueMicrotask(() => {
    const target = focusKeyOf(store.getState().selection) ?? next;
    if (target !== undefined) walker.focus(target);
  });
}
