import type { FlowDocument } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { cardHeight, cardWidth, columnGap } from "./card-size";
import { placesOf } from "./columns";
import { laneOf } from "./picture-lane";
import { type CardKind, endsOf, parseCardKey, wiresOf } from "./wires";

/** A card of a small picture, in pixels of the canvas at 100 %. */
export interface PictureCard {
  /** `producer:…`, `topic:…` or `consumer:…`. */
  readonly key: string;
  readonly kind: CardKind;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Lines of a consumer's list that are drawn. */
  readonly rows: number;
}

/** A line from the right side of one card to the left side of another. */
export interface PictureWire {
  readonly id: string;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Where it passes cards that stand between its ends: straight from `x1` to `x2`, at this height. */
  readonly lane?: { readonly x1: number; readonly x2: number; readonly y: number } | undefined;
}

/** A flow small enough for a list: its top left corner is 0, 0. */
export interface FlowPicture {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly PictureCard[];
  readonly wires: readonly PictureWire[];
}

/** Cards whose left edges are nearer than this stand in one column. */
const columnReach = 136;
const rowGap = 28;
const shownRows = 2;

/**
 * Draws a flow in the columns and the order of its canvas, but evenly: every column is centred and long consumers are
 * cut, so that a picture stays readable whatever the drawing's proportions.
 * @param gap between columns; that of the canvas when absent
 */
export function flowPicture(document: FlowDocument, nodes: NodeLookup, gap: number = columnGap): FlowPicture {
  const columns = columnsOf([...placesOf(document, nodes)]);
  const sized = columns.map((keys) => keys.flatMap((key) => faceOf(document, key)));
  const heights = sized.map((cards) => cards.reduce((sum, { face }) => sum + face.height + rowGap, -rowGap));
  const height = Math.max(0, ...heights);
  const cards = new Map<string, PictureCard>();
  let x = 0;
  for (const [index, column] of sized.entries()) {
    let y = (height - (heights[index] ?? 0)) / 2;
    for (const { key, face } of column) {
      cards.set(key, { key, ...face, x, y });
      y += face.height + rowGap;
    }
    x += Math.max(0, ...column.map(({ face }) => face.width)) + gap;
  }
  return {
    width: Math.max(0, x - gap),
    height,
    cards: [...cards.values()],
    wires: wiresBetween(document, nodes, cards),
  };
}

function columnsOf(
  places: readonly (readonly [string, { readonly x: number; readonly y: number }])[],
): string[][] {
  const columns: { readonly x: number; readonly cards: { readonly key: string; readonly y: number }[] }[] =
    [];
  for (const [key, { x, y }] of [...places].sort(([, a], [, b]) => a.x - b.x)) {
    const last = columns.at(-1);
    if (last !== undefined && x - last.x < columnReach) last.cards.push({ key, y });
    else columns.push({ x, cards: [{ key, y }] });
  }
  return columns.map(({ cards }) => cards.sort((a, b) => a.y - b.y).map(({ key }) => key));
}

type Face = Omit<PictureCard, "key" | "x" | "y">;

function faceOf(document: FlowDocument, key: string): { readonly key: string; readonly face: Face }[] {
  const card = parseCardKey(key);
  if (card === undefined) return [];
  const { kind, id } = card;
  const width = cardWidth[kind];
  if (kind === "topic") return [{ key, face: { kind, name: id, width, height: cardHeight.topic, rows: 0 } }];
  if (kind === "producer") {
    const name = document.producers.find((producer) => producer.id === id)?.name ?? id;
    return [{ key, face: { kind, name, width, height: cardHeight.producer, rows: 0 } }];
  }
  const consumer = document.consumers.find((other) => other.id === id);
  const rows = Math.min(consumer?.steps.length ?? 0, shownRows);
  return [{ key, face: { kind, name: consumer?.name ?? id, width, height: 56 + rows * 28, rows } }];
}

function wiresBetween(
  document: FlowDocument,
  nodes: NodeLookup,
  cards: ReadonlyMap<string, PictureCard>,
): PictureWire[] {
  return wiresOf(document, nodes).flatMap((wire) => {
    const ends = endsOf(wire);
    const from = cards.get(ends.from);
    const to = cards.get(ends.to);
    if (from === undefined || to === undefined) return [];
    const line = { id: wire.id, x1: from.x + from.width, y1: portOf(from), x2: to.x, y2: portOf(to) };
    const lane = laneOf(line, [...cards.values()]);
    return [lane === undefined ? line : { ...line, lane }];
  });
}

/** Wires end at the middle of a card; at a consumer, at the middle of its title. */
function portOf({ kind, y, height }: PictureCard): number {
  return kind === "consumer" ? y + 28 : y + height / 2;
}
