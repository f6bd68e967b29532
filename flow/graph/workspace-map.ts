import { type FlowDocument, stepsOf } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { type CardKind, cardKey, endsOf, wiresOf } from "./wires";

/** One flow on the map. */
export interface MappedFlow {
  readonly slug: string;
  readonly document: FlowDocument;
  /** What a topic of the document is called today; a live revision names it as it was called then. */
  readonly topicToday: (name: string) => string;
}

/** A card of the map. */
export interface MapCard {
  /** `topic:order.placed`, or with its flow, as ids are unique within a flow only: `consumer:web-shop/mail`. */
  readonly key: string;
  readonly kind: CardKind;
  readonly name: string;
  /** Slugs of the flows that it is drawn in, by their order; more than one for shared topics alone. */
  readonly flows: readonly string[];
  /** Its key within those flows. */
  readonly cardKey: string;
  /** Name of its icon; producers have one each. */
  readonly icon: string | undefined;
  /** Steps of a consumer, with those in branches. */
  readonly steps: number;
}

/** A line between two cards of the map; several wires between the same two are one. */
export interface MapWire {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export interface WorkspaceMap {
  readonly cards: readonly MapCard[];
  readonly wires: readonly MapWire[];
}

/** Joins flows at their topics: each topic once, everything else once per flow. */
export function workspaceMap(flows: readonly MappedFlow[], nodes: NodeLookup): WorkspaceMap {
  const cards = new Map<string, MapCard>();
  const wires = new Map<string, MapWire>();
  for (const { slug, document, topicToday } of flows) {
    const keyOf = (key: string) => mapKey(slug, key, topicToday);
    const add = (kind: CardKind, id: string, name: string, more: { icon?: string; steps?: number } = {}) => {
      const own = cardKey(kind, id);
      const key = keyOf(own);
      const drawn = cards.get(key);
      cards.set(key, {
        key,
        kind,
        name,
        flows: [...(drawn?.flows ?? []), slug],
        cardKey: drawn?.cardKey ?? (kind === "topic" ? key : own),
        icon: more.icon,
        steps: more.steps ?? 0,
      });
    };
    for (const { id, name, type } of document.producers) {
      const icon = nodes.producer(type)?.icon;
      add("producer", id, name, icon === undefined ? {} : { icon });
    }
    for (const { name } of document.topics) add("topic", name, topicToday(name));
    for (const { id, name, steps } of document.consumers) {
      add("consumer", id, name, { steps: [...stepsOf(steps)].length });
    }
    for (const wire of wiresOf(document, nodes)) {
      const ends = endsOf(wire);
      const [from, to] = [keyOf(ends.from), keyOf(ends.to)];
      const id = `${from}>${to}`;
      wires.set(id, { id, from, to });
    }
  }
  return {
    cards: [...cards.values()],
    wires: [...wires.values()].filter(({ from, to }) => cards.has(from) && cards.has(to)),
  };
}

/** The key on the map of a card that has this key in its flow. */
function mapKey(slug: string, key: string, topicToday: (name: string) => string): string {
  const at = key.indexOf(":");
  const [kind, id] = [key.slice(0, at), key.slice(at + 1)];
  return kind === "topic" ? `topic:${topicToday(id)}` : `${kind}:${slug}/${id}`;
}
