import type { Step } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { outletOf } from "../node/outlet-of";

/** A topic that a step publishes to. */
export interface Publication {
  readonly step: Step;
  readonly topic: string;
  /** Some event may not come this far: a branch, a filter or a wait stands around or before the step. */
  readonly isConditional: boolean;
}

/** Which topics these steps publish to, in reading order; disabled steps publish nothing. */
export function* publishedBy(
  steps: readonly Step[],
  nodes: NodeLookup,
  isConditional = false,
): Generator<Publication> {
  let mayStop = isConditional;
  for (const step of steps) {
    if (step.disabled) continue;
    const definition = nodes.step(step.type);
    const topic = outletOf(definition, step.config)?.topicOf(step.config);
    // What a step puts aside is not all that comes to it.
    const isPart = mayStop || definition?.publishes === undefined;
    if (topic !== undefined) yield { step, topic, isConditional: isPart };
    for (const branch of step.branches ?? []) yield* publishedBy(branch.steps, nodes, true);
    mayStop ||= !!definition?.mayStop || !!definition?.isBranching;
  }
}
