import { publishedBy } from "../compile/published-by";
import type { Issue } from "../issue";
import type { Rule } from "./rule";

/** A topic that nothing in the workspace publishes to, or nothing reacts to. Both run, and may be meant. */
export const openTopic: Rule = ({ document, nodes, others }) => {
  const published = new Set(others.published);
  const consumed = new Set(others.consumed);
  for (const { topic } of document.producers) if (topic !== undefined) published.add(topic);
  for (const consumer of document.consumers) {
    for (const topic of consumer.when) consumed.add(topic);
    for (const { topic } of publishedBy(consumer.steps, nodes)) published.add(topic);
  }
  return document.topics.flatMap(({ name }) => [
    ...(published.has(name) ? [] : [warning("no-producer", name, `Nothing publishes to \`${name}\` yet.`)]),
    ...(consumed.has(name)
      ? []
      : [warning("no-consumer", name, `Nobody reacts to \`${name}\` yet. Its events are kept.`)]),
  ]);
};

function warning(code: string, name: string, message: string): Issue {
  return { code, severity: "warning", at: { kind: "topic", id: name }, message };
}
