import { planConsumer } from "../compile/compile-flow";
import type { PlanConsumer } from "../compile/plan";
import { type Consumer, type FlowDocument, type Step, stepsOf } from "../document/flow-document";
import { findStep, mapStepLists } from "../graph/step-tree";
import type { Issue } from "../issue";
import type { NodeLookup } from "../node/node-lookup";
import type { OtherFlows } from "../validate/rule";
import { validateFlow } from "../validate/validate-flow";

/** The consumers of a draft as far as they can run. Topics stand under their names: a draft may name new ones. */
export interface DraftConsumers {
  readonly ready: readonly PlanConsumer[];
  /** What keeps the others from running, one sentence each. */
  readonly unfinished: readonly {
    readonly consumerId: string;
    readonly when: readonly string[];
    readonly message: string;
  }[];
}

/**
 * Compiles every consumer of a draft on its own, so that what is finished can be tried while the rest is not.
 * @param upTo what stands below this step, and beside the branches around it, is left out
 */
export function draftConsumers(
  draft: FlowDocument,
  nodes: NodeLookup,
  options: { readonly upTo?: string | undefined; readonly others?: OtherFlows | undefined } = {},
): DraftConsumers {
  const document = options.upTo === undefined ? draft : cutBelow(draft, options.upTo);
  const issues = validateFlow(document, nodes, options.others).filter(
    ({ severity }) => severity !== "warning",
  );
  const ready: PlanConsumer[] = [];
  const unfinished: DraftConsumers["unfinished"][number][] = [];
  for (const consumer of document.consumers) {
    const inside = placesIn(consumer);
    const issue = issues.find(({ at }) => inside.has(placeOf(at)));
    if (issue) unfinished.push({ consumerId: consumer.id, when: consumer.when, message: issue.message });
    else ready.push(planConsumer(consumer, nodes, (name) => name));
  }
  return { ready, unfinished };
}

function placeOf({ kind, id }: Issue["at"]): string {
  return `${kind}:${id ?? ""}`;
}

function placesIn(consumer: Consumer): ReadonlySet<string> {
  const inside = [...stepsOf(consumer.steps)].flatMap((step) => [
    `step:${step.id}`,
    ...(step.branches ?? []).map(({ id }) => `branch:${id}`),
  ]);
  return new Set([`consumer:${consumer.id}`, ...inside]);
}

/** The way to a step: it is the last one of its list, and of the lists around it. */
function cutBelow(document: FlowDocument, stepId: string): FlowDocument {
  const found = findStep(document, stepId);
  if (!found) return document;
  const ends = new Set([stepId, ...found.around.map(({ owner }) => owner.id)]);
  return mapStepLists(document, (list) => upToOneOf(list, ends));
}

function upToOneOf(list: Step[], ends: ReadonlySet<string>): Step[] {
  const last = list.findIndex(({ id }) => ends.has(id));
  return last === -1 || last === list.length - 1 ? list : list.slice(0, last + 1);
}
