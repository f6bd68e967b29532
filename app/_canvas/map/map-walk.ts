import type { Rect } from "@/flow/graph/placement";
import type { MapWire } from "@/flow/graph/workspace-map";

export type MapDirection = "left" | "right" | "up" | "down";

/** Where an arrow key leads from a card: along a wire to the left or right, else to the next card up or down. */
export function walkMap(
  rects: ReadonlyMap<string, Rect>,
  wires: readonly MapWire[],
  from: string,
  direction: MapDirection,
): string | undefined {
  const here = rects.get(from);
  if (here === undefined) return undefined;
  const candidates =
    direction === "right"
      ? wires.flatMap((wire) => (wire.from === from ? [wire.to] : []))
      : direction === "left"
        ? wires.flatMap((wire) => (wire.to === from ? [wire.from] : []))
        : [...rects.keys()];
  const sign = direction === "up" ? -1 : 1;
  let best: { readonly key: string; readonly score: number } | undefined;
  for (const key of candidates) {
    const rect = rects.get(key);
    if (rect === undefined || key === from) continue;
    const down = (middle(rect) - middle(here)) * sign;
    const isAlong = direction === "left" || direction === "right";
    if (!isAlong && down <= 0) continue;
    const score = isAlong ? Math.abs(down) : down + 3 * Math.abs(rect.x - here.x);
    if (best === undefined || score < best.score) best = { key, score };
  }
  return best?.key;
}

function middle({ y, height }: Rect): number {
  return y + height / 2;
}
