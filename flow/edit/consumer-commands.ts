import type { Consumer, FlowDocument } from "../document/flow-document";
import { withTopic } from "./topic-commands";

/** Adds a consumer card; topics it names get cards when they have none. */
export function addConsumer(document: FlowDocument, consumer: Consumer): FlowDocument {
  return consumer.when.reduce((current, topic) => withTopic(current, topic), {
    ...document,
    consumers: [...document.consumers, consumer],
  });
}

/** Changes a consumer's name, order, failure policy, limit or whether it is collapsed. */
export function setConsumer(
  document: FlowDocument,
  consumerId: string,
  patch: Partial<Pick<Consumer, "name" | "order" | "failure" | "rate" | "backlog" | "collapsed">>,
): FlowDocument {
  return {
    ...document,
    consumers: document.consumers.map((consumer) =>
      consumer.id === consumerId ? { ...consumer, ...patch } : consumer,
    ),
  };
}

/** Adds a topic to a consumer's When; the same one again changes nothing. */
export function subscribe(document: FlowDocument, consumerId: string, topic: string): FlowDocument {
  const consumer = document.consumers.find(({ id }) => id === consumerId);
  if (!consumer || consumer.when.includes(topic)) return document;
  const changed = {
    ...document,
    consumers: document.consumers.map((other) =>
      other.id === consumerId ? { ...other, when: [...other.when, topic] } : other,
    ),
  };
  return withTopic(changed, topic);
}

/** Takes a topic out of a consumer's When. */
export function unsubscribe(document: FlowDocument, consumerId: string, topic: string): FlowDocument {
  return {
    ...document,
    consumers: document.consumers.map((consumer) =>
      consumer.id === consumerId
        ? { ...consumer, when: consumer.when.filter((name) => name !== topic) }
        : consumer,
    ),
  };
}

/** Removes a consumer, its steps and its wires. Never joins the topics that it stood between. */
export function removeConsumer(document: FlowDocument, consumerId: string): FlowDocument {
  return { ...document, consumers: document.consumers.filter(({ id }) => id !== consumerId) };
}
