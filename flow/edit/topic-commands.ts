import type { FlowDocument, Step, TopicCard } from "../document/flow-document";
import { toNodeConfig } from "../document/node-config";
import { mapStepLists } from "../graph/step-tree";
import type { NodeLookup } from "../node/node-lookup";
import { outletOf } from "../node/outlet-of";

/** The document with a card for this topic: exactly one per topic. */
export function withTopic(
  document: FlowDocument,
  name: string,
  position?: TopicCard["position"],
): FlowDocument {
  if (document.topics.some((topic) => topic.name === name)) return document;
  const card: TopicCard = position ? { name, position } : { name };
  return { ...document, topics: [...document.topics, card] };
}

/** Re-points every publishing step of one topic; `to` undefined leaves them without a topic. */
function repointSteps(
  document: FlowDocument,
  from: string,
  to: string | undefined,
  nodes: NodeLookup,
): FlowDocument {
  const repoint = (step: Step): Step => {
    const publishes = outletOf(nodes.step(step.type), step.config);
    if (publishes?.topicOf(step.config) !== from) return step;
    return { ...step, config: toNodeConfig(publishes.withTopic(step.config, to)) };
  };
  return mapStepLists(document, (list) => {
    const changed = list.map(repoint);
    return changed.some((step, index) => step !== list[index]) ? changed : list;
  });
}

/**
 * Renames a topic within this document: its card, and everything that names it. Whether stored events
 * or other flows are concerned is for the caller to find out first (product.md, I3).
 */
export function renameTopic(
  document: FlowDocument,
  from: string,
  to: string,
  nodes: NodeLookup,
): FlowDocument {
  if (from === to) return document;
  const exists = document.topics.some((topic) => topic.name === to);
  const renamed: FlowDocument = {
    ...document,
    topics: exists
      ? document.topics.filter((topic) => topic.name !== from)
      : document.topics.map((topic) => (topic.name === from ? { ...topic, name: to } : topic)),
    producers: document.producers.map((producer) =>
      producer.topic === from ? { ...producer, topic: to } : producer,
    ),
    consumers: document.consumers.map((consumer) =>
      consumer.when.includes(from)
        ? { ...consumer, when: [...new Set(consumer.when.map((name) => (name === from ? to : name)))] }
        : consumer,
    ),
    samples: document.samples.map((sample) => (sample.topic === from ? { ...sample, topic: to } : sample)),
    ...(document.groups && {
      groups: document.groups.map((group) => ({
        ...group,
        cards: [...new Set(group.cards.map((key) => (key === `topic:${from}` ? `topic:${to}` : key)))],
      })),
    }),
  };
  return repointSteps(renamed, from, to, nodes);
}

/** Takes a topic out of this flow: its card and its wires go, its stored events stay. */
export function removeTopic(document: FlowDocument, name: string, nodes: NodeLookup): FlowDocument {
  const removed: FlowDocument = {
    ...document,
    topics: document.topics.filter((topic) => topic.name !== name),
    producers: document.producers.map((producer) =>
      producer.topic === name ? { ...producer, topic: undefined } : producer,
    ),
    consumers: document.consumers.map((consumer) =>
      consumer.when.includes(name)
        ? { ...consumer, when: consumer.when.filter((topic) => topic !== name) }
        : consumer,
    ),
    samples: document.samples.filter((sample) => sample.topic !== name),
  };
  return repointSteps(removed, name, undefined, nodes);
}

/** Describes a topic in words. */
export function setTopicDescription(document: FlowDocument, name: string, description: string): FlowDocument {
  return {
    ...document,
    topics: document.topics.map((topic) =>
      topic.name === name ? { ...topic, description: description === "" ? undefined : description } : topic,
    ),
  };
}
