import type { Branch, FlowDocument, Step } from "../document/flow-document";
import { findBranch, updateStep } from "../graph/step-tree";

function isOtherwise(branch: Branch): boolean {
  return branch.condition === undefined;
}

/** The branches of a new branching step: one condition to fill in, and "Otherwise". */
export function newBranches(ids: readonly [string, string]): Branch[] {
  return [
    { id: ids[0], condition: { match: "all", rows: [] }, steps: [] },
    { id: ids[1], steps: [] },
  ];
}

function setBranches(
  document: FlowDocument,
  stepId: string,
  change: (branches: Branch[]) => Branch[],
): FlowDocument {
  return updateStep(document, stepId, (step: Step) => ({ ...step, branches: change(step.branches ?? []) }));
}

/** Adds a branch with an empty condition; "Otherwise" stays last. */
export function addBranch(document: FlowDocument, stepId: string, branchId: string): FlowDocument {
  return setBranches(document, stepId, (branches) => {
    const last = branches.at(-1);
    const end = last && isOtherwise(last) ? branches.length - 1 : branches.length;
    return branches.toSpliced(end, 0, { id: branchId, condition: { match: "all", rows: [] }, steps: [] });
  });
}

/** Removes a branch with its steps. "Otherwise" cannot go: every event needs an answer. */
export function removeBranch(document: FlowDocument, branchId: string): FlowDocument {
  const found = findBranch(document, branchId);
  if (!found || isOtherwise(found.branch)) return document;
  return setBranches(document, found.owner.id, (branches) => branches.filter(({ id }) => id !== branchId));
}

/** Changes a branch's name or condition. */
export function setBranch(
  document: FlowDocument,
  branchId: string,
  patch: Partial<Pick<Branch, "name" | "condition">>,
): FlowDocument {
  const found = findBranch(document, branchId);
  if (!found) return document;
  return setBranches(document, found.owner.id, (branches) =>
    branches.map((branch) => (branch.id === branchId ? { ...branch, ...patch } : branch)),
  );
}

/** Moves a branch by one place among its sisters; "Otherwise" stays last. */
export function moveBranch(document: FlowDocument, branchId: string, direction: "up" | "down"): FlowDocument {
  const found = findBranch(document, branchId);
  if (!found || isOtherwise(found.branch)) return document;
  const branches = found.owner.branches ?? [];
  const target = found.index + (direction === "up" ? -1 : 1);
  const other = branches[target];
  if (!other || isOtherwise(other)) return document;
  return setBranches(document, found.owner.id, (list) =>
    list.toSpliced(found.index, 1).toSpliced(target, 0, found.branch),
  );
}
