import type { FlowDocument } from "../document/flow-document";
import { toNodeConfig } from "../document/node-config";
import { findStep, updateStep } from "../graph/step-tree";
import { parseCardKey, wiresOf } from "../graph/wires";
import type { NodeLookup } from "../node/node-lookup";
import { outletOf } from "../node/outlet-of";
import { withoutAnnotations } from "./annotations";
import { removeConsumer, unsubscribe } from "./consumer-commands";
import { removeProducer, setProducerTopic } from "./producer-commands";
import { removeTopic } from "./topic-commands";

/** Removes several cards at once and counts what went with them. */
export function removeCards(
  document: FlowDocument,
  keys: readonly string[],
  nodes: NodeLookup,
): { readonly document: FlowDocument; readonly cards: number; readonly wires: number } {
  const removed = keys.reduce(
    (current, key) => {
      const card = parseCardKey(key);
      if (card?.kind === "producer") return removeProducer(current, card.id);
      if (card?.kind === "topic") return removeTopic(current, card.id, nodes);
      return card ? removeConsumer(current, card.id) : current;
    },
    withoutAnnotations(document, keys),
  );
  return {
    document: removed,
    cards: keys.length,
    wires: wiresOf(document, nodes).length - wiresOf(removed, nodes).length,
  };
}

/**
 * Deletes one wire: the producer has no topic, the consumer is unsubscribed, the publishing step stays
 * without a topic (which is then a problem with its own fix).
 */
export function removeWire(document: FlowDocument, wireId: string, nodes: NodeLookup): FlowDocument {
  const wire = wiresOf(document, nodes).find(({ id }) => id === wireId);
  if (!wire) return document;
  if (wire.kind === "send") return setProducerTopic(document, wire.producerId, undefined);
  if (wire.kind === "when") return unsubscribe(document, wire.consumerId, wire.topic);
  return pointStep(document, wire.stepId, undefined, nodes);
}

/** Points a publishing step to a topic, or to none. */
export function pointStep(
  document: FlowDocument,
  stepId: string,
  topic: string | undefined,
  nodes: NodeLookup,
): FlowDocument {
  const found = findStep(document, stepId);
  const publishes = found && outletOf(nodes.step(found.step.type), found.step.config);
  if (!publishes) return document;
  return updateStep(document, stepId, (step) => ({
    ...step,
    config: toNodeConfig(publishes.withTopic(step.config, topic)),
  }));
}
