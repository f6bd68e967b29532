import type { FlowDocument, Step } from "../document/flow-document";

/** As the schema of the document has them: what is beyond could be drawn and never saved. */
const most = { cards: 200, groups: 100, topicsOfConsumer: 20, steps: 100, branches: 30 } as const;

/** Why a document holds more than can be saved, as a sentence; undefined when it does not. */
export function limitReached(document: FlowDocument): string | undefined {
  const { producers, topics, consumers, notes = [], groups = [] } = document;
  if (groups.length > most.groups) return `A flow holds at most ${most.groups} groups.`;
  for (const [kind, { length }] of Object.entries({ producers, topics, consumers, notes })) {
    if (length > most.cards) return `A flow holds at most ${most.cards} ${kind}.`;
  }
  if (consumers.some(({ when }) => when.length > most.topicsOfConsumer)) {
    return `A consumer reacts to at most ${most.topicsOfConsumer} topics.`;
  }
  const isLong = (steps: readonly Step[]): boolean =>
    steps.length > most.steps ||
    steps.some(({ branches }) => (branches ?? []).some((branch) => isLong(branch.steps)));
  if (consumers.some(({ steps }) => isLong(steps)))
    return `A list holds at most ${most.steps} steps. Split it.`;
  const isWide = (step: Step): boolean =>
    (step.branches ?? []).length > most.branches ||
    (step.branches ?? []).some((branch) => branch.steps.some(isWide));
  return consumers.some(({ steps }) => steps.some(isWide))
    ? `A step has at most ${most.branches} branches.`
    : undefined;
}
