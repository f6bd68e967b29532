import * as z from "zod";
import { emptyFlow, type FlowDocument, failurePolicySchema } from "../document/flow-document";
import { freeName, slugOf } from "../document/names";
import { toNodeConfig } from "../document/node-config";
import { addTopicCards } from "../document/with-topic-cards";
import { idsOf } from "../edit/new-ids";
import type { NodeLookup } from "../node/node-lookup";
import type { ProducerDefinition } from "../node/producer-definition";
import { isJsonObject } from "../schema/json-text";
import { type ChannelPart, cutText, type OperationPart } from "./parts";
import type { Report } from "./problem";

/** Most producers, consumers, topics and samples of a flow; see `flowDocumentSchema`. */
const most = { cards: 200, samples: 100 } as const;

/** An operation with the topic that its channel became. */
export interface TopicOperation extends OperationPart {
  readonly topic: string;
}

/**
 * Draws operations into a flow, as stubs: one that sends is a producer with an address of its own, one that receives a consumer
 * without steps.
 */
export function drawOperations(
  document: FlowDocument,
  operations: readonly TopicOperation[],
  nodes: NodeLookup,
  report: Report,
): FlowDocument {
  const definition = nodes.producers.find(({ entry }) => entry === "address");
  const taken = new Set([...idsOf(document), "constructor"]);
  const producers = [...document.producers];
  const consumers = [...document.consumers];
  const topics = new Set(document.topics.map(({ name }) => name));
  for (const { action, topic, key, title, pointer } of operations) {
    const list = action === "send" ? producers : consumers;
    if (list.length >= most.cards || (topics.size >= most.cards && !topics.has(topic))) {
      report(pointer, `A flow has at most ${most.cards} cards of a kind. This one was left out.`);
      continue;
    }
    topics.add(topic);
    const id = freeName(slugOf(key) || "operation", taken);
    taken.add(id);
    const name = title ?? titleOf(key);
    if (action === "receive")
      consumers.push({
        id,
        name,
        when: [topic],
        order: { mode: "none" },
        failure: failurePolicySchema.parse({}),
        steps: [],
      });
    else if (definition !== undefined)
      producers.push({ id, type: definition.type, name, topic, config: defaultsOf(definition) });
  }
  return addTopicCards({ ...document, producers, consumers }, topics);
}

function defaultsOf({ defaults }: ProducerDefinition) {
  return toNodeConfig(isJsonObject(defaults) ? { ...defaults } : {});
}

/** A name for people from a name for programs: `onOrderPlaced` becomes "On order placed". */
function titleOf(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[._/-]+/g, " ")
    .trim()
    .toLowerCase();
  return cutText(words.charAt(0).toUpperCase() + words.slice(1), 120) || "Operation";
}

/** A flow with a card for every topic, their examples as samples, and nothing that acts. */
export function flowOfChannels(
  name: string,
  description: string | undefined,
  channels: readonly (ChannelPart & { readonly topic: string })[],
): FlowDocument {
  const taken = new Set<string>();
  const samples = channels
    .flatMap(({ topic, messages }) =>
      messages.flatMap((message) =>
        message.examples.map((example) => ({
          topic,
          name: example.name ?? message.name,
          data: example.payload,
        })),
      ),
    )
    .slice(0, most.samples)
    .map(({ topic, name: title, data }) => {
      const id = freeName(slugOf(title) || "sample", taken);
      taken.add(id);
      return { id, name: cutText(title, 120), topic, data };
    });
  return {
    ...emptyFlow(name),
    ...(description && { description }),
    topics: channels.map(({ topic, description: words }) => ({
      name: topic,
      ...(words && { description: words }),
    })),
    samples: samples.map(({ data, ...sample }) => ({ ...sample, data: z.json().parse(data) })),
  };
}
