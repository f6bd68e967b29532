import type { Consumer, FlowDocument, Producer } from "../document/flow-document";
import { rateWords } from "../graph/failure-words";
import type { NodeLookup } from "../node/node-lookup";
import type { Change } from "./change";
import { changedFields } from "./changed-fields";
import { diffSteps } from "./diff-steps";
import { isSame } from "./is-same";
import { list } from "./list";
import { type Pair, pairsOf } from "./pairs";

/**
 * What differs between two documents, producers first, then topics, consumers and samples; a change in a consumer's
 * inside is reported per step. Things are the same when their id (of topics: the name) is.
 * @param before absent for a flow that was never deployed: everything is added
 */
export function diffFlows(
  before: FlowDocument | undefined,
  after: FlowDocument,
  nodes: NodeLookup,
): Change[] {
  return [
    ...diffHead(before, after),
    ...pairsOf(before?.producers ?? [], after.producers, ({ id }) => id).flatMap((pair) =>
      diffProducer(pair, nodes),
    ),
    ...pairsOf(before?.topics ?? [], after.topics, ({ name }) => name).flatMap(diffTopic),
    ...pairsOf(before?.consumers ?? [], after.consumers, ({ id }) => id).flatMap((pair) =>
      diffConsumer(pair, nodes),
    ),
    ...diffSamples(before, after),
    ...diffWords(before, after),
  ];
}

/** The changes that a deployment would bring into effect. */
export function countedChanges(changes: readonly Change[]): Change[] {
  return changes.filter(({ kind }) => kind !== "moved");
}

function diffHead(before: FlowDocument | undefined, after: FlowDocument): Change[] {
  if (before === undefined) return [];
  const at = { kind: "flow" } as const;
  const changes: Change[] = [];
  if (before.name !== after.name) {
    changes.push({ kind: "changed", at, message: `The flow is now called *${after.name}*.` });
  }
  if ((before.description ?? "") !== (after.description ?? "")) {
    changes.push({ kind: "changed", at, message: "The flow's description changed." });
  }
  return changes;
}

function diffProducer(pair: Pair<Producer>, nodes: NodeLookup): Change[] {
  const { id, before, after } = pair;
  const at = { kind: "producer", id } as const;
  if (after === undefined) return [{ kind: "removed", at, message: `*${before.name}* is removed.` }];
  const target = after.topic === undefined ? "no topic" : `\`${after.topic}\``;
  if (before === undefined) {
    return [{ kind: "added", at, message: `*${after.name}* is new and publishes to ${target}.` }];
  }
  const what: string[] = [];
  if (before.name !== after.name) what.push(`its name (it was *${before.name}*)`);
  if (before.type !== after.type) what.push("its kind");
  what.push(...changedFields(before.config, after.config, nodes.producer(after.type)?.config));
  const changes: Change[] = [];
  if (before.topic !== after.topic) {
    changes.push({ kind: "changed", at, message: `*${after.name}* now publishes to ${target}.` });
  }
  if (what.length > 0)
    changes.push({ kind: "changed", at, message: `*${after.name}* changed: ${list(what)}.` });
  if (changes.length === 0 && !isSame(before.position, after.position)) {
    changes.push({ kind: "moved", at, message: `*${after.name}* moved on the canvas.` });
  }
  return changes;
}

function diffTopic({ id, before, after }: Pair<FlowDocument["topics"][number]>): Change[] {
  const at = { kind: "topic", id } as const;
  if (after === undefined) {
    return [{ kind: "removed", at, message: `\`${id}\` is removed from this flow. Its events are kept.` }];
  }
  if (before === undefined) return [{ kind: "added", at, message: `\`${id}\` is new here.` }];
  if ((before.description ?? "") !== (after.description ?? "")) {
    return [{ kind: "changed", at, message: `The description of \`${id}\` changed.` }];
  }
  if (isSame(before.position, after.position)) return [];
  return [{ kind: "moved", at, message: `\`${id}\` moved on the canvas.` }];
}

function diffConsumer({ id, before, after }: Pair<Consumer>, nodes: NodeLookup): Change[] {
  const at = { kind: "consumer", id } as const;
  if (after === undefined) return [{ kind: "removed", at, message: `*${before.name}* is removed.` }];
  const when =
    after.when.length === 0
      ? "nothing yet"
      : list(
          after.when.map((name) => `\`${name}\``),
          "or",
        );
  if (before === undefined) {
    return [{ kind: "added", at, message: `*${after.name}* is new and reacts to ${when}.` }];
  }
  const changes: Change[] = [];
  const add = (message: string) => changes.push({ kind: "changed", at, message });
  if (before.name !== after.name) add(`*${before.name}* is now called *${after.name}*.`);
  if (!isSame([...before.when].sort(), [...after.when].sort())) add(`*${after.name}* now reacts to ${when}.`);
  if (!isSame(before.order, after.order)) add(`*${after.name}* keeps another order of events.`);
  if (!isSame(before.failure, after.failure)) {
    add(`*${after.name}* handles failures differently: ${after.failure.attempts} attempts.`);
  }
  if (!isSame(before.rate, after.rate)) {
    const limit = after.rate === undefined ? "no limit any more" : `a limit of ${rateWords(after.rate)}`;
    add(`*${after.name}* has ${limit}.`);
  }
  changes.push(...diffSteps(before, after, nodes));
  const isPlaced = isSame(before.position, after.position) && !!before.collapsed === !!after.collapsed;
  if (changes.length === 0 && !isPlaced) {
    changes.push({ kind: "moved", at, message: `*${after.name}* moved on the canvas.` });
  }
  return changes;
}

/** Samples only serve the drawing, so they count as little as a place on the canvas. */
function diffSamples(before: FlowDocument | undefined, after: FlowDocument): Change[] {
  if (isSame(before?.samples ?? [], after.samples)) return [];
  return [{ kind: "moved", at: { kind: "flow", field: "samples" }, message: "The samples changed." }];
}

/** Notes and groups are for people alone: what runs does not change with them. */
function diffWords(before: FlowDocument | undefined, after: FlowDocument): Change[] {
  const isSameHere = (["notes", "groups"] as const).every((part) =>
    isSame(before?.[part] ?? [], after[part] ?? []),
  );
  return isSameHere ? [] : [{ kind: "moved", at: { kind: "flow" }, message: "Notes or groups changed." }];
}
