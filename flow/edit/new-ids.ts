import { type FlowDocument, type Step, stepsOf } from "../document/flow-document";
import { slugOf } from "../document/names";

/** Makes ids from a readable base; `flow/` has no random source, so it is handed in. */
export type IdSource = (base: string) => string;

/** Every id that a document uses. */
export function idsOf(document: FlowDocument): Set<string> {
  const ids = new Set<string>();
  for (const producer of document.producers) ids.add(producer.id);
  for (const sample of document.samples) ids.add(sample.id);
  for (const { id } of [...(document.notes ?? []), ...(document.groups ?? [])]) ids.add(id);
  for (const consumer of document.consumers) {
    ids.add(consumer.id);
    for (const step of stepsOf(consumer.steps)) {
      ids.add(step.id);
      for (const branch of step.branches ?? []) ids.add(branch.id);
    }
  }
  return ids;
}

/**
 * Ids that are readable and never used twice, also not after a removal: the base and four characters
 * from `random`. Without hyphens inside the base, so that expressions can name a step's result.
 */
export function idSource(document: FlowDocument, random: () => number): IdSource {
  const taken = idsOf(document);
  return (base) => {
    const start = slugOf(base).replace(/-/g, "").slice(0, 24) || "x";
    let number = Math.floor(random() * 36 ** 4);
    while (taken.has(idOf(start, number))) number += 1;
    const id = idOf(start, number);
    taken.add(id);
    return id;
  };
}

function idOf(start: string, number: number): string {
  return `${start}${number.toString(36).padStart(4, "0")}`;
}

/** A copy of a step, its branches included, under ids of its own. */
export function withNewIds(step: Step, ids: IdSource): Step {
  return {
    ...step,
    id: ids(step.type),
    ...(step.branches && {
      branches: step.branches.map((branch) => ({
        ...branch,
        id: ids("branch"),
        steps: branch.steps.map((inner) => withNewIds(inner, ids)),
      })),
    }),
  };
}
