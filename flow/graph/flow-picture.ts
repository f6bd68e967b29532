import type { FlowDocument } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { cardHeight, cardWidth, consumerHeight } from "./card-size";
import { placesOf } from "./columns";
import { portOf } from "./placement";
import { type CardKind, endsOf, parseCardKey, wiresOf } from "./wires";

/** A card of a small picture; lengths are those of the canvas at 100 %, the top left corner is 0, 0. */
export interface PictureCard {
  readonly kind: CardKind;
  readonly name: string;
  /** A lucide icon by its name, for producers. */
  readonly icon?: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Lines of a consumer's list. */
  readonly rows: number;
}

/** A flow small enough for a card in a list: no texts but names, no numbers. */
export interface FlowPicture {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly PictureCard[];
  /** From the right side of one card to the left side of another. */
  readonly wires: readonly {
    readonly x1: number;
    readonly y1: number;
    readonly x2: number;
    readonly y2: number;
  }[];
}

/** Draws a flow as the canvas would, in outlines. */
export function flowPicture(document: FlowDocument, nodes: NodeLookup): FlowPicture {
  const places = placesOf(document, nodes);
  const cards = new Map<string, PictureCard>();
  for (const [key, { x, y }] of places) {
    const card = parseCardKey(key);
    if (card !== undefined) cards.set(key, { ...faceOf(document, nodes, card), ...card, x, y });
  }
  const all = [...cards.values()];
  const left = all.length === 0 ? 0 : Math.min(...all.map(({ x }) => x));
  const top = all.length === 0 ? 0 : Math.min(...all.map(({ y }) => y));
  return {
    width: Math.max(0, ...all.map(({ x, width }) => x + width - left)),
    height: Math.max(0, ...all.map(({ y, height }) => y + height - top)),
    cards: all.map((card) => ({ ...card, x: card.x - left, y: card.y - top })),
    wires: wiresOf(document, nodes).flatMap((wire) => {
      const ends = endsOf(wire);
      const from = cards.get(ends.from);
      const to = cards.get(ends.to);
      if (from === undefined || to === undefined) return [];
      return [
        {
          x1: from.x - left + from.width,
          y1: from.y - top + portOf(document, ends.from),
          x2: to.x - left,
          y2: to.y - top + portOf(document, ends.to),
        },
      ];
    }),
  };
}

function faceOf(
  document: FlowDocument,
  nodes: NodeLookup,
  { kind, id }: { readonly kind: CardKind; readonly id: string },
): Pick<PictureCard, "name" | "icon" | "width" | "height" | "rows"> {
  const width = cardWidth[kind];
  if (kind === "topic") return { name: id, width, height: cardHeight.topic, rows: 0 };
  if (kind === "producer") {
    const producer = document.producers.find((other) => other.id === id);
    const icon = nodes.producer(producer?.type ?? "")?.icon;
    return { name: producer?.name ?? id, icon, width, height: cardHeight.producer, rows: 0 };
  }
  const consumer = document.consumers.find((other) => other.id === id);
  return {
    name: consumer?.name ?? id,
    width,
    height: consumer === undefined ? 0 : consumerHeight(consumer),
    rows: consumer?.collapsed ? 0 : (consumer?.steps.length ?? 0),
  };
}
