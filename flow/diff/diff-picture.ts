import type { FlowDocument } from "../document/flow-document";
import { type FlowPicture, flowPicture } from "../graph/flow-picture";
import { findBranch, findStep } from "../graph/step-tree";
import { cardKey, wiresOf } from "../graph/wires";
import type { NodeLookup } from "../node/node-lookup";
import type { Change, ChangeKind } from "./change";
import { diffFlows } from "./diff-flows";

/** Two states of a flow in one drawing: what is gone stands where it stood. */
export interface DiffPicture extends FlowPicture {
  /** By card key; what stayed as it was is left out. */
  readonly cardMarks: ReadonlyMap<string, ChangeKind>;
  /** By wire id. */
  readonly wireMarks: ReadonlyMap<string, "added" | "removed">;
}

/** Between columns: the three of a small flow are seen side by side in a narrow sheet. */
const narrowGap = 48;

/** Of two changes of one card the one that says more. */
const weight: Readonly<Record<ChangeKind, number>> = { added: 3, removed: 3, changed: 2, moved: 1 };

/**
 * Draws what differs between two documents.
 * @param before absent: everything is new
 */
export function diffPicture(
  before: FlowDocument | undefined,
  after: FlowDocument,
  nodes: NodeLookup,
): DiffPicture {
  const merged = before === undefined ? after : withGone(before, after);
  const cardMarks = new Map<string, ChangeKind>();
  for (const change of diffFlows(before, after, nodes)) {
    const place = cardOf(change, [merged, ...(before === undefined ? [] : [before])]);
    if (place === undefined) continue;
    const { key, isWhole } = place;
    const kind = isWhole ? change.kind : "changed";
    if (weight[kind] > weight[cardMarks.get(key) ?? "moved"] || !cardMarks.has(key)) cardMarks.set(key, kind);
  }
  const old = new Set(before === undefined ? [] : wiresOf(before, nodes).map(({ id }) => id));
  const now = new Set(wiresOf(after, nodes).map(({ id }) => id));
  const picture = flowPicture(merged, nodes, narrowGap);
  const wireMarks = new Map<string, "added" | "removed">();
  for (const { id } of picture.wires) {
    if (!now.has(id)) wireMarks.set(id, "removed");
    else if (!old.has(id)) wireMarks.set(id, "added");
  }
  return { ...picture, cardMarks, wireMarks };
}

/** The later state with the cards that it lost. */
function withGone(before: FlowDocument, after: FlowDocument): FlowDocument {
  const has = <Item>(list: readonly Item[], same: (item: Item) => boolean) => list.some(same);
  return {
    ...after,
    producers: [
      ...after.producers,
      ...before.producers.filter(({ id }) => !has(after.producers, (one) => one.id === id)),
    ],
    topics: [
      ...after.topics,
      ...before.topics.filter(({ name }) => !has(after.topics, (one) => one.name === name)),
    ],
    consumers: [
      ...after.consumers,
      ...before.consumers.filter(({ id }) => !has(after.consumers, (one) => one.id === id)),
    ],
  };
}

/** The card that a change is about, and whether it is about all of it. */
function cardOf(
  { at }: Change,
  documents: readonly FlowDocument[],
): { readonly key: string; readonly isWhole: boolean } | undefined {
  const { kind, id } = at;
  if (id === undefined || kind === "flow") return undefined;
  if (kind === "producer" || kind === "topic" || kind === "consumer") {
    return { key: cardKey(kind, id), isWhole: true };
  }
  // What was removed is found in the earlier state only.
  for (const document of documents) {
    const found = kind === "step" ? findStep(document, id) : findBranch(document, id);
    if (found) return { key: cardKey("consumer", found.consumer.id), isWhole: false };
  }
  return undefined;
}
