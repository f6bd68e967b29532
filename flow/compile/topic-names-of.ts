import type { FlowDocument } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { publishedBy } from "./published-by";

/** Names of all topics that a flow shows, publishes to or reacts to, each once, in order of appearance. */
export function topicNamesOf(document: FlowDocument, nodes: NodeLookup): string[] {
  const names = new Set(document.topics.map(({ name }) => name));
  for (const { topic } of document.producers) if (topic !== undefined) names.add(topic);
  for (const consumer of document.consumers) {
    for (const name of consumer.when) names.add(name);
    for (const { topic } of publishedBy(consumer.steps, nodes)) names.add(topic);
  }
  return [...names];
}
