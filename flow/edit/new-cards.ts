import {
  type Consumer,
  type FlowDocument,
  failurePolicySchema,
  type Producer,
  type Step,
} from "../document/flow-document";
import { asTopicName } from "../document/names";
import { toNodeConfig } from "../document/node-config";
import { type Point, placeAt, placeBeside, placeInColumn } from "../graph/placement";
import { cardKey } from "../graph/wires";
import type { ProducerDefinition } from "../node/producer-definition";
import type { FieldInfo, StepDefinition } from "../node/step-definition";
import { newBranches } from "./branch-commands";
import { addConsumer, subscribe } from "./consumer-commands";
import type { IdSource } from "./new-ids";
import { addProducer, setProducerTopic } from "./producer-commands";
import { insertStep } from "./step-commands";
import { withTopic } from "./topic-commands";

/** The first of "Send e-mail", "Send e-mail 2", … that no card of this kind has. */
export function freeTitle(base: string, taken: readonly { readonly name: string }[]): string {
  const names = new Set(taken.map(({ name }) => name));
  if (!names.has(base)) return base;
  // A title has at most 120 characters, its number included.
  const start = base.slice(0, 110);
  let number = 2;
  while (names.has(`${start} ${number}`)) number += 1;
  return `${start} ${number}`;
}

/** A step of a type as it is inserted: its config guessed from the fields that exist there and the topics of its consumer. */
export function newStep(
  definition: StepDefinition,
  fields: readonly FieldInfo[],
  ids: IdSource,
  topics: readonly string[] = [],
): Step {
  const proposed: Readonly<Record<string, unknown>> = { ...definition.propose(fields, topics) };
  return {
    id: ids(definition.type),
    type: definition.type,
    config: toNodeConfig(proposed),
    ...(definition.isBranching && { branches: newBranches([ids("branch"), ids("branch")]) }),
  };
}

/** Adds a producer of a type, named as its definition proposes, in the column of the producers. */
export function addNewProducer(
  document: FlowDocument,
  definition: ProducerDefinition,
  ids: IdSource,
  position?: Point,
): { readonly document: FlowDocument; readonly producer: Producer } {
  const place = position ? placeAt(document, "producer", position) : placeInColumn(document, "producer");
  const producer: Producer = {
    id: ids(definition.type),
    type: definition.type,
    name: freeTitle(definition.proposedName, document.producers),
    config: toNodeConfig({ ...asRecord(definition.defaults) }),
    position: { ...place },
  };
  return { document: addProducer(document, producer), producer };
}

/** An object as a record; definitions keep the type of their config to themselves. */
function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** Adds a topic card beside another card or in its column; an existing card is left where it is. */
export function addNewTopic(
  document: FlowDocument,
  name: string,
  at: {
    readonly position?: Point | undefined;
    readonly beside?: string | undefined;
    readonly side?: "left";
  } = {},
): FlowDocument {
  const { position, beside, side } = at;
  const place = position
    ? placeAt(document, "topic", position)
    : beside === undefined
      ? placeInColumn(document, "topic")
      : placeBeside(document, beside, "topic", side ?? "right");
  return withTopic(document, name, { ...place });
}

/** Adds a consumer of these topics with its first steps, named after the first one. */
export function addNewConsumer(
  document: FlowDocument,
  consumer: { readonly name: string; readonly when: readonly string[]; readonly steps: readonly Step[] },
  ids: IdSource,
  position?: Point,
): { readonly document: FlowDocument; readonly consumer: Consumer } {
  const topic = consumer.when[0];
  const place = position
    ? placeAt(document, "consumer", position)
    : topic === undefined
      ? placeInColumn(document, "consumer")
      : placeBeside(document, cardKey("topic", topic), "consumer");
  const added: Consumer = {
    id: ids(consumer.name),
    name: freeTitle(consumer.name, document.consumers),
    when: [...consumer.when],
    order: { mode: "none" },
    failure: failurePolicySchema.parse({}),
    steps: [...consumer.steps],
    position: { ...place },
  };
  return { document: addConsumer(document, added), consumer: added };
}

/** "What happened?" answered for a producer: its topic, beside it, wired. */
export function answerProducer(document: FlowDocument, producerId: string, typed: string): FlowDocument {
  const name = asTopicName(typed);
  const withCard = addNewTopic(document, name, { beside: cardKey("producer", producerId) });
  return setProducerTopic(withCard, producerId, name);
}

/** "What happened?" answered for a wire that ends at a consumer: topic and both wires. */
export function joinByTopic(
  document: FlowDocument,
  from: { readonly kind: "producer" | "consumer"; readonly id: string },
  consumerId: string,
  typed: string,
  publish: (topic: string) => Step,
): FlowDocument {
  const name = asTopicName(typed);
  const withCard = addNewTopic(document, name, { beside: cardKey(from.kind, from.id) });
  const wired =
    from.kind === "producer"
      ? setProducerTopic(withCard, from.id, name)
      : insertStep(withCard, { consumerId: from.id, index: Number.MAX_SAFE_INTEGER }, publish(name));
  return subscribe(wired, consumerId, name);
}
