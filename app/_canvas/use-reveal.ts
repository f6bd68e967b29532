import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { selectedCard } from "@/app/_editor/state/selection";
import type { Rect } from "@/flow/graph/placement";
import { cardRectsNow } from "./drop-target";

const margin = 24;
/** The zoom buttons float above the lower edge. */
const controlsHeight = 48;

type Flow = ReturnType<typeof useReactFlow>;

/** Brings a card into sight when the session asks for it, moving the drawing as little as possible. */
export function useReveal(frame: RefObject<HTMLDivElement | null>): void {
  const store = useEditorStore();
  const flow = useReactFlow();
  const reveal = useEditor((state) => state.reveal);
  useEffect(() => {
    if (reveal === undefined) return;
    store.setState({ reveal: undefined });
    if (reveal === "all") {
      showAll(flow);
      return;
    }
    const ghost = reveal === "ghost" ? flow.getNode("ghost") : undefined;
    const rect = ghost
      ? { ...ghost.position, width: ghost.width ?? 0, height: ghost.height ?? 0 }
      : (cardRectsNow(store).get(reveal) ?? annotationRect(flow, reveal));
    if (rect && frame.current) bringIn(flow, frame.current, rect, "both");
  }, [reveal, store, flow, frame]);

  // A panel that opens takes its room from the drawing: what is selected must not end up behind it.
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let [width, height] = [element.clientWidth, element.clientHeight];
    const observer = new ResizeObserver(() => {
      const [isNarrower, isLower] = [element.clientWidth < width, element.clientHeight < height];
      [width, height] = [element.clientWidth, element.clientHeight];
      if (!isNarrower && !isLower) return;
      const { selection, document } = store.getState();
      const rect = cardRectsNow(store).get(selectedCard(selection, document) ?? "");
      if (rect) bringIn(flow, element, rect, isNarrower ? "across" : "down");
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [store, flow, frame]);
}

/** Where a note or the frame of a group is drawn. */
function annotationRect(flow: Flow, key: string): Rect | undefined {
  const node = flow.getNode(key);
  const { width, height } = node?.measured ?? {};
  return node && { ...node.position, width: width ?? 0, height: height ?? 0 };
}

/** The whole drawing in one window, as large as it may be. */
export function showAll(flow: Pick<Flow, "fitView">): void {
  const side = `${margin}px` as const;
  const below = `${margin + controlsHeight}px` as const;
  const padding = { top: side, left: side, right: side, bottom: below };
  void flow.fitView({ duration: 240, padding, maxZoom: 1 });
}

function bringIn(flow: Flow, frame: HTMLElement, rect: Rect, way: "both" | "across" | "down"): void {
  const { x, y, zoom } = flow.getViewport();
  const room = frame.clientHeight - controlsHeight;
  const isTooTall = rect.height * zoom > room - 2 * margin;
  const dx = way === "down" ? 0 : shift(rect.x * zoom + x, rect.width * zoom, frame.clientWidth);
  // Of a card that is higher than the window some part is in sight already.
  const dy =
    way === "across" || (way === "down" && isTooTall)
      ? 0
      : shift(rect.y * zoom + y, rect.height * zoom, room);
  if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 200 });
}

/** How far a span must move to lie within a frame; its beginning wins when it is too long. */
function shift(start: number, length: number, frameLength: number): number {
  if (start < margin || length > frameLength - 2 * margin) return margin - start;
  const over = start + length - (frameLength - margin);
  return over > 0 ? -over : 0;
}
