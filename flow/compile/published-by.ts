import type { Step } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";

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
    const topic = definition?.publishes?.topicOf(step.config);
    if (topic !== undefined) yield { step, topic, isConditional: mayStop };
    for (const branch of step.branches ?? []) yield* publishedBy(branch.steps, nodes, true);
    mayStop ||= !!definition?.mayStop || !!definition?.isBranching;
  }
}
