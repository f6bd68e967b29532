import { publishedBy } from "../compile/published-by";
import { type FlowDocument, stepsOf } from "../document/flow-document";
import { freeName, slugOf } from "../document/names";
import type { NodeLookup } from "../node/node-lookup";

/** One thing that a flow does with a topic, as an operation of AsyncAPI. */
export interface FlowOperation {
  /** Its name in the document; the same for the same flows. */
  readonly key: string;
  /** From the flow's viewpoint: its producers and publishing steps send, its consumers receive. */
  readonly action: "send" | "receive";
  readonly topic: string;
  readonly title: string;
  /** Id of the producer, consumer or step. */
  readonly id: string;
}

/** All operations of some flows, in the order of the cards. Names of several flows begin with the flow. */
export function flowOperations(flows: readonly FlowDocument[], nodes: NodeLookup): FlowOperation[] {
  const taken = new Set<string>();
  const operations: FlowOperation[] = [];
  for (const document of flows) {
    const prefix = flows.length === 1 ? "" : `${slugOf(document.name) || "flow"}.`;
    const add = (name: string, operation: Omit<FlowOperation, "key">) => {
      const key = freeName(`${prefix}${name}`, taken);
      taken.add(key);
      operations.push({ key, ...operation });
    };
    for (const { id, name, topic } of document.producers)
      if (topic !== undefined) add(`send.${id}`, { action: "send", topic, title: name || id, id });
    for (const { id, name, when, steps } of document.consumers) {
      for (const topic of when)
        add(when.length === 1 ? `receive.${id}` : `receive.${id}.${topic}`, {
          action: "receive",
          topic,
          title: name || id,
          id,
        });
      for (const { step, topic } of publishedBy(steps, nodes))
        add(`send.${step.id}`, {
          action: "send",
          topic,
          title: stepTitle(step.id, document, nodes),
          id: step.id,
        });
    }
  }
  return operations;
}

function stepTitle(id: string, { consumers }: FlowDocument, nodes: NodeLookup): string {
  for (const consumer of consumers)
    for (const step of stepsOf(consumer.steps))
      if (step.id === id) return step.name ?? nodes.step(step.type)?.title ?? step.type;
  return id;
}
