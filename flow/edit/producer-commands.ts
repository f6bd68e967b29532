import type { FlowDocument, Producer } from "../document/flow-document";
import { withTopic } from "./topic-commands";

/** Adds a producer card; the topic it names gets a card when it has none. */
export function addProducer(document: FlowDocument, producer: Producer): FlowDocument {
  const added = { ...document, producers: [...document.producers, producer] };
  return producer.topic === undefined ? added : withTopic(added, producer.topic);
}

/** Changes a producer's name, config or position. */
export function setProducer(
  document: FlowDocument,
  producerId: string,
  patch: Partial<Pick<Producer, "name" | "config">>,
): FlowDocument {
  return {
    ...document,
    producers: document.producers.map((producer) =>
      producer.id === producerId ? { ...producer, ...patch } : producer,
    ),
  };
}

/** Wires a producer to a topic (which replaces the one it had), or unwires it. */
export function setProducerTopic(
  document: FlowDocument,
  producerId: string,
  topic: string | undefined,
): FlowDocument {
  const changed = {
    ...document,
    producers: document.producers.map((producer) =>
      producer.id === producerId ? { ...producer, topic } : producer,
    ),
  };
  return topic === undefined ? changed : withTopic(changed, topic);
}

/** Removes a producer and its wire; its topic stays. */
export function removeProducer(document: FlowDocument, producerId: string): FlowDocument {
  return { ...document, producers: document.producers.filter(({ id }) => id !== producerId) };
}
