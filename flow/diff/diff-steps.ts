import type { Branch, Consumer, Step } from "../document/flow-document";
import { branchText } from "../graph/branch-text";
import type { NodeLookup } from "../node/node-lookup";
import type { Change } from "./change";
import { changedFields } from "./changed-fields";
import { isSame } from "./is-same";
import { list } from "./list";
import { type Pair, pairsOf } from "./pairs";

/** A step with what it stands in: the consumer or a branch. */
interface PlacedStep {
  readonly step: Step;
  readonly parent: string;
}

/** What differs between the steps of two states of one consumer, wherever in its branches they stand. */
export function diffSteps(before: Consumer, after: Consumer, nodes: NodeLookup): Change[] {
  const old = [...placed(before.steps, "")];
  const now = [...placed(after.steps, "")];
  const changes = pairsOf(old, now, ({ step }) => step.id).flatMap((pair) => diffStep(pair, after, nodes));
  // Only steps that were there before, in one place, can have changed their order.
  const kept = new Set(old.map(({ step }) => step.id).filter((id) => now.some(({ step }) => step.id === id)));
  const orderOf = (steps: readonly PlacedStep[]) =>
    steps.filter(({ step }) => kept.has(step.id)).map(({ step }) => step.id);
  if (!isSame(orderOf(old), orderOf(now))) {
    const at = { kind: "consumer", id: after.id } as const;
    changes.push({ kind: "changed", at, message: `The steps of *${after.name}* are in another order.` });
  }
  return changes;
}

function* placed(steps: readonly Step[], parent: string): Generator<PlacedStep> {
  for (const step of steps) {
    yield { step, parent };
    for (const branch of step.branches ?? []) yield* placed(branch.steps, branch.id);
  }
}

function diffStep({ id, before, after }: Pair<PlacedStep>, consumer: Consumer, nodes: NodeLookup): Change[] {
  const at = { kind: "step", id } as const;
  const where = `in *${consumer.name}*`;
  if (after === undefined) {
    return [{ kind: "removed", at, message: `*${titleOf(before.step, nodes)}* ${where} is removed.` }];
  }
  const title = titleOf(after.step, nodes);
  if (before === undefined) return [{ kind: "added", at, message: `*${title}* ${where} is new.` }];
  const changes: Change[] = [];
  const add = (message: string) => changes.push({ kind: "changed", at, message });
  if (!!before.step.disabled !== !!after.step.disabled) {
    add(`*${title}* ${where} is switched ${after.step.disabled ? "off" : "on"}.`);
  }
  if (before.parent !== after.parent) add(`*${title}* ${where} stands in another branch.`);
  const what = changedFields(before.step.config, after.step.config, nodes.step(after.step.type)?.config);
  if ((before.step.name ?? "") !== (after.step.name ?? "")) what.unshift("its name");
  if (before.step.type !== after.step.type) what.unshift("its kind");
  what.push(...branchChanges(before.step.branches ?? [], after.step.branches ?? []));
  if (what.length > 0) add(`*${title}* ${where} changed: ${list(what)}.`);
  return changes;
}

/** What differs between the heads of branches; their steps are compared on their own. */
function branchChanges(before: readonly Branch[], after: readonly Branch[]): string[] {
  const changes = pairsOf(before, after, ({ id }) => id).flatMap((pair): string[] => {
    if (pair.after === undefined) return [`branch *${branchText(pair.before)}* removed`];
    if (pair.before === undefined) return [`branch *${branchText(pair.after)}* added`];
    const { steps: _was, ...old } = pair.before;
    const { steps: _is, ...now } = pair.after;
    if (isSame(old, now)) return [];
    const [from, to] = [branchText(pair.before), branchText(pair.after)];
    return from === to ? [`the condition of branch *${to}*`] : [`branch *${from}* is now *${to}*`];
  });
  const known = new Set(before.map(({ id }) => id));
  const kept = new Set(after.map(({ id }) => id));
  const orderBefore = before.filter(({ id }) => kept.has(id)).map(({ id }) => id);
  const orderAfter = after.filter(({ id }) => known.has(id)).map(({ id }) => id);
  return isSame(orderBefore, orderAfter) ? changes : [...changes, "the order of its branches"];
}

function titleOf(step: Step, nodes: NodeLookup): string {
  return step.name || nodes.step(step.type)?.title || step.type;
}
