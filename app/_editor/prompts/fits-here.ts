import type { Consumer } from "@/flow/document/flow-document";
import { stepsOf } from "@/flow/document/flow-document";
import type { NodeLookup } from "@/flow/node/node-lookup";
import type { FieldInfo, StepDefinition } from "@/flow/node/step-definition";

/** How many are offered first. */
const count = 3;

/**
 * How well a step fits a place: best is one whose form could be filled from the fields that exist here,
 * then one that needs nothing more, then what acts on the world; what is there already steps back.
 */
function score(
  definition: StepDefinition,
  fields: readonly FieldInfo[],
  present: ReadonlySet<string>,
): number {
  const proposed = definition.propose(fields);
  const isComplete = definition.config.safeParse(proposed).success;
  const usesFields = JSON.stringify(proposed).includes("{{");
  const outside = definition.isOutside ? 0.5 : 0;
  const group = { act: 1, state: 0.6, decide: 0.4, time: 0.2, shape: 0 }[definition.group];
  const repeated = present.has(definition.type) ? 4 : 0;
  return (isComplete ? 1 : 0) + (isComplete && usesFields ? 3 : 0) + outside + group - repeated;
}

/** The steps that probably come next at a place, the likeliest first. */
export function fitsHere(
  nodes: NodeLookup,
  fields: readonly FieldInfo[],
  consumer: Consumer | undefined,
): StepDefinition[] {
  const present = new Set([...stepsOf(consumer?.steps ?? [])].map(({ type }) => type));
  return [...nodes.steps]
    .map((definition) => ({ definition, fit: score(definition, fields, present) }))
    .sort((a, b) => b.fit - a.fit)
    .slice(0, count)
    .map(({ definition }) => definition);
}
