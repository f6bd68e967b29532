import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { cardRectsNow } from "./drop-target";

const margin = 24;
/** The zoom buttons float above the lower edge. */
const controlsHeight = 48;

/** Brings a card into sight when the session asks for it, moving the drawing as little as possible. */
export function useReveal(frame: RefObject<HTMLDivElement | null>): void {
  const store = useEditorStore();
  const flow = useReactFlow();
  const reveal = useEditor((state) => state.reveal);
  useEffect(() => {
    if (reveal === undefined) return;
    store.setState({ reveal: undefined });
    const ghost = reveal === "ghost" ? flow.getNode("ghost") : undefined;
    const rect = ghost
      ? { ...ghost.position, width: ghost.width ?? 0, height: ghost.height ?? 0 }
      : cardRectsNow(store).get(reveal);
    const box = frame.current?.getBoundingClientRect();
    if (!rect || !box) return;
    const { x, y, zoom } = flow.getViewport();
    const left = rect.x * zoom + x;
    const top = rect.y * zoom + y;
    const dx = shift(left, rect.width * zoom, box.width);
    const dy = shift(top, rect.height * zoom, box.height - controlsHeight);
    if (dx === 0 && dy === 0) return;
    flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 200 });
  }, [reveal, store, flow, frame]);
}

/** How far a span must move to lie within a frame; its beginning wins when it is too long. */
function shift(start: number, length: number, frameLength: number): number {
  if (start < margin || length > frameLength - 2 * margin) return margin - start;
  const over = start + length - (frameLength - margin);
  return over > 0 ? -over : 0;
}
