import dagre, { type GraphLabel } from "@dagrejs/dagre";
import { cardHeight, cardWidth, columnGap, rowGap } from "@/flow/graph/card-size";
import type { Rect } from "@/flow/graph/placement";
import type { WorkspaceMap } from "@/flow/graph/workspace-map";

/** Sizes of cards on the map: as on the canvas, a consumer without its steps. */
export const mapCardSize = {
  producer: { width: cardWidth.producer, height: cardHeight.producer },
  topic: { width: cardWidth.topic, height: cardHeight.topic },
  consumer: { width: cardWidth.consumer, height: 96 },
} as const;

/** Between parts that nothing joins. */
const partGap = 80;
/** How much wider than high the whole should be: as a window is. */
const proportion = 1.8;

interface Part {
  readonly rects: ReadonlyMap<string, Rect>;
  readonly width: number;
  readonly height: number;
}

/** A place for every card, by its key: each part that is joined from left to right, the parts in rows, large ones first. */
export function layoutMap(map: WorkspaceMap): ReadonlyMap<string, Rect> {
  const parts = partsOf(map)
    .map((keys) => layoutPart(map, keys))
    .sort((one, other) => other.height - one.height || other.width - one.width);
  const area = parts.reduce((sum, { width, height }) => sum + (width + partGap) * (height + partGap), 0);
  const limit = Math.max(Math.sqrt(area * proportion), ...parts.map(({ width }) => width));
  const placed = new Map<string, Rect>();
  let [x, y, rowHeight] = [0, 0, 0];
  for (const part of parts) {
    if (x > 0 && x + part.width > limit) {
      y += rowHeight + partGap;
      [x, rowHeight] = [0, 0];
    }
    for (const [key, rect] of part.rects) placed.set(key, { ...rect, x: rect.x + x, y: rect.y + y });
    x += part.width + partGap;
    rowHeight = Math.max(rowHeight, part.height);
  }
  return placed;
}

/** Card keys in groups that wires join. */
function partsOf({ cards, wires }: WorkspaceMap): string[][] {
  const neighbours = new Map<string, string[]>(cards.map(({ key }) => [key, []]));
  for (const { from, to } of wires) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  const seen = new Set<string>();
  const parts: string[][] = [];
  for (const { key } of cards) {
    if (seen.has(key)) continue;
    const part = [key];
    seen.add(key);
    for (const current of part) {
      for (const next of neighbours.get(current) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        part.push(next);
      }
    }
    parts.push(part);
  }
  return parts;
}

function layoutPart({ cards, wires }: WorkspaceMap, keys: readonly string[]): Part {
  const graph = new dagre.graphlib.Graph<GraphLabel, Rect, object>();
  graph.setGraph({ rankdir: "LR", ranksep: columnGap, nodesep: rowGap });
  graph.setDefaultEdgeLabel(() => ({}));
  const own = new Set(keys);
  for (const { key, kind } of cards)
    if (own.has(key)) graph.setNode(key, { ...mapCardSize[kind], x: 0, y: 0 });
  for (const { from, to } of wires) if (own.has(from) && from !== to) graph.setEdge(from, to);
  dagre.layout(graph);
  const rects = new Map<string, Rect>();
  for (const key of graph.nodes()) {
    const { x, y, width, height } = graph.node(key);
    rects.set(key, { x: Math.round(x - width / 2), y: Math.round(y - height / 2), width, height });
  }
  const all = [...rects.values()];
  return {
    rects,
    width: Math.max(...all.map((rect) => rect.x + rect.width)),
    height: Math.max(...all.map((rect) => rect.y + rect.height)),
  };
}
