import type { Branch, FlowDocument, Step } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { outletOf } from "../node/outlet-of";
import { branchText } from "./branch-text";

/** A wire of the drawing. Never stored: it follows from what the cards name. */
export type Wire =
  | { readonly id: string; readonly kind: "send"; readonly producerId: string; readonly topic: string }
  | { readonly id: string; readonly kind: "when"; readonly consumerId: string; readonly topic: string }
  | {
      readonly id: string;
      readonly kind: "publish";
      readonly consumerId: string;
      readonly stepId: string;
      readonly topic: string;
      /** The branch that the step stands in, in words: `if paid`. */
      readonly label?: string | undefined;
    };

function* publishWires(
  steps: readonly Step[],
  consumerId: string,
  nodes: NodeLookup,
  branch?: Branch,
): Generator<Wire> {
  for (const step of steps) {
    const topic = outletOf(nodes.step(step.type), step.config)?.topicOf(step.config);
    if (topic) {
      const label = branch && lowerFirst(branchText(branch));
      yield { id: `publish:${step.id}`, kind: "publish", consumerId, stepId: step.id, topic, label };
    }
    for (const inner of step.branches ?? []) yield* publishWires(inner.steps, consumerId, nodes, inner);
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** All wires of a flow, in the order of the cards that cause them. */
export function wiresOf(document: FlowDocument, nodes: NodeLookup): Wire[] {
  const wires: Wire[] = [];
  for (const { id, topic } of document.producers) {
    if (topic) wires.push({ id: `send:${id}`, kind: "send", producerId: id, topic });
  }
  for (const consumer of document.consumers) {
    for (const topic of consumer.when) {
      wires.push({ id: `when:${consumer.id}:${topic}`, kind: "when", consumerId: consumer.id, topic });
    }
    wires.push(...publishWires(consumer.steps, consumer.id, nodes));
  }
  return wires;
}

/** The cards that a wire joins, as card keys (see `cardKey`). */
export function endsOf(wire: Wire): { readonly from: string; readonly to: string } {
  switch (wire.kind) {
    case "send":
      return { from: cardKey("producer", wire.producerId), to: cardKey("topic", wire.topic) };
    case "when":
      return { from: cardKey("topic", wire.topic), to: cardKey("consumer", wire.consumerId) };
    case "publish":
      return { from: cardKey("consumer", wire.consumerId), to: cardKey("topic", wire.topic) };
  }
}

export type CardKind = "producer" | "topic" | "consumer";

/** One name space for the three kinds of cards: `topic:order.placed`. */
export function cardKey(kind: CardKind, id: string): string {
  return `${kind}:${id}`;
}

/** Undoes `cardKey`. */
export function parseCardKey(key: string): { readonly kind: CardKind; readonly id: string } | undefined {
  const split = key.indexOf(":");
  const kind = key.slice(0, split);
  if (kind !== "producer" && kind !== "topic" && kind !== "consumer") return undefined;
  return { kind, id: key.slice(split + 1) };
}
