import type { FlowDocument } from "../document/flow-document";
import { findStep } from "../graph/step-tree";
import type { NodeLookup } from "../node/node-lookup";
import { outletOf } from "../node/outlet-of";
import { subscribe } from "./consumer-commands";
import { setProducerTopic } from "./producer-commands";
import { pointStep } from "./remove-cards";

/** Where a wire begins. */
export type WireSource =
  | { readonly kind: "producer"; readonly id: string }
  | { readonly kind: "topic"; readonly id: string }
  /** The outlet at the foot of a consumer. */
  | { readonly kind: "consumer"; readonly id: string }
  /** The outlet of a row that publishes. */
  | { readonly kind: "step"; readonly id: string };

/** Where it is dropped: on a card, or on the empty canvas. */
export type WireTarget =
  | { readonly kind: "producer" | "topic" | "consumer"; readonly id: string }
  | { readonly kind: "empty" };

/** What a drop means; product.md I1. Questions are asked by the editor, which then runs the commands. */
export type Connection =
  | {
      readonly kind: "done";
      readonly document: FlowDocument;
      readonly title: string;
      readonly notice?: string;
    }
  | { readonly kind: "nothing"; readonly notice: string }
  | { readonly kind: "refused"; readonly reason: string }
  /** "What happened?": a new topic between source and target (or nothing yet on its other side). */
  | { readonly kind: "ask-topic" }
  /** The producer or publishing row gets an existing topic or a new one. */
  | { readonly kind: "choose-topic" }
  /** The first step of a new consumer of this topic. */
  | { readonly kind: "pick-step"; readonly topic: string }
  /** One more topic for a consumer that reacts to others: when any arrives, or when all have. */
  | { readonly kind: "any-or-all"; readonly topic: string; readonly consumerId: string }
  /** A publishing step at the end of this consumer. */
  | { readonly kind: "add-publish"; readonly consumerId: string; readonly topic: string }
  /** A consumer between the two topics that publishes what it gets. */
  | { readonly kind: "copy-on"; readonly from: string; readonly to: string };

const toProducer = "Producers only send. To call another system add the step HTTP request.";

/** The reason why a wire cannot end here, told while it is still being drawn. */
export function refusalOf(document: FlowDocument, from: WireSource, to: WireTarget): string | undefined {
  if (to.kind === "producer") return toProducer;
  if (from.kind === "topic" && to.kind === "topic" && from.id === to.id) return "This is the same topic.";
  if (from.kind === "step" && to.kind === "consumer") {
    return "A step publishes to a topic. Draw from the foot of the card to reach another consumer.";
  }
  if (from.kind === "consumer" && to.kind === "consumer" && from.id === to.id) {
    return "A consumer cannot follow itself without a topic between.";
  }
  if (from.kind === "topic" && to.kind === "consumer") {
    const consumer = document.consumers.find(({ id }) => id === to.id);
    if (consumer?.when.includes(from.id)) return "Already wired";
  }
  return undefined;
}

/** Decides what drawing a wire from here to there does, by the table in product.md I1. */
export function connect(
  document: FlowDocument,
  from: WireSource,
  to: WireTarget,
  nodes: NodeLookup,
): Connection {
  const reason = refusalOf(document, from, to);
  if (reason === "Already wired") return { kind: "nothing", notice: reason };
  if (reason !== undefined) return { kind: "refused", reason };
  switch (from.kind) {
    case "producer":
      return fromProducer(document, from.id, to);
    case "topic":
      return fromTopic(document, from.id, to, nodes);
    case "consumer":
      return to.kind === "topic"
        ? { kind: "add-publish", consumerId: from.id, topic: to.id }
        : { kind: "ask-topic" };
    case "step":
      return to.kind === "topic" ? repoint(document, from.id, to.id, nodes) : { kind: "choose-topic" };
  }
}

function fromProducer(document: FlowDocument, id: string, to: WireTarget): Connection {
  if (to.kind === "consumer") return { kind: "ask-topic" };
  if (to.kind !== "topic") return { kind: "choose-topic" };
  const producer = document.producers.find((other) => other.id === id);
  if (producer?.topic === to.id) return { kind: "nothing", notice: "Already wired" };
  const changed = setProducerTopic(document, id, to.id);
  const name = producer?.name ?? "The producer";
  return producer?.topic === undefined
    ? { kind: "done", document: changed, title: `Wire ${name} to ${to.id}` }
    : {
        kind: "done",
        document: changed,
        title: `Wire ${name} to ${to.id}`,
        notice: `${name} now publishes to ${to.id}.`,
      };
}

function fromTopic(document: FlowDocument, topic: string, to: WireTarget, nodes: NodeLookup): Connection {
  if (to.kind === "topic") return { kind: "copy-on", from: topic, to: to.id };
  if (to.kind !== "consumer") return { kind: "pick-step", topic };
  const consumer = document.consumers.find((other) => other.id === to.id);
  const isJoining = consumer?.steps.some((step) => nodes.step(step.type)?.joins === true);
  if (consumer && consumer.when.length > 0 && !isJoining) {
    return { kind: "any-or-all", topic, consumerId: to.id };
  }
  return {
    kind: "done",
    document: subscribe(document, to.id, topic),
    title: `Wire ${topic} to ${consumer?.name ?? "the consumer"}`,
  };
}

function repoint(document: FlowDocument, stepId: string, topic: string, nodes: NodeLookup): Connection {
  const found = findStep(document, stepId);
  const current =
    found && outletOf(nodes.step(found.step.type), found.step.config)?.topicOf(found.step.config);
  if (current === topic) return { kind: "nothing", notice: "Already wired" };
  const base = { kind: "done", document: pointStep(document, stepId, topic, nodes) } as const;
  const title = `Publish to ${topic}`;
  return current === undefined
    ? { ...base, title }
    : { ...base, title, notice: `${found?.consumer.name ?? "The consumer"} now publishes to ${topic}.` };
}
