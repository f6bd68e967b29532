import type { FlowDocument } from "../document/flow-document";
import { endsOf, parseCardKey, type Wire } from "./wires";

/** The name that people gave a card; a word for what it is once it is gone. */
export function cardNameIn(document: FlowDocument, key: string): string {
  const card = parseCardKey(key);
  if (card?.kind === "producer")
    return document.producers.find(({ id }) => id === card.id)?.name ?? "Producer";
  if (card?.kind === "consumer")
    return document.consumers.find(({ id }) => id === card.id)?.name ?? "Consumer";
  return card?.id ?? "";
}

/** What a wire is called where it cannot be seen: by the names of its cards, never by their ids. */
export function wireWords(document: FlowDocument, wire: Wire): string {
  const { from, to } = endsOf(wire);
  return `Wire from ${cardNameIn(document, from)} to ${cardNameIn(document, to)}`;
}
