import type { EditorStore } from "@/app/_editor/state/editor-store";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { WireSource } from "@/flow/edit/connect";
import type { Point, Rect } from "@/flow/graph/placement";
import { parseCardKey } from "@/flow/graph/wires";
import { drawnRects } from "./project-flow";

/** A drop this near to a card counts as on it. */
const snapDistance = 24;

const rectsByDocument = new WeakMap<FlowDocument, ReadonlyMap<string, Rect>>();

/** Places and sizes of all cards as drawn now. */
export function cardRectsNow(store: EditorStore): ReadonlyMap<string, Rect> {
  const { document, nodes } = store.getState();
  const known = rectsByDocument.get(document);
  if (known) return known;
  const rects = drawnRects(document, nodes);
  rectsByDocument.set(document, rects);
  return rects;
}

function distanceTo(rect: Rect, { x, y }: Point): number {
  const dx = Math.max(rect.x - x, 0, x - rect.x - rect.width);
  const dy = Math.max(rect.y - y, 0, y - rect.y - rect.height);
  return Math.hypot(dx, dy);
}

const cardByPoint = new WeakMap<Point, { readonly key: string | undefined }>();

/** Whether a point counts as on this card. All cards ask about the same point: it is looked up once. */
export function isCardAt(store: EditorStore, cardKey: string, point: Point): boolean {
  const known = cardByPoint.get(point) ?? { key: cardAt(store, point) };
  cardByPoint.set(point, known);
  return known.key === cardKey;
}

/** The card at a point, or the nearest one within the snap distance. */
export function cardAt(store: EditorStore, point: Point): string | undefined {
  let nearest: string | undefined;
  let best = snapDistance;
  for (const [key, rect] of cardRectsNow(store)) {
    const distance = distanceTo(rect, point);
    if (distance === 0) return key;
    if (distance <= best) {
      best = distance;
      nearest = key;
    }
  }
  return nearest;
}

/** What a wire that begins at this point of this card comes from. */
export function sourceOf(cardKey: string, handleId: string | null | undefined): WireSource | undefined {
  if (handleId?.startsWith("step:")) return { kind: "step", id: handleId.slice("step:".length) };
  return parseCardKey(cardKey);
}
