import type { NodeLookup } from "../node/node-lookup";
import type { StepDefinition } from "../node/step-definition";
import type { PlanStep } from "./plan";

type Config = Readonly<Record<string, unknown>>;
type Test = (definition: StepDefinition, config: Config) => boolean;

function someStep(steps: readonly PlanStep[], nodes: NodeLookup, test: Test): boolean {
  return steps.some(({ type, config, branches }) => {
    const definition = nodes.step(type);
    const given = typeof config === "object" && config !== null ? { ...config } : {};
    return (
      (definition !== undefined && test(definition, given)) ||
      branches.some((branch) => someStep(branch.steps, nodes, test))
    );
  });
}

const acts: Test = (definition, config) => definition.isOutsideWith?.(config) ?? definition.isOutside;

/** Whether a step waits for something outside the delivery itself, so that deliveries gain by running side by side. */
export function isOutside(steps: readonly PlanStep[], nodes: NodeLookup): boolean {
  return someStep(steps, nodes, acts);
}

/** Whether running these steps can be noticed by anybody outside this installation. */
export function isSeenOutside(steps: readonly PlanStep[], nodes: NodeLookup): boolean {
  return someStep(
    steps,
    nodes,
    (definition, config) => definition.isSeenOutsideWith?.(config) ?? acts(definition, config),
  );
}
