import { type Consumer, type FlowDocument, type Step, stepsOf } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { outletOf } from "../node/outlet-of";
import type { FieldInfo } from "../node/step-definition";
import { inferFields } from "./infer-fields";
import { findStep } from "./step-tree";

/** A field that can be used at one place of a flow, and where it comes from. */
export interface KnownField extends FieldInfo {
  readonly origin: "data" | "result" | "event";
  /** Name of the step whose result it is. */
  readonly stepName?: string | undefined;
  /** Topics that have it, when the consumer reacts to others too: "only in order.changed". */
  readonly onlyIn?: readonly string[] | undefined;
}

/** The envelope of every event, under the names that expressions use. */
const envelopeFields: readonly KnownField[] = [
  { path: "event.id", title: "Event id", type: "text", origin: "event" },
  { path: "event.time", title: "Time of the event", type: "date", origin: "event" },
  { path: "event.type", title: "Event type", type: "text", origin: "event" },
  { path: "event.subject", title: "Subject", type: "text", origin: "event" },
  { path: "event.source", title: "Source", type: "text", origin: "event" },
];

function merge(lists: readonly (readonly FieldInfo[])[]): FieldInfo[] {
  const byPath = new Map<string, FieldInfo>();
  for (const field of lists.flat()) {
    const known = byPath.get(field.path);
    if (!known) byPath.set(field.path, field);
    else if (known.sample === undefined && field.sample !== undefined) {
      byPath.set(field.path, { ...known, sample: field.sample });
    }
  }
  return [...byPath.values()];
}

/** What is told of the events of some topics, such as by their schemas: it counts instead of what is found out. */
export type ToldFields = ReadonlyMap<string, readonly FieldInfo[]>;

/** What was found out about a document; documents are never changed in place. */
interface Known {
  readonly nodes: NodeLookup;
  readonly told: ToldFields | undefined;
  /** Who publishes, by topic. */
  readonly publishers: ReadonlyMap<string, readonly { readonly consumer: Consumer; readonly step: Step }[]>;
  readonly fields: Map<string, FieldInfo[]>;
}

const knownByDocument = new WeakMap<FlowDocument, Known>();

function knownOf(document: FlowDocument, nodes: NodeLookup, told: ToldFields | undefined): Known {
  const before = knownByDocument.get(document);
  if (before?.nodes === nodes && before.told === told) return before;
  const publishers = new Map<string, { consumer: Consumer; step: Step }[]>();
  for (const consumer of document.consumers) {
    for (const step of stepsOf(consumer.steps)) {
      const topic = outletOf(nodes.step(step.type), step.config)?.topicOf(step.config);
      if (topic === undefined) continue;
      const list = publishers.get(topic);
      if (list) list.push({ consumer, step });
      else publishers.set(topic, [{ consumer, step }]);
    }
  }
  const known: Known = { nodes, told, publishers, fields: new Map() };
  knownByDocument.set(document, known);
  return known;
}

/** The way that led to a topic. */
interface Way {
  readonly topics: ReadonlySet<string>;
  readonly told: ToldFields | undefined;
  /** Set when a loop was cut short: then what was found holds for this way alone. */
  isCut: boolean;
}

const noWay = (told?: ToldFields): Way => ({ topics: new Set(), told, isCut: false });

/**
 * What is known about the payload of a topic's events: from its producers, from steps that publish to
 * it, and from its samples (which give the values shown beside the fields).
 */
export function topicFields(
  document: FlowDocument,
  nodes: NodeLookup,
  topic: string,
  told?: ToldFields,
): readonly FieldInfo[] {
  return fieldsOnWay(document, nodes, topic, noWay(told));
}

function fieldsOnWay(
  document: FlowDocument,
  nodes: NodeLookup,
  topic: string,
  way: Way,
): readonly FieldInfo[] {
  const told = way.told?.get(topic);
  if (told !== undefined) return told;
  if (way.topics.has(topic)) {
    way.isCut = true;
    return [];
  }
  const known = knownOf(document, nodes, way.told);
  const before = known.fields.get(topic);
  if (before) return before;
  const longer: Way = { topics: new Set(way.topics).add(topic), told: way.told, isCut: false };
  const fromProducers = document.producers
    .filter((producer) => producer.topic === topic)
    .map((producer) => nodes.producer(producer.type)?.fields(producer.config) ?? []);
  const fromSteps = (known.publishers.get(topic) ?? []).map(({ consumer, step }) => {
    const here = dataFieldsAt(document, nodes, consumer, step.id, longer);
    return outletOf(nodes.step(step.type), step.config)?.fields?.(step.config, here) ?? here;
  });
  const fromSamples = document.samples
    .filter((sample) => sample.topic === topic)
    .map((sample) => inferFields(sample.data));
  const fields = merge([...fromProducers, ...fromSteps, ...fromSamples]);
  if (way.topics.size === 0 || !longer.isCut) known.fields.set(topic, fields);
  else way.isCut = true;
  return fields;
}

/** Steps that certainly ran before this one: those above it in its list and in the lists around. */
function stepsBefore(document: FlowDocument, consumer: Consumer, stepId: string | undefined): Step[] {
  if (stepId === undefined) return [...consumer.steps];
  const found = findStep(document, stepId);
  if (!found) return [];
  const lists = [consumer.steps, ...found.around.map(({ branch }) => branch.steps)];
  const stops = [...found.around.map(({ owner }) => owner.id), stepId];
  return lists.flatMap((list, depth) => {
    const end = list.findIndex((step) => step.id === stops[depth]);
    return list.slice(0, end === -1 ? list.length : end);
  });
}

function dataFieldsAt(
  document: FlowDocument,
  nodes: NodeLookup,
  consumer: Consumer,
  stepId: string | undefined,
  way: Way,
): FieldInfo[] {
  const incoming = merge(consumer.when.map((topic) => fieldsOnWay(document, nodes, topic, way)));
  return stepsBefore(document, consumer, stepId)
    .filter((step) => !step.disabled)
    .reduce<FieldInfo[]>((fields, step) => {
      const after = nodes.step(step.type)?.dataAfter?.(step.config, fields);
      return after ? [...after] : fields;
    }, incoming);
}

/**
 * The payload's fields as the steps above leave them; without a step: at the end of the consumer. What no step changed
 * is the same object that was told.
 */
export function payloadFieldsAt(
  document: FlowDocument,
  nodes: NodeLookup,
  consumer: Consumer,
  stepId: string | undefined,
  told: ToldFields,
): readonly FieldInfo[] {
  return dataFieldsAt(document, nodes, consumer, stepId, noWay(told));
}

/**
 * Every field that a step can use: the payload as the steps above leave it, their results, and the
 * event's envelope. Without a step: what a step at the end of the consumer could use.
 * @param told what counts instead of what is found out about some topics
 */
export function fieldsAt(
  document: FlowDocument,
  nodes: NodeLookup,
  consumerId: string,
  stepId?: string,
  told?: ToldFields,
): KnownField[] {
  const consumer = document.consumers.find(({ id }) => id === consumerId);
  if (!consumer) return [...envelopeFields];
  const perTopic = consumer.when.map((topic) => ({
    topic,
    paths: new Set(topicFields(document, nodes, topic, told).map(({ path }) => path)),
  }));
  const data = dataFieldsAt(document, nodes, consumer, stepId, noWay(told)).map((field): KnownField => {
    const owners = perTopic.filter(({ paths }) => paths.has(field.path)).map(({ topic }) => topic);
    const isPartial = owners.length > 0 && owners.length < perTopic.length;
    return { ...field, origin: "data", ...(isPartial && { onlyIn: owners }) };
  });
  const results = stepsBefore(document, consumer, stepId).flatMap((step) => {
    const definition = nodes.step(step.type);
    const stepName = step.name ?? definition?.title ?? step.type;
    const results = definition?.resultFields ?? [];
    return (typeof results === "function" ? results(step.config) : results).map(
      (field): KnownField => ({
        ...field,
        path: field.name === "" ? `steps.${step.id}` : `steps.${step.id}.${field.name}`,
        origin: "result",
        stepName,
      }),
    );
  });
  return [...data, ...results, ...envelopeFields];
}

/** Whether a step gets the payload as the event brought it: no step above it changes it. */
export function seesWholeEvent(
  document: FlowDocument,
  nodes: NodeLookup,
  consumerId: string,
  stepId: string,
): boolean {
  const consumer = document.consumers.find(({ id }) => id === consumerId);
  if (!consumer) return false;
  return stepsBefore(document, consumer, stepId).every(
    (step) => step.disabled || nodes.step(step.type)?.dataAfter === undefined,
  );
}

/** The payload to show values from: the topic's first sample, else one made of the fields' examples. */
export function samplePayload(document: FlowDocument, nodes: NodeLookup, topic: string): unknown {
  const sample = document.samples.find((other) => other.topic === topic);
  if (sample) return sample.data;
  const payload: Record<string, unknown> = {};
  for (const field of topicFields(document, nodes, topic)) {
    const name = /^data\.([A-Za-z_][A-Za-z0-9_]*)$/.exec(field.path)?.[1];
    if (name !== undefined && field.sample !== undefined) payload[name] = field.sample;
  }
  return payload;
}
