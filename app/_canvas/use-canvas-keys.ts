import { useReactFlow } from "@xyflow/react";
import type { KeyboardEvent } from "react";
import { arrangeCards } from "@/app/_editor/actions/arrange-actions";
import {
  duplicateSelectedStep,
  nudgeSelectedStep,
  removeSelected,
  toggleCollapsed,
  toggleSelectedStep,
} from "@/app/_editor/actions/change-actions";
import { useEditorStore } from "@/app/_editor/state/editor-context";
import type { EditorStore } from "@/app/_editor/state/editor-store";
import { focusKeyOf, noSelection, type Selection, selectCard } from "@/app/_editor/state/selection";
import { showAll } from "./use-reveal";
import { type Direction, elementOf, focusKey, isCardKey, walk, wireOf } from "./walk";

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** The selection that a key of the drawing stands for; rows that only offer something stand for none. */
function selectionAt(key: string): Selection | undefined {
  if (isCardKey(key)) return selectCard(key);
  const id = key.slice(key.indexOf(":") + 1);
  if (key.startsWith("step:")) return { kind: "step", id };
  if (key.startsWith("branch:")) return { kind: "branch", id };
  if (key.startsWith("wire:")) return { kind: "wire", id };
  return undefined;
}

/** All keys of the drawing. They act on what has the focus, so what has the focus is selected first. */
export function useCanvasKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  const store = useEditorStore();
  const flow = useReactFlow();
  return (event) => {
    if (isTyping(event.target)) return;
    const key = keyOf(event.target);
    const handled =
      (key !== undefined && onElement(store, event, key)) || onDrawing(store, event) || onView(flow, event);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Boxes keep their letters. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select, [role=textbox], [role=combobox]"))
  );
}

function keyOf(target: EventTarget | null): string | undefined {
  return target instanceof Element
    ? target.closest<HTMLElement | SVGElement>("[data-key]")?.dataset.key
    : undefined;
}

function onElement(store: EditorStore, event: KeyboardEvent, key: string): boolean {
  const isPlain = !event.metaKey && !event.ctrlKey && !event.altKey;
  const isMod = event.metaKey || event.ctrlKey;
  const selection = selectionAt(key);
  const act = (action: () => void) => {
    if (!selection) return false;
    store.select(selection);
    action();
    return true;
  };
  const direction = arrows[event.key];
  if (direction && isPlain) {
    const next = walk(store, key, direction);
    if (next !== undefined) focusKey(store, next);
    return true;
  }
  if (event.altKey && (direction === "up" || direction === "down") && key.startsWith("step:")) {
    return act(() => {
      nudgeSelectedStep(store, direction);
      // Once the row stands at its new place, and before the next key.
      queueMicrotask(() => focusKey(store, key));
    });
  }
  if (isMod && event.key.toLowerCase() === "d") return act(() => duplicateSelectedStep(store));
  if (!isPlain) return false;
  switch (event.key) {
    case "Enter":
      return selection ? open(store, key, selection) : false;
    case "Delete":
    case "Backspace":
      return act(() => removeFocused(store, key));
    case " ":
      if (!key.startsWith("consumer:")) return false;
      toggleCollapsed(store, key.slice("consumer:".length));
      return true;
    case "c":
    case "C":
      if (!isCardKey(key) && !key.startsWith("step:")) return false;
      store.setState({ prompt: { kind: "connect-to", from: key, anchor: { key } } });
      return true;
    case "e":
    case "E":
      return key.startsWith("step:") ? act(() => toggleSelectedStep(store)) : false;
    case "w":
    case "W": {
      const wire = wireOf(store, key);
      if (wire !== undefined) focusKey(store, wire);
      return true;
    }
    case "F2":
      return act(() => store.setState({ isInspectorOpen: true, wantedField: "@name" }));
    case "F10":
      return event.shiftKey && act(() => openMenu(store, key));
    case "ContextMenu":
      return act(() => openMenu(store, key));
    default:
      return false;
  }
}

/** Enter: the form of a card or step; the menu of a wire. */
function open(store: EditorStore, key: string, selection: Selection): boolean {
  store.select(selection);
  if (selection.kind === "wire") openMenu(store, key);
  else store.setState({ isInspectorOpen: true, wantedField: "" });
  return true;
}

function openMenu(store: EditorStore, key: string): void {
  const box = elementOf(key)?.getBoundingClientRect();
  if (box) store.setState({ menu: { key, x: box.left + box.width / 2, y: box.top + box.height / 2 } });
}

/** After a removal the keyboard stands on what is next to it, never nowhere. */
function removeFocused(store: EditorStore, key: string): void {
  const next =
    walk(store, key, "up") ??
    walk(store, key, "left") ??
    walk(store, key, "right") ??
    walk(store, key, "down");
  removeSelected(store);
  queueMicrotask(() => {
    const target = focusKeyOf(store.getState().selection) ?? next;
    if (target !== undefined) focusKey(store, target);
  });
}

function onDrawing(store: EditorStore, event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return false;
  switch (event.key) {
    case "l":
    case "L":
      void arrangeCards(store);
      return true;
    case "Escape":
      store.select(noSelection);
      store.setState({ isInspectorOpen: false, prompt: undefined, ghost: undefined });
      return true;
    default:
      return false;
  }
}

function onView(flow: ReturnType<typeof useReactFlow>, event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return false;
  switch (event.key) {
    case "1":
      showAll(flow);
      return true;
    case "+":
    case "=":
      void flow.zoomIn({ duration: 200 });
      return true;
    case "-":
      void flow.zoomOut({ duration: 200 });
      return true;
    default:
      return false;
  }
}
