import type { FlowDocument } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { cardHeight, cardWidth, columnGap, consumerHeight } from "./card-size";
import { cardRects, freePlace, type Point, portOf } from "./placement";
import { type CardKind, cardKey, endsOf, parseCardKey, wiresOf } from "./wires";

/** How many wires lie before each card, loops counted once. */
export function ranksOf(document: FlowDocument, nodes: NodeLookup): Map<string, number> {
  const ends = wiresOf(document, nodes).map(endsOf);
  const ranks = new Map<string, number>();
  for (const { id } of document.producers) ranks.set(cardKey("producer", id), 0);
  for (const { name } of document.topics) ranks.set(cardKey("topic", name), 1);
  for (const { id } of document.consumers) ranks.set(cardKey("consumer", id), 2);
  const follow = (key: string, rank: number, path: ReadonlySet<string>) => {
    if (path.has(key) || (path.size > 0 && rank <= (ranks.get(key) ?? 0))) return;
    ranks.set(key, Math.max(rank, ranks.get(key) ?? 0));
    const longer = new Set(path).add(key);
    for (const { from, to } of ends) if (from === key) follow(to, (ranks.get(key) ?? 0) + 1, longer);
  };
  for (const [key, rank] of [...ranks]) follow(key, rank, new Set());
  return ranks;
}

/**
 * A place for every card, by card key: cards that have one keep it, the others (imported, written by
 * hand) stand in columns by their distance from the producers, beside what they are wired to.
 */
export function placesOf(document: FlowDocument, nodes: NodeLookup): Map<string, Point> {
  const rects = cardRects(document);
  const places = new Map<string, Point>([...rects].map(([key, { x, y }]) => [key, { x, y }]));
  const { producers, topics, consumers } = document;
  if (places.size === producers.length + topics.length + consumers.length) return places;
  const ranks = ranksOf(document, nodes);
  const ends = wiresOf(document, nodes).map(endsOf);
  const heightOf = (kind: CardKind, id: string) => {
    const consumer = kind === "consumer" ? document.consumers.find((other) => other.id === id) : undefined;
    return consumer ? consumerHeight(consumer) : kind === "producer" ? cardHeight.producer : cardHeight.topic;
  };
  for (const [key, rank] of [...ranks].sort(([, a], [, b]) => a - b)) {
    const card = parseCardKey(key);
    if (!card || places.has(key)) continue;
    const before = ends.find(({ from, to }) => to === key && rects.has(from))?.from;
    const beside = before === undefined ? undefined : rects.get(before);
    const port = portOf(document, key);
    const x = beside ? beside.x + beside.width + columnGap : columnX(rank);
    const y = (beside && before !== undefined ? beside.y + portOf(document, before) : 32) - port;
    const size = { width: cardWidth[card.kind], height: heightOf(card.kind, card.id) };
    const place = freePlace(rects.values(), { x, y, ...size });
    rects.set(key, { ...place, ...size });
    places.set(key, place);
  }
  return places;
}

/** Left edge of a column: producer, then topics and consumers in turn. */
function columnX(rank: number): number {
  if (rank === 0) return 0;
  const pairs = Math.floor((rank - 1) / 2);
  const start =
    cardWidth.producer + columnGap + pairs * (cardWidth.topic + cardWidth.consumer + 2 * columnGap);
  return rank % 2 === 1 ? start : start + cardWidth.topic + columnGap;
}
