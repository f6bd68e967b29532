import { showToast } from "@/app/_ui/show-toast";
import type { FlowDocument } from "@/flow/document/flow-document";
import { asTopicName } from "@/flow/document/names";
import { toNodeConfig } from "@/flow/document/node-config";
import {
  addNewConsumer,
  addNewProducer,
  addNewTopic,
  answerProducer,
  joinByTopic,
  newStep,
} from "@/flow/edit/new-cards";
import type { IdSource } from "@/flow/edit/new-ids";
import { pointStep } from "@/flow/edit/remove-cards";
import { insertStep } from "@/flow/edit/step-commands";
import { fieldsAt } from "@/flow/graph/fields";
import type { Point } from "@/flow/graph/placement";
import { findStep } from "@/flow/graph/step-tree";
import { cardKey } from "@/flow/graph/wires";
import type { ProducerDefinition } from "@/flow/node/producer-definition";
import type { StepDefinition } from "@/flow/node/step-definition";
import { knownDocument } from "../samples/known-document";
import type { EditorStore } from "../state/editor-store";
import type { StepTarget, TopicAsker } from "../state/prompt";
import { selectCard } from "../state/selection";

/** Adds a producer; the next question ("What happened?") is drawn where its topic will stand. */
export function addProducer(store: EditorStore, definition: ProducerDefinition, position?: Point): void {
  let added: string | undefined;
  store.edit(`Add ${definition.title}`, (document, ids) => {
    const result = addNewProducer(document, definition, ids, position);
    added = result.producer.id;
    return result.document;
  });
  if (added === undefined) return;
  store.select(selectCard(cardKey("producer", added)));
  store.setState(({ fresh }) => ({
    ghost: { kind: "what-happened", producerId: added ?? "" },
    reveal: "ghost",
    isInspectorOpen: true,
    fresh: new Set(fresh).add(added ?? ""),
  }));
  store.announce(`${definition.title} added. What happened?`);
}

/** Adds a topic card that nothing is wired to yet. */
export function addTopic(store: EditorStore, typed: string, position?: Point): void {
  const name = asTopicName(typed);
  const isKnown = store.getState().document.topics.some((topic) => topic.name === name);
  if (isKnown) showToast(`${name} is already in this flow.`, { tone: "info" });
  else store.edit(`Add ${name}`, (document) => addNewTopic(document, name, { position }));
  store.select(selectCard(cardKey("topic", name)));
  store.setState({ isInspectorOpen: true });
}

function cardOfStep(document: FlowDocument, stepId: string): string | undefined {
  const found = findStep(document, stepId);
  return found && cardKey("consumer", found.consumer.id);
}

function publishDefinition(store: EditorStore): StepDefinition | undefined {
  return store.getState().nodes.steps.find((definition) => definition.publishes);
}

/** Answers "What happened?": the topic appears (or exists) and is wired on both sides. */
export function nameTopic(
  store: EditorStore,
  asker: TopicAsker,
  typed: string,
  options: { readonly consumerId?: string | undefined; readonly position?: Point | undefined } = {},
): void {
  const { nodes, document: before } = store.getState();
  const name = asTopicName(typed);
  if (name === "") return;
  const isNew = !before.topics.some((topic) => topic.name === name);
  const publish = publishDefinition(store);
  store.edit(`Publish to ${name}`, (document, ids) => {
    const { consumerId } = options;
    if (asker.kind === "step") {
      const withCard = addNewTopic(document, name, {
        position: options.position,
        beside: cardOfStep(document, asker.id),
      });
      return pointStep(withCard, asker.id, name, nodes);
    }
    if (asker.kind === "producer" && consumerId === undefined) {
      const placed = options.position
        ? addNewTopic(document, name, { position: options.position })
        : document;
      return answerProducer(placed, asker.id, name);
    }
    if (!publish && asker.kind === "consumer") return document;
    const publishStep = (topic: string) => newPublish(publish, topic, ids);
    if (consumerId !== undefined) return joinByTopic(document, asker, consumerId, name, publishStep);
    const withCard = addNewTopic(document, name, {
      position: options.position,
      beside: cardKey("consumer", asker.id),
    });
    const end = { consumerId: asker.id, index: Number.MAX_SAFE_INTEGER };
    return insertStep(withCard, end, publishStep(name));
  });
  const { document, others } = store.getState();
  const isHeard =
    document.consumers.some(({ when }) => when.includes(name)) || (!isNew && others.consumed.has(name));
  store.select(selectCard(cardKey("topic", name)));
  store.setState({
    prompt: undefined,
    ghost: isHeard ? undefined : { kind: "who-reacts", topic: name },
    reveal: isHeard ? cardKey("topic", name) : "ghost",
  });
  store.announce(`Topic ${name} ${isNew ? "added" : "wired"}.`);
}

function newPublish(definition: StepDefinition | undefined, topic: string, ids: IdSource) {
  if (!definition?.publishes) throw new Error("No step type publishes.");
  const step = newStep(definition, [], ids);
  const config = definition.publishes.withTopic(step.config, topic);
  return { ...step, config: toNodeConfig(config) };
}

/** Appends a publishing step that sends to an existing topic. */
export function addPublish(store: EditorStore, consumerId: string, topic: string): void {
  const definition = publishDefinition(store);
  if (!definition) return;
  store.edit(`Publish to ${topic}`, (document, ids) =>
    insertStep(document, { consumerId, index: Number.MAX_SAFE_INTEGER }, newPublish(definition, topic, ids)),
  );
}

/** A consumer with one publishing step between two topics. */
export function copyOn(store: EditorStore, from: string, to: string): void {
  const definition = publishDefinition(store);
  if (!definition) return;
  store.edit(`Copy events on to ${to}`, (document, ids) => {
    const steps = [newPublish(definition, to, ids)];
    return addNewConsumer(document, { name: "Copy events on", when: [from], steps }, ids).document;
  });
}

/** Puts a picked step where it was asked for and opens its form. */
export function addStep(store: EditorStore, target: StepTarget, definition: StepDefinition): void {
  const { nodes } = store.getState();
  let added: string | undefined;
  store.edit(`Add ${definition.title}`, (document, ids) => {
    if (target.kind === "place") {
      const { consumerId } = target.place;
      const fields = fieldsAt(
        knownDocument({ document, observed: store.getState().observed }),
        nodes,
        consumerId,
      );
      const consumer = document.consumers.find(({ id }) => id === consumerId);
      const step = newStep(definition, fields, ids, consumer?.when);
      added = step.id;
      return insertStep(document, target.place, step);
    }
    const when = target.kind === "new-consumer" ? [target.topic] : [];
    const made = addNewConsumer(document, { name: definition.title, when, steps: [] }, ids, target.position);
    const fields = fieldsAt(
      knownDocument({ document: made.document, observed: store.getState().observed }),
      nodes,
      made.consumer.id,
    );
    const step = newStep(definition, fields, ids, when);
    added = step.id;
    return insertStep(made.document, { consumerId: made.consumer.id, index: 0 }, step);
  });
  if (added === undefined) return;
  const id = added;
  store.select({ kind: "step", id });
  const found = findStep(store.getState().document, id);
  const owner = found?.consumer.id;
  const branches = found?.step.branches?.map((branch) => branch.id) ?? [];
  store.setState(({ fresh }) => ({
    ...(owner !== undefined && { reveal: cardKey("consumer", owner) }),
    wantedField: "",
    prompt: undefined,
    ghost: undefined,
    isInspectorOpen: true,
    fresh: new Set([...fresh, id, ...branches]),
  }));
  store.announce(`${definition.title} added. Fill in its form.`);
}

/** Wires an existing topic to an existing consumer, producer or row. */
export function wireTopic(store: EditorStore, asker: TopicAsker, topic: string): void {
  if (asker.kind === "consumer") addPublish(store, asker.id, topic);
  else nameTopic(store, asker, topic);
  store.setState({ prompt: undefined, ghost: undefined });
}
