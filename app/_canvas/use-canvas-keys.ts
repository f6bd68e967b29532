import { useReactFlow } from "@xyflow/react";
import type { KeyboardEvent } from "react";
import { arrangeCards } from "@/app/_editor/actions/arrange-actions";
import { isTyping } from "@/app/_editor/key-places";
import { useEditorStore } from "@/app/_editor/state/editor-context";
import type { EditorStore } from "@/app/_editor/state/editor-store";
import { noSelection } from "@/app/_editor/state/selection";
import { onThing, type Walker } from "@/app/_editor/thing-keys";
import { focusKey, walk, wireOf } from "./walk";

/** All keys of the drawing. They act on what has the focus, so what has the focus is selected first. */
export function useCanvasKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  const store = useEditorStore();
  const flow = useReactFlow();
  const walker: Walker = {
    next: (key, direction) => walk(store, key, direction),
    focus: (key) => focusKey(store, key),
    wire: (key) => wireOf(store, key),
  };
  return (event) => {
    if (isTyping(event.target)) return;
    // With the keyboard on the drawing itself, what it was on last is meant.
    const key = event.target === event.currentTarget ? store.getState().cursor : keyOf(event.target);
    const handled =
      (key !== undefined && onThing(store, walker, event, key)) ||
      onDrawing(store, event) ||
      onView(flow, event);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function keyOf(target: EventTarget | null): string | undefined {
  return target instanceof Element
    ? target.closest<HTMLElement | SVGElement>("[data-key]")?.dataset.key
    : undefined;
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
