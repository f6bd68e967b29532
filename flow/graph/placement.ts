import type { FlowDocument } from "../document/flow-document";
import { cardHeight, cardWidth, columnGap, consumerHeight, gridStep, portOffset, rowGap } from "./card-size";
import { type CardKind, cardKey, parseCardKey } from "./wires";

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where every card stands, by card key; cards that were never placed are left out. */
export function cardRects(document: FlowDocument): Map<string, Rect> {
  const rects = new Map<string, Rect>();
  const add = (kind: CardKind, id: string, position: Point | undefined, height: number) => {
    if (position) rects.set(cardKey(kind, id), { ...position, width: cardWidth[kind], height });
  };
  for (const { id, position } of document.producers) add("producer", id, position, cardHeight.producer);
  for (const { name, position } of document.topics) add("topic", name, position, cardHeight.topic);
  for (const consumer of document.consumers) {
    add("consumer", consumer.id, consumer.position, consumerHeight(consumer));
  }
  return rects;
}

/** Vertical distance from the top of a card to its wire's end. */
export function portOf(document: FlowDocument, key: string): number {
  const card = parseCardKey(key);
  if (card?.kind !== "consumer") return portOffset[card?.kind ?? "topic"];
  const consumer = document.consumers.find(({ id }) => id === card.id);
  return consumer?.collapsed ? portOffset.collapsed : portOffset.consumer;
}

/** Puts a card's port, not its corner, on the grid: wires between neighbours come out straight. */
export function snapToGrid(point: Point, port: number): Point {
  const snap = (value: number) => Math.round(value / gridStep) * gridStep;
  return { x: snap(point.x), y: snap(point.y + port) - port };
}

const isApart = (a: Rect, b: Rect) =>
  a.x + a.width + rowGap <= b.x ||
  b.x + b.width + rowGap <= a.x ||
  a.y + a.height + rowGap <= b.y ||
  b.y + b.height + rowGap <= a.y;

/** The wished place, or the first one below it where the card touches no other. */
export function freePlace(taken: Iterable<Rect>, wish: Rect): Point {
  const others = [...taken];
  let place = wish;
  for (;;) {
    const hit = others.find((other) => !isApart(place, other));
    if (!hit) return { x: place.x, y: place.y };
    place = {
      ...place,
      y: Math.ceil((hit.y + hit.height + rowGap - place.y) / gridStep) * gridStep + place.y,
    };
  }
}

/** Height to reserve for a new card: a consumer starts with one step. */
export const newCardHeight = { ...cardHeight, consumer: 192 } as const;

/** Where a new card goes beside another: the next column, ports on one line, below what is there. */
export function placeBeside(
  document: FlowDocument,
  key: string,
  kind: CardKind,
  side: "right" | "left" = "right",
): Point {
  const rects = cardRects(document);
  const from = rects.get(key) ?? { x: 0, y: 0, width: cardWidth.topic, height: cardHeight.topic };
  const x = side === "right" ? from.x + from.width + columnGap : from.x - columnGap - cardWidth[kind];
  const y = from.y + portOf(document, key) - portOffset[kind];
  return freePlace(rects.values(), { x, y, width: cardWidth[kind], height: newCardHeight[kind] });
}

/** Where a card goes that was asked for without a place: producers left, topics and consumers in their columns. */
export function placeInColumn(document: FlowDocument, kind: CardKind): Point {
  const rects = [...cardRects(document)];
  const sameKind = rects.filter(([key]) => parseCardKey(key)?.kind === kind).map(([, rect]) => rect);
  const column = { producer: 0, topic: cardWidth.producer + columnGap, consumer: 0 };
  column.consumer = column.topic + cardWidth.topic + columnGap;
  const x = sameKind[0]?.x ?? column[kind];
  const y = portOffset.producer - portOffset[kind];
  return freePlace(
    rects.map(([, rect]) => rect),
    { x, y, width: cardWidth[kind], height: newCardHeight[kind] },
  );
}

/** Where a card goes whose corner was pointed at: there, or below what is in the way. */
export function placeAt(document: FlowDocument, kind: CardKind, corner: Point): Point {
  const size = { width: cardWidth[kind], height: newCardHeight[kind] };
  return freePlace(cardRects(document).values(), { ...corner, ...size });
}
