import type { StepDefinition, StepOutlet } from "./step-definition";

/**
 * The topic that a step sends events to, and how to re-point it: what it publishes, or where it puts some aside when its
 * config asks for that. Undefined: it sends nothing.
 */
export function outletOf(
  definition: StepDefinition | undefined,
  config: Readonly<Record<string, unknown>>,
): StepOutlet | undefined {
  if (definition?.publishes !== undefined) return definition.publishes;
  return definition?.aside?.isOn(config) === true ? definition.aside : undefined;
}
