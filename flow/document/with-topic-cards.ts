import type { FlowDocument } from "./flow-document";

/**
 * Adds a card for every topic that a producer, a When or a sample names. Those that steps publish to need the
 * definitions of the nodes: see `topicNamesOf`.
 */
export function withTopicCards(document: FlowDocument): FlowDocument {
  const named = [
    ...document.producers.flatMap(({ topic }) => (topic === undefined ? [] : [topic])),
    ...document.consumers.flatMap(({ when }) => when),
    ...document.samples.map(({ topic }) => topic),
  ];
  return addTopicCards(document, named);
}

/** Adds cards for those of the names that have none; the same document when there is nothing to add. */
export function addTopicCards(document: FlowDocument, names: Iterable<string>): FlowDocument {
  const present = new Set(document.topics.map(({ name }) => name));
  const missing = [...new Set(names)].filter((name) => !present.has(name));
  if (missing.length === 0) return document;
  return { ...document, topics: [...document.topics, ...missing.map((name) => ({ name }))] };
}
