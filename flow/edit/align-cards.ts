import type { FlowDocument } from "../document/flow-document";
import { cardRects, type Point, portOf, type Rect } from "../graph/placement";

/** `line`: their wires come out straight; the others move edges or the room between. */
export type Alignment = "line" | "left" | "right" | "top" | "bottom" | "space-across" | "space-down";

/** New places of some cards; what has no place yet, or would not move, is left out. */
export function alignedPlaces(
  document: FlowDocument,
  keys: readonly string[],
  alignment: Alignment,
): Map<string, Point> {
  const rects = cardRects(document);
  const cards = keys.flatMap((key) => {
    const rect = rects.get(key);
    return rect ? [{ key, rect, port: portOf(document, key) }] : [];
  });
  const least = (of: (card: (typeof cards)[number]) => number) => Math.min(...cards.map(of));
  const most = (of: (card: (typeof cards)[number]) => number) => Math.max(...cards.map(of));
  const put = (place: (card: (typeof cards)[number]) => Point) =>
    new Map(cards.map((card) => [card.key, place(card)] as const));
  if (cards.length < 2) return new Map();
  switch (alignment) {
    case "line": {
      const line = least(({ rect, port }) => rect.y + port);
      return put(({ rect, port }) => ({ x: rect.x, y: line - port }));
    }
    case "left": {
      const x = least(({ rect }) => rect.x);
      return put(({ rect }) => ({ x, y: rect.y }));
    }
    case "right": {
      const end = most(({ rect }) => rect.x + rect.width);
      return put(({ rect }) => ({ x: end - rect.width, y: rect.y }));
    }
    case "top": {
      const y = least(({ rect }) => rect.y);
      return put(({ rect }) => ({ x: rect.x, y }));
    }
    case "bottom": {
      const end = most(({ rect }) => rect.y + rect.height);
      return put(({ rect }) => ({ x: rect.x, y: end - rect.height }));
    }
    case "space-across":
      return spaced(cards, "x", "width");
    case "space-down":
      return spaced(cards, "y", "height");
  }
}

/** The same room between each card and the next; the first and the last stay. */
function spaced(
  cards: readonly { readonly key: string; readonly rect: Rect }[],
  start: "x" | "y",
  length: "width" | "height",
): Map<string, Point> {
  const sorted = [...cards].sort((a, b) => a.rect[start] - b.rect[start]);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (!first || !last) return new Map();
  const filled = sorted.reduce((sum, { rect }) => sum + rect[length], 0);
  const gap = (last.rect[start] + last.rect[length] - first.rect[start] - filled) / (sorted.length - 1);
  let at = first.rect[start];
  return new Map(
    sorted.map(({ key, rect }) => {
      const place = { x: rect.x, y: rect.y, [start]: Math.round(at) };
      at += rect[length] + gap;
      return [key, place] as const;
    }),
  );
}
