import { isSame } from "../diff/is-same";
import type { FlowDocument, Step } from "../document/flow-document";

/** `next` with every card and step that is the same in `before` as the object that it was there. */
export function reuse(before: FlowDocument, next: FlowDocument): FlowDocument {
  const consumers = next.consumers.map((consumer) => {
    const old = before.consumers.find(({ id }) => id === consumer.id);
    if (!old || isSame(old, consumer)) return old ?? consumer;
    const steps = old.steps;
    return { ...consumer, steps: reuseList(steps, consumer.steps, ({ id }: Step) => id) };
  });
  const reused: FlowDocument = {
    ...next,
    producers: reuseList(before.producers, next.producers, ({ id }) => id),
    topics: reuseList(before.topics, next.topics, ({ name }) => name),
    consumers: consumers.every((consumer, at) => consumer === before.consumers[at])
      ? sameLength(before.consumers, consumers)
      : consumers,
    samples: reuseList(before.samples, next.samples, ({ id }) => id),
  };
  return isSame(before, reused) ? before : reused;
}

function reuseList<Item>(before: Item[], next: Item[], idOf: (item: Item) => string): Item[] {
  const known = new Map(before.map((item) => [idOf(item), item]));
  const list = next.map((item) => {
    const old = known.get(idOf(item));
    return old !== undefined && isSame(old, item) ? old : item;
  });
  return list.every((item, at) => item === before[at]) ? sameLength(before, list) : list;
}

function sameLength<Item>(before: Item[], next: Item[]): Item[] {
  return before.length === next.length ? before : next;
}
