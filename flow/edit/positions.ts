import type { FlowDocument } from "../document/flow-document";
import type { Point } from "../graph/placement";
import { cardKey } from "../graph/wires";
import { noteKey } from "./annotations";

/** Moves cards; `places` holds positions by card key, cards it does not name stay. */
export function setPositions(document: FlowDocument, places: ReadonlyMap<string, Point>): FlowDocument {
  if (places.size === 0) return document;
  const placed = <Card extends object>(card: Card, key: string): Card => {
    const place = places.get(key);
    return place ? { ...card, position: { x: place.x, y: place.y } } : card;
  };
  return {
    ...document,
    producers: document.producers.map((card) => placed(card, cardKey("producer", card.id))),
    topics: document.topics.map((card) => placed(card, cardKey("topic", card.name))),
    consumers: document.consumers.map((card) => placed(card, cardKey("consumer", card.id))),
    ...(document.notes && { notes: document.notes.map((note) => placed(note, noteKey(note.id))) }),
  };
}
