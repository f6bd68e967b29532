import { topicNamesOf } from "../compile/topic-names-of";
import { isSame } from "../diff/is-same";
import { type FlowDocument, flowDocumentSchema } from "../document/flow-document";
import { withTopicCards } from "../document/with-topic-cards";
import type { NodeLookup } from "../node/node-lookup";
import { type MergeConflict, minorFields, type Side } from "./conflict";
import { type Choose, livingParts, type Sides } from "./living-parts";
import { mergeOrder } from "./merge-order";
import { mergedPlaces } from "./merged-places";
import { flowKey, type Part, putTogether, takeApart } from "./parts";
import { reuse } from "./reuse";

/** Three states of one flow, and what was decided about conflicts so far. */
export interface FlowMerge {
  /** What both started from. */
  readonly base: FlowDocument;
  readonly mine: FlowDocument;
  readonly theirs: FlowDocument;
  readonly nodes: NodeLookup;
  /** By the key of a conflict; without a choice it stays as it is on my side. */
  readonly choices?: ReadonlyMap<string, Side>;
}

export interface MergedFlow {
  /** Everything of both; parts that are the same as mine are the very same objects. */
  readonly document: FlowDocument;
  /** Every place where both changed the same; what is in the document there was chosen, or is the default. */
  readonly conflicts: readonly MergeConflict[];
}

/** Lists whose entries are added and removed one by one, and whose order says nothing. */
const setFields: ReadonlySet<string> = new Set(["when", "cards"]);

/**
 * Joins what two people made of the same flow: card by card, step by step, value by value.
 * @returns undefined when that is not possible: ids that are not unique, or more than a document holds
 */
export function mergeFlows(merge: FlowMerge): MergedFlow | undefined {
  const [base, mine, theirs] = [merge.base, merge.mine, merge.theirs].map(takeApart);
  if (!base || !mine || !theirs) return undefined;
  const sides: Sides = { base, mine, theirs };
  const conflicts: MergeConflict[] = [];
  const choose: Choose = (conflict) => {
    conflicts.push({ isMinor: false, ...conflict });
    return merge.choices?.get(conflict.key) ?? "mine";
  };

  const alive = livingParts(sides, choose);
  const places = mergedPlaces(sides, alive, choose);
  const parts = new Map<string, Part>();
  const members = new Map<string, Set<string>>();
  for (const [key, list] of places) {
    const known = mine.parts.get(key) ?? theirs.parts.get(key);
    if (!known) continue;
    parts.set(key, { ...known, list, fields: mergeFields(sides, key, known, choose) });
    members.set(list, (members.get(list) ?? new Set()).add(key));
  }
  const lists = new Map<string, readonly string[]>();
  for (const [list, keys] of members) {
    if (list === "") continue;
    const orders = {
      base: base.lists.get(list) ?? [],
      mine: mine.lists.get(list) ?? [],
      theirs: theirs.lists.get(list) ?? [],
    };
    const conflict = orderConflict(list, parts);
    const wanted = merge.choices?.get(conflict.key) ?? "mine";
    const { order, isConflict } = mergeOrder(keys, orders, wanted);
    if (isConflict) choose(conflict);
    lists.set(list, order);
  }
  const parsed = flowDocumentSchema.safeParse(putTogether({ parts, lists }));
  if (!parsed.success) return undefined;
  return { document: reuse(merge.mine, withNamedTopics(parsed.data, merge)), conflicts };
}

function mergeFields(
  { base, mine, theirs }: Sides,
  key: string,
  known: Part,
  choose: Choose,
): Part["fields"] {
  const [own, other] = [mine.parts.get(key), theirs.parts.get(key)];
  if (!own || !other) return known.fields;
  const before = base.parts.get(key)?.fields ?? new Map<string, unknown>();
  const merged = new Map<string, unknown>();
  for (const name of new Set([...own.fields.keys(), ...other.fields.keys()])) {
    const [b, m, t] = [before.get(name), own.fields.get(name), other.fields.get(name)];
    const value = setFields.has(name) ? mergeSets(b, m, t) : mergeValue(name, b, m, t);
    if (value !== undefined) merged.set(name, value);
  }
  return merged;

  function mergeValue(field: string, b: unknown, m: unknown, t: unknown): unknown {
    if (isSame(m, t) || isSame(b, t)) return m;
    if (isSame(b, m)) return t;
    const { kind, id } = known;
    const isMinor = minorFields.has(field);
    const side = choose({
      key: `${key} ${field}`,
      kind,
      id,
      what: "field",
      field,
      mine: m,
      theirs: t,
      isMinor,
    });
    return side === "mine" ? m : t;
  }
}

/** What both have, and what either added. */
function mergeSets(base: unknown, mine: unknown, theirs: unknown): string[] {
  const [before, own, other] = [base, mine, theirs].map(namesIn);
  const members = new Set(
    [...(own ?? []), ...(other ?? [])].filter((name) => {
      const isInBoth = own?.includes(name) && other?.includes(name);
      return isInBoth || !before?.includes(name);
    }),
  );
  const orders = { base: before ?? [], mine: own ?? [], theirs: other ?? [] };
  return [...mergeOrder(members, orders, "mine").order];
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
}

function orderConflict(list: string, parts: ReadonlyMap<string, Part>): MergeConflict {
  const owner = list.slice(0, list.lastIndexOf("/"));
  const part = parts.get(owner);
  return {
    key: `order ${list}`,
    kind: part?.kind ?? "flow",
    id: part?.id ?? "",
    what: "order",
    // Cards stand where they were put: the order of their list is seen nowhere but in the outline.
    isMinor: owner === flowKey,
  };
}

/** Somebody may name a topic whose card the other one removed: it has a card again, as it was. */
function withNamedTopics(document: FlowDocument, { base, mine, theirs, nodes }: FlowMerge): FlowDocument {
  const present = new Set(document.topics.map(({ name }) => name));
  const missing = topicNamesOf(withTopicCards(document), nodes).filter((name) => !present.has(name));
  if (missing.length === 0) return document;
  const known = [...mine.topics, ...theirs.topics, ...base.topics];
  const cards = missing.map((name) => known.find((card) => card.name === name) ?? { name });
  return { ...document, topics: [...document.topics, ...cards] };
}
