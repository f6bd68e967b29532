import type { Branch, Consumer, FlowDocument, Producer, Step } from "../document/flow-document";
import { cardHeight, cardWidth, consumerHeight, gridStep } from "../graph/card-size";
import { cardRects, freePlace, type Point, type Rect } from "../graph/placement";
import type { StepPlace } from "../graph/step-tree";
import { cardKey } from "../graph/wires";
import { configFields } from "../node/field-hints";
import type { NodeLookup } from "../node/node-lookup";
import { noteKey, noteSize } from "./annotations";
import { type Clip, stepsOfClip } from "./clip";
import { addConsumer } from "./consumer-commands";
import { freeTitle } from "./new-cards";
import type { IdSource } from "./new-ids";
import { addProducer } from "./producer-commands";
import { insertStep } from "./step-commands";
import { withTopic } from "./topic-commands";

export interface Pasted {
  readonly document: FlowDocument;
  /** Keys of the cards that came. */
  readonly keys: readonly string[];
  /** Ids of the steps that came alone. */
  readonly steps: readonly string[];
}

/** What a clip names and this place does not have, in words: "the step type `fax`", "the credential of *Send*". */
export function missingOf(clip: Clip, nodes: NodeLookup, workspace: string): string[] {
  const missing = new Set<string>();
  for (const { type } of clip.producers) {
    if (!nodes.producer(type)) missing.add(`the producer type \`${type}\``);
  }
  for (const step of stepsOfClip(clip)) {
    const definition = nodes.step(step.type);
    if (!definition) missing.add(`the step type \`${step.type}\``);
    else if (clip.workspace !== workspace && credentialsIn(step, nodes).length > 0) {
      missing.add(`the credential of *${step.name ?? definition.title}*`);
    }
  }
  return [...missing];
}

function credentialsIn(step: Step, nodes: NodeLookup): string[] {
  const definition = nodes.step(step.type);
  if (!definition) return [];
  return configFields(definition.config)
    .filter(({ name, hints }) => hints.control === "credential" && step.config[name] !== undefined)
    .map(({ name }) => name);
}

/** Takes out what only the other workspace could resolve. */
function withoutCredentials(step: Step, nodes: NodeLookup): Step {
  const names = new Set(credentialsIn(step, nodes));
  return {
    ...step,
    config: Object.fromEntries(Object.entries(step.config).filter(([name]) => !names.has(name))),
    ...(step.branches && {
      branches: step.branches.map((branch) => ({
        ...branch,
        steps: branch.steps.map((inner) => withoutCredentials(inner, nodes)),
      })),
    }),
  };
}

/** New ids for steps and branches, and for everything inside them that names the result of one of these steps. */
function renumbered(steps: readonly Step[], ids: IdSource): Step[] {
  const newIds = new Map<string, string>();
  const collect = (list: readonly Step[]) => {
    for (const step of list) {
      newIds.set(step.id, ids(step.type));
      for (const branch of step.branches ?? []) collect(branch.steps);
    }
  };
  collect(steps);
  const rename = <Value>(value: Value): Value => renameResults(value, newIds);
  const renumber = (step: Step): Step => ({
    ...step,
    id: newIds.get(step.id) ?? step.id,
    config: rename(step.config),
    ...(step.branches && { branches: step.branches.map(renumberBranch) }),
  });
  const renumberBranch = (branch: Branch): Branch => ({
    ...branch,
    id: ids("branch"),
    ...(branch.condition && { condition: rename(branch.condition) }),
    steps: branch.steps.map(renumber),
  });
  return steps.map(renumber);
}

/** In the text of JSON: `steps.lookup1` and `steps[\\"look-up\\"]`. */
const resultOf = /\bsteps(?:\.([a-z0-9]+)\b|\[\\"([^"\\]+)\\"\])/g;

/** `steps.lookup1.body` follows its step to the new id. */
function renameResults<Value>(value: Value, newIds: ReadonlyMap<string, string>): Value {
  return JSON.parse(
    JSON.stringify(value).replace(
      resultOf,
      (whole, plain: string | undefined, quoted: string | undefined) => {
        const next = newIds.get(plain ?? quoted ?? "");
        return next === undefined ? whole : `steps.${next}`;
      },
    ),
  );
}

function sizeOf(card: Producer | Consumer | { readonly name: string }): { width: number; height: number } {
  if ("steps" in card) return { width: cardWidth.consumer, height: consumerHeight(card) };
  const kind = "type" in card ? "producer" : "topic";
  return { width: cardWidth[kind], height: cardHeight[kind] };
}

/** The box around all cards of a clip that have a place. */
function boundsOf(clip: Clip): Rect | undefined {
  const cards = [...clip.producers, ...clip.topics, ...clip.consumers].flatMap((card) =>
    card.position ? [{ ...card.position, ...sizeOf(card) }] : [],
  );
  const rects = [...cards, ...(clip.notes ?? []).map(({ position }) => ({ ...position, ...noteSize }))];
  if (rects.length === 0) return undefined;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  return {
    x,
    y,
    width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y,
  };
}

/** How far all cards move together, so that none of them lies on another. */
function offsetFor(document: FlowDocument, clip: Clip, at: Point | undefined): Point {
  const bounds = boundsOf(clip);
  if (!bounds) return { x: 0, y: 0 };
  const place = freePlace(cardRects(document).values(), { ...bounds, ...at });
  const snap = (value: number) => Math.round(value / gridStep) * gridStep;
  return { x: snap(place.x - bounds.x), y: snap(place.y - bounds.y) };
}

/**
 * Puts the cards of a clip into a document under ids of their own. Topics are known by their names: one that is there
 * stays where it is, so that what came is wired to it; one that is named and not there comes along.
 */
export function pasteCards(
  document: FlowDocument,
  clip: Clip,
  context: {
    readonly nodes: NodeLookup;
    readonly ids: IdSource;
    readonly workspace: string;
    /** Where the upper left corner goes; absent: where it was, or below what is there. */
    readonly at?: Point | undefined;
  },
): Pasted {
  const { nodes, ids, workspace, at } = context;
  const known = new Set(document.topics.map(({ name }) => name));
  const fresh = { ...clip, topics: clip.topics.filter(({ name }) => !known.has(name)) };
  const offset = offsetFor(document, fresh, at);
  const moved = <Card extends { position?: Point | undefined }>(card: Card): Card =>
    card.position
      ? { ...card, position: { x: card.position.x + offset.x, y: card.position.y + offset.y } }
      : card;
  const keys: string[] = [];
  let current = document;
  for (const topic of fresh.topics) {
    current = { ...current, topics: [...current.topics, moved(topic)] };
    keys.push(cardKey("topic", topic.name));
  }
  for (const producer of fresh.producers) {
    const id = ids(producer.type);
    const name = freeTitle(producer.name, current.producers);
    current = addProducer(current, moved({ ...producer, id, name }));
    keys.push(cardKey("producer", id));
  }
  for (const consumer of fresh.consumers) {
    const id = ids(consumer.name);
    const name = freeTitle(consumer.name, current.consumers);
    const own =
      clip.workspace === workspace
        ? consumer.steps
        : consumer.steps.map((step) => withoutCredentials(step, nodes));
    current = addConsumer(current, moved({ ...consumer, id, name, steps: renumbered(own, ids) }));
    keys.push(cardKey("consumer", id));
  }
  for (const note of fresh.notes ?? []) {
    const id = ids("note");
    current = { ...current, notes: [...(current.notes ?? []), moved({ ...note, id })] };
    keys.push(noteKey(id));
  }
  return { document: withPublishedTopics(current, clip, nodes), keys, steps: [] };
}

/** Topics that pasted steps publish to have cards too. */
function withPublishedTopics(document: FlowDocument, clip: Clip, nodes: NodeLookup): FlowDocument {
  return [...stepsOfClip(clip)].reduce((current, step) => {
    const topic = nodes.step(step.type)?.publishes?.topicOf(step.config);
    return topic ? withTopic(current, topic) : current;
  }, document);
}

/** Puts the steps of a clip to a place, in their order, under ids of their own. */
export function pasteSteps(
  document: FlowDocument,
  clip: Clip,
  context: {
    readonly nodes: NodeLookup;
    readonly ids: IdSource;
    readonly workspace: string;
    readonly place: StepPlace;
  },
): Pasted {
  const { nodes, ids, workspace, place } = context;
  const own =
    clip.workspace === workspace ? clip.steps : clip.steps.map((step) => withoutCredentials(step, nodes));
  const added = renumbered(own, ids);
  const changed = added.reduce(
    (current, step, index) => insertStep(current, { ...place, index: place.index + index }, step),
    document,
  );
  return { document: withPublishedTopics(changed, clip, nodes), keys: [], steps: added.map(({ id }) => id) };
}
