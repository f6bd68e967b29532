import { freeName } from "@/flow/document/names";
import { toNodeConfig } from "@/flow/document/node-config";
import { subscribe, unsubscribe } from "@/flow/edit/consumer-commands";
import { addNewConsumer, addNewTopic, newStep } from "@/flow/edit/new-cards";
import type { IdSource } from "@/flow/edit/new-ids";
import { setProducerTopic } from "@/flow/edit/producer-commands";
import type { StepPlace } from "@/flow/graph/step-tree";
import { findStep } from "@/flow/graph/step-tree";
import { cardKey, type Wire } from "@/flow/graph/wires";
import type { EditorStore } from "../state/editor-store";
import type { Anchor } from "../state/prompt";
import { addStep } from "./add-actions";
import { askForStep } from "./ask-actions";

type WireOf<Kind extends Wire["kind"]> = Extract<Wire, { kind: Kind }>;

/** Asks what to put into a wire. */
export function insertOnWire(store: EditorStore, wireId: string, anchor: Anchor): void {
  if (store.getState().isReadOnly) return;
  store.setState({ prompt: { kind: "insert", wireId, anchor } });
}

function publishTo(store: EditorStore, topic: string, ids: IdSource) {
  const definition = store.getState().nodes.steps.find(({ publishes }) => publishes);
  if (!definition?.publishes) throw new Error("No step type publishes.");
  const step = newStep(definition, [], ids);
  return { ...step, config: toNodeConfig(definition.publishes.withTopic(step.config, topic)) };
}

function freeTopic(store: EditorStore, base: string): string {
  return freeName(base, new Set(store.getState().document.topics.map(({ name }) => name)));
}

/** Producer → topic: events go through a new topic and consumer first, which publishes what it lets through. */
export function checkEventsFirst(store: EditorStore, wire: WireOf<"send">): void {
  const raw = freeTopic(store, `${wire.topic}.raw`);
  let consumerId: string | undefined;
  store.edit("Check or change events first", (document, ids) => {
    const producer = cardKey("producer", wire.producerId);
    const withRaw = addNewTopic(document, raw, { beside: producer });
    const repointed = setProducerTopic(withRaw, wire.producerId, raw);
    const steps = [publishTo(store, wire.topic, ids)];
    const added = addNewConsumer(repointed, { name: "Check events", when: [raw], steps }, ids);
    consumerId = added.consumer.id;
    return added.document;
  });
  if (consumerId === undefined) return;
  askForStep(
    store,
    { kind: "place", place: { consumerId, index: 0 } },
    { key: cardKey("consumer", consumerId) },
  );
}

/** Topic → consumer: a new consumer and a new topic between them. */
export function wireWithTopic(store: EditorStore, wire: WireOf<"when">): void {
  const next = freeTopic(store, `${wire.topic}.checked`);
  let added: string | undefined;
  store.edit("Put a consumer and a topic between", (document, ids) => {
    const steps = [publishTo(store, next, ids)];
    const made = addNewConsumer(document, { name: "Check events", when: [wire.topic], steps }, ids);
    added = made.consumer.id;
    const withTopic = addNewTopic(made.document, next, { beside: cardKey("consumer", made.consumer.id) });
    return subscribe(unsubscribe(withTopic, wire.consumerId, wire.topic), wire.consumerId, next);
  });
  if (added === undefined) return;
  askForStep(
    store,
    { kind: "place", place: { consumerId: added, index: 0 } },
    { key: cardKey("consumer", added) },
  );
}

/** Publish → topic: the place right above the publishing row. */
export function stepBeforePublish(store: EditorStore, wire: WireOf<"publish">): void {
  const found = findStep(store.getState().document, wire.stepId);
  if (found) askForStep(store, { kind: "place", place: found.place }, { key: `step:${wire.stepId}` });
}

/** A filter at a place, without asking which step. */
export function insertFilter(store: EditorStore, place: StepPlace): void {
  const definition = store.getState().nodes.step("filter");
  if (definition) addStep(store, { kind: "place", place }, definition);
}
