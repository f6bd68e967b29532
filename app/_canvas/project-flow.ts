import type { Edge, Node, NodeHandle } from "@xyflow/react";
import { Position } from "@xyflow/react";
import type { Consumer, FlowDocument, Producer, TopicCard } from "@/flow/document/flow-document";
import { cardRows } from "@/flow/graph/card-rows";
import { cardHeight, cardWidth, consumerHeight, portOffset, rowHeight } from "@/flow/graph/card-size";
import { placesOf } from "@/flow/graph/columns";
import type { Point, Rect } from "@/flow/graph/placement";
import { wiresOnLoops } from "@/flow/graph/reach";
import { wireWords } from "@/flow/graph/wire-words";
import { type CardKind, cardKey, endsOf, type Wire, wiresOf } from "@/flow/graph/wires";
import type { NodeLookup } from "@/flow/node/node-lookup";
import { outletOf } from "@/flow/node/outlet-of";

export type ProducerNode = Node<{ readonly card: Producer }, "producer">;
export type TopicNode = Node<{ readonly card: TopicCard }, "topic">;
export type ConsumerNode = Node<{ readonly card: Consumer }, "consumer">;
export type CardNode = ProducerNode | TopicNode | ConsumerNode;

/** How a wire runs: with the reading direction, back to a card at the left, or below all cards as a loop. */
export type Course =
  | { readonly kind: "forward" }
  /** `turnAt`: height between its two cards where it runs back; absent where there is no room between them. */
  | { readonly kind: "back"; readonly turnAt: number | undefined }
  /** `passBelow`: lower edge of the lowest card between its ends. */
  | { readonly kind: "loop"; readonly passBelow: number };

export interface WireData extends Record<string, unknown> {
  readonly wire: Wire;
  readonly course: Course;
  /** What a screen reader says. */
  readonly words: string;
}
export type WireEdge = Edge<WireData, "wire">;

/** Ids of the points where wires begin and end on a card. */
export const outletId = "out";
export const inletId = "in";
export const stepOutletId = (stepId: string) => `step:${stepId}`;

/** A point on the left or right border of a card, where wires end or begin. */
export function handle(id: string, type: "source" | "target", width: number, y: number): NodeHandle {
  const isSource = type === "source";
  return {
    id,
    type,
    position: isSource ? Position.Right : Position.Left,
    x: isSource ? width : 0,
    y,
    width: 0,
    height: 0,
  };
}

/** Where the wires of a consumer begin and end, computed from its rows: the same numbers as its CSS. */
export function consumerHandles(consumer: Consumer, nodes: NodeLookup): NodeHandle[] {
  const width = cardWidth.consumer;
  const height = consumerHeight(consumer);
  if (consumer.collapsed) {
    return [
      handle(inletId, "target", width, portOffset.collapsed),
      handle(outletId, "source", width, portOffset.collapsed),
    ];
  }
  const handles = [
    handle(inletId, "target", width, portOffset.consumer),
    handle(outletId, "source", width, height - footOutletOffset),
  ];
  let top = listTop;
  for (const row of cardRows(consumer)) {
    if (row.kind === "step" && outletOf(nodes.step(row.step.type), row.step.config)) {
      handles.push(handle(stepOutletId(row.step.id), "source", width, top + rowHeight(row) / 2));
    }
    top += rowHeight(row);
  }
  return handles;
}

/** Frame, title, When row and line above the list. */
const listTop = 1 + 44 + 28 + 1;
/** Middle of the last line of the card. */
const footOutletOffset = 1 + 14;

function sizeOf(kind: CardKind, card: Producer | TopicCard | Consumer): { width: number; height: number } {
  const width = cardWidth[kind];
  if (kind === "consumer" && "steps" in card) return { width, height: consumerHeight(card) };
  return { width, height: kind === "producer" ? cardHeight.producer : cardHeight.topic };
}

function rectsOf(document: FlowDocument, places: ReadonlyMap<string, Point>): Map<string, Rect> {
  const rects = new Map<string, Rect>();
  const add = (kind: CardKind, id: string, card: Producer | TopicCard | Consumer) => {
    const key = cardKey(kind, id);
    const place = places.get(key);
    if (place) rects.set(key, { ...place, ...sizeOf(kind, card) });
  };
  for (const card of document.producers) add("producer", card.id, card);
  for (const card of document.topics) add("topic", card.name, card);
  for (const card of document.consumers) add("consumer", card.id, card);
  return rects;
}

/** The place and size of every card, with places for those that have none yet. */
export function drawnRects(document: FlowDocument, nodes: NodeLookup): Map<string, Rect> {
  return rectsOf(document, placesOf(document, nodes));
}

/** Cards as React Flow wants them. Its numbers are all given, so that nothing waits for measuring. */
export function projectCards(
  document: FlowDocument,
  nodes: NodeLookup,
  rects: ReadonlyMap<string, Rect>,
): CardNode[] {
  const base = (kind: CardKind, id: string) => {
    const key = cardKey(kind, id);
    const { x, y, width, height } = rects.get(key) ?? { x: 0, y: 0, width: cardWidth[kind], height: 64 };
    return { id: key, position: { x, y }, width, height, measured: { width, height } };
  };
  const simple = (kind: "producer" | "topic") => {
    const width = cardWidth[kind];
    const outlet = handle(outletId, "source", width, portOffset[kind]);
    return kind === "topic" ? [handle(inletId, "target", width, portOffset.topic), outlet] : [outlet];
  };
  return [
    ...document.producers.map(
      (card): ProducerNode => ({
        ...base("producer", card.id),
        type: "producer",
        data: { card },
        handles: simple("producer"),
      }),
    ),
    ...document.topics.map(
      (card): TopicNode => ({
        ...base("topic", card.name),
        type: "topic",
        data: { card },
        handles: simple("topic"),
      }),
    ),
    ...document.consumers.map(
      (card): ConsumerNode => ({
        ...base("consumer", card.id),
        type: "consumer",
        data: { card },
        handles: consumerHandles(card, nodes),
      }),
    ),
  ];
}

/** Wires as React Flow wants them. */
export function projectWires(
  document: FlowDocument,
  nodes: NodeLookup,
  rects: ReadonlyMap<string, Rect>,
): WireEdge[] {
  const shownSteps = new Set(
    document.consumers.flatMap((consumer) =>
      cardRows(consumer).flatMap((row) => (row.kind === "step" ? [row.step.id] : [])),
    ),
  );
  const loops = wiresOnLoops(document, nodes);
  return wiresOf(document, nodes).map((wire) => {
    const { from, to } = endsOf(wire);
    const words = wireWords(document, wire);
    const isRow = wire.kind === "publish" && shownSteps.has(wire.stepId);
    return {
      id: wire.id,
      type: "wire",
      // The wire inside has the focus; an image around it would hide that.
      ariaRole: "group",
      // Only its end: where it begins, the outlet draws a new one.
      reconnectable: "target",
      ariaLabel: words,
      source: from,
      target: to,
      sourceHandle: isRow ? stepOutletId(wire.stepId) : outletId,
      targetHandle: inletId,
      data: { wire, words, course: courseOf(rects, from, to, loops.has(wire.id)) },
    };
  });
}

/** Least room between two cards, one above the other, for a wire that runs back between them. */
const leastGap = 16;

/** How a wire between two cards runs. */
export function courseOf(
  rects: ReadonlyMap<string, Rect>,
  from: string,
  to: string,
  isOnLoop: boolean,
): Course {
  const start = rects.get(from);
  const end = rects.get(to);
  if (!start || !end || end.x >= start.x + start.width) return { kind: "forward" };
  if (isOnLoop) return { kind: "loop", passBelow: lowestBetween(rects, start, end) };
  const [upper, lower] = start.y <= end.y ? [start, end] : [end, start];
  const gap = lower.y - upper.y - upper.height;
  return { kind: "back", turnAt: gap < leastGap ? undefined : upper.y + upper.height + gap / 2 };
}

/** How far down the cards between two others reach. */
function lowestBetween(rects: ReadonlyMap<string, Rect>, start: Rect, end: Rect): number {
  let lowest = Math.max(start.y + start.height, end.y + end.height);
  for (const rect of rects.values()) {
    const isBetween = rect.x < start.x + start.width && rect.x + rect.width > end.x;
    if (isBetween) lowest = Math.max(lowest, rect.y + rect.height);
  }
  return lowest;
}
