import type { FlowDocument, Step } from "../document/flow-document";
import { containsBranch, findStep, mapStepLists, type StepPlace, updateStep } from "../graph/step-tree";
import { type IdSource, withNewIds } from "./new-ids";

/** Puts a step where `at` says; the steps below it move down. */
export function insertStep(document: FlowDocument, at: StepPlace, step: Step): FlowDocument {
  return mapStepLists(document, (list, branchId, consumerId) =>
    consumerId === at.consumerId && branchId === at.branchId ? list.toSpliced(at.index, 0, step) : list,
  );
}

/** Takes a step out, with all its branches; the gap closes. */
export function removeStep(document: FlowDocument, stepId: string): FlowDocument {
  return mapStepLists(document, (list) =>
    list.some((step) => step.id === stepId) ? list.filter((step) => step.id !== stepId) : list,
  );
}

/**
 * Moves a step to another place. `to.index` counts in the list as it is before the move, so that it
 * is what a person points at. A step cannot move into its own branches: the document comes back unchanged.
 */
export function moveStep(document: FlowDocument, stepId: string, to: StepPlace): FlowDocument {
  const found = findStep(document, stepId);
  if (!found) return document;
  if (to.branchId !== undefined && containsBranch(found.step, to.branchId)) return document;
  const isSameList = found.place.consumerId === to.consumerId && found.place.branchId === to.branchId;
  const index = isSameList && found.place.index < to.index ? to.index - 1 : to.index;
  if (isSameList && index === found.place.index) return document;
  return insertStep(removeStep(document, stepId), { ...to, index }, found.step);
}

/**
 * Moves a step one row up or down as it is seen on the card: into the branch that it meets, out of a
 * branch at its end, from one branch into the next. At the very first or last place nothing changes.
 */
export function nudgeStep(document: FlowDocument, stepId: string, direction: "up" | "down"): FlowDocument {
  const found = findStep(document, stepId);
  if (!found) return document;
  const { consumer, place, around } = found;
  const inner = around.at(-1);
  const list = inner ? inner.branch.steps : consumer.steps;
  const neighbour = list[place.index + (direction === "up" ? -1 : 1)];
  if (neighbour) {
    const branch = direction === "up" ? neighbour.branches?.at(-1) : neighbour.branches?.[0];
    if (branch) {
      const index = direction === "up" ? branch.steps.length : 0;
      return moveStep(document, stepId, { consumerId: consumer.id, branchId: branch.id, index });
    }
    return moveStep(document, stepId, { ...place, index: place.index + (direction === "up" ? -1 : 2) });
  }
  if (!inner) return document;
  const branches = inner.owner.branches ?? [];
  const next = branches[branches.indexOf(inner.branch) + (direction === "up" ? -1 : 1)];
  if (next) {
    const index = direction === "up" ? next.steps.length : 0;
    return moveStep(document, stepId, { consumerId: consumer.id, branchId: next.id, index });
  }
  const owner = findStep(document, inner.owner.id);
  if (!owner) return document;
  return moveStep(document, stepId, {
    ...owner.place,
    index: owner.place.index + (direction === "up" ? 0 : 1),
  });
}

/** Puts a copy with new ids right below the step. */
export function duplicateStep(document: FlowDocument, stepId: string, ids: IdSource): FlowDocument {
  const found = findStep(document, stepId);
  if (!found) return document;
  return insertStep(document, { ...found.place, index: found.place.index + 1 }, withNewIds(found.step, ids));
}

/** Replaces a step's whole config. */
export function setStepConfig(document: FlowDocument, stepId: string, config: Step["config"]): FlowDocument {
  return updateStep(document, stepId, (step) => ({ ...step, config }));
}

/** Names a step; an empty name gives back the name of its type. */
export function renameStep(document: FlowDocument, stepId: string, name: string): FlowDocument {
  return updateStep(document, stepId, (step) => ({ ...step, name: name.trim() === "" ? undefined : name }));
}

/** Switches a step off (it is left out of the next deployment) or on again. */
export function setStepDisabled(document: FlowDocument, stepId: string, isDisabled: boolean): FlowDocument {
  return updateStep(document, stepId, (step) => ({ ...step, disabled: isDisabled ? true : undefined }));
}
