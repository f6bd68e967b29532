import fc from "fast-check";
import type { FlowDocument } from "../document/flow-document";
import { stepsOf } from "../document/flow-document";
import { alignedPlaces } from "../edit/align-cards";
import { addBranch, moveBranch, removeBranch, setBranch } from "../edit/branch-commands";
import { copyCards, copyStep } from "../edit/clip";
import { setConsumer, subscribe, unsubscribe } from "../edit/consumer-commands";
import { addNewConsumer, addNewProducer, addNewTopic, answerProducer, newStep } from "../edit/new-cards";
import type { IdSource } from "../edit/new-ids";
import { pasteCards, pasteSteps } from "../edit/paste";
import { setPositions } from "../edit/positions";
import { removeCards, removeWire } from "../edit/remove-cards";
import { splitConsumer } from "../edit/split-consumer";
import {
  duplicateStep,
  insertStep,
  moveStep,
  nudgeStep,
  removeStep,
  renameStep,
  setStepDisabled,
} from "../edit/step-commands";
import { renameTopic } from "../edit/topic-commands";
import { cardKey, wiresOf } from "../graph/wires";
import type { NodeLookup } from "../node/node-lookup";

/** An edit as the editor runs it; what it points at is chosen from what is there when it runs. */
export type Edit = (document: FlowDocument, ids: IdSource) => FlowDocument;

/** Keys of all cards of a document. */
export function allKeys({ producers, topics, consumers }: FlowDocument): string[] {
  return [
    ...producers.map(({ id }) => cardKey("producer", id)),
    ...topics.map(({ name }) => cardKey("topic", name)),
    ...consumers.map(({ id }) => cardKey("consumer", id)),
  ];
}

/** Any edit of the editor, for tests: with every number it points at something else. */
export function anyEdit(nodes: NodeLookup): fc.Arbitrary<Edit> {
  const pick = <Item>(list: readonly Item[], at: number): Item | undefined =>
    list[at % Math.max(1, list.length)];
  const allSteps = ({ consumers }: FlowDocument) => consumers.flatMap(({ steps }) => [...stepsOf(steps)]);
  const placeIn = (document: FlowDocument, a: number, b: number) => {
    const consumer = pick(document.consumers, a);
    if (!consumer) return undefined;
    const branches = [...stepsOf(consumer.steps)].flatMap((step) => step.branches ?? []);
    const branch = b % 3 === 0 ? pick(branches, b) : undefined;
    const length = (branch ?? consumer).steps.length;
    return { consumerId: consumer.id, branchId: branch?.id, index: b % (length + 1) };
  };
  const publish = nodes.steps.find(({ publishes }) => publishes);
  const number = fc.nat(1000);
  const edits: readonly ((
    document: FlowDocument,
    ids: IdSource,
    a: number,
    b: number,
    name: string,
  ) => FlowDocument)[] = [
    (document, ids, a) => {
      const definition = pick(nodes.producers, a);
      return definition ? addNewProducer(document, definition, ids).document : document;
    },
    (document, _ids, a, _b, name) => {
      const producer = pick(document.producers, a);
      return producer ? answerProducer(document, producer.id, name) : document;
    },
    (document, _ids, _a, _b, name) => addNewTopic(document, name),
    (document, ids, a, _b, name) => {
      const topic = pick(document.topics, a);
      const when = topic ? [topic.name] : [];
      return addNewConsumer(document, { name, when, steps: [] }, ids).document;
    },
    (document, ids, a, b) => {
      const place = placeIn(document, a, b);
      const definition = pick(nodes.steps, a + b);
      return place && definition ? insertStep(document, place, newStep(definition, [], ids)) : document;
    },
    (document, _ids, a, b) => {
      const place = placeIn(document, a, b);
      const step = pick(allSteps(document), a + b);
      return place && step ? moveStep(document, step.id, place) : document;
    },
    (document, _ids, a, b) => {
      const step = pick(allSteps(document), a);
      return step ? nudgeStep(document, step.id, b % 2 === 0 ? "up" : "down") : document;
    },
    (document, ids, a) => {
      const step = pick(allSteps(document), a);
      return step ? duplicateStep(document, step.id, ids) : document;
    },
    (document, _ids, a) => {
      const step = pick(allSteps(document), a);
      return step ? removeStep(document, step.id) : document;
    },
    (document, _ids, a, b, name) => {
      const step = pick(allSteps(document), a);
      return step ? setStepDisabled(renameStep(document, step.id, name), step.id, b % 2 === 0) : document;
    },
    (document, ids, a) => {
      const step = pick(
        allSteps(document).filter(({ branches }) => branches),
        a,
      );
      return step ? addBranch(document, step.id, ids("branch")) : document;
    },
    (document, _ids, a, b, name) => {
      const branch = pick(
        allSteps(document).flatMap(({ branches }) => branches ?? []),
        a,
      );
      if (!branch) return document;
      if (b % 3 === 0) return removeBranch(document, branch.id);
      return b % 3 === 1 ? moveBranch(document, branch.id, "up") : setBranch(document, branch.id, { name });
    },
    (document, _ids, a, b) => {
      const consumer = pick(document.consumers, a);
      const topic = pick(document.topics, b);
      if (!consumer || !topic) return document;
      return consumer.when.includes(topic.name)
        ? unsubscribe(document, consumer.id, topic.name)
        : subscribe(document, consumer.id, topic.name);
    },
    (document, _ids, a) => {
      const consumer = pick(document.consumers, a);
      return consumer
        ? setConsumer(document, consumer.id, { collapsed: consumer.collapsed ? undefined : true })
        : document;
    },
    (document, _ids, a) => {
      const wire = pick(wiresOf(document, nodes), a);
      return wire ? removeWire(document, wire.id, nodes) : document;
    },
    (document, _ids, a, b) => {
      const keys = allKeys(document).filter((_, index) => index % 5 === (a + b) % 5);
      return removeCards(document, keys, nodes).document;
    },
    (document, _ids, a, b) => {
      const [from, to] = [pick(document.topics, a), pick(document.topics, b)];
      return from && to
        ? renameTopic(document, from.name, b % 2 === 0 ? `${to.name}-x`.slice(0, 40) : to.name, nodes)
        : document;
    },
    (document, _ids, a, b) =>
      setPositions(
        document,
        new Map(
          allKeys(document)
            .slice(a % 4)
            .map((key) => [key, { x: a, y: b }]),
        ),
      ),
    (document, _ids, a) => {
      const ways = ["line", "left", "right", "top", "bottom", "space-across", "space-down"] as const;
      return setPositions(document, alignedPlaces(document, allKeys(document), pick(ways, a) ?? "line"));
    },
    (document, ids, a, b) => {
      const keys = allKeys(document).filter((_, index) => index % 3 === (a + b) % 3);
      return pasteCards(document, copyCards(document, keys), { nodes, ids, workspace: "" }).document;
    },
    (document, ids, a, b) => {
      const step = pick(allSteps(document), a);
      const place = placeIn(document, a, b);
      return step && place
        ? pasteSteps(document, copyStep(document, step.id), { nodes, ids, workspace: "", place }).document
        : document;
    },
    (document, ids, a, _b, name) => {
      const step = pick(allSteps(document), a);
      if (!step || !publish?.publishes) return document;
      const { publishes } = publish;
      const sending = (topic: string) => ({
        ...newStep(publish, [], ids),
        config: {
          ...Object.fromEntries(
            Object.entries(publishes.withTopic({}, topic)).map(([key, value]) => [key, String(value)]),
          ),
        },
      });
      return splitConsumer(document, step.id, name, sending, ids)?.document ?? document;
    },
  ];
  const names = fc.constantFrom("order.placed", "user.signed-up", "paid", "sent", "a.long-name.of-a-topic");
  return fc.record({ edit: fc.constantFrom(...edits), a: number, b: number, name: names }).map(
    ({ edit, a, b, name }) =>
      (document: FlowDocument, ids: IdSource) =>
        edit(document, ids, a, b, name),
  );
}
