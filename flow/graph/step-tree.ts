import type { Branch, Consumer, FlowDocument, Step } from "../document/flow-document";

/** Where a step stands or will stand: in a consumer's own list or in one of its branches. */
export interface StepPlace {
  readonly consumerId: string;
  /** Absent: the consumer's own list. */
  readonly branchId?: string | undefined;
  /** From 0; anything past the end means the end. */
  readonly index: number;
}

/** A step with all that surrounds it. */
export interface FoundStep {
  readonly consumer: Consumer;
  readonly step: Step;
  readonly place: StepPlace;
  /** Branches around the step, the outermost first, each with the step that owns it. */
  readonly around: readonly { readonly owner: Step; readonly branch: Branch }[];
}

interface Index {
  readonly steps: ReadonlyMap<string, FoundStep>;
  readonly branches: ReadonlyMap<string, FoundBranch>;
}

/** Documents are never changed in place. */
const indexes = new WeakMap<FlowDocument, Index>();

function indexOf(document: FlowDocument): Index {
  const before = indexes.get(document);
  if (before) return before;
  const steps = new Map<string, FoundStep>();
  const branches = new Map<string, FoundBranch>();
  const add = (
    consumer: Consumer,
    list: readonly Step[],
    branchId: string | undefined,
    around: FoundStep["around"],
  ) => {
    for (const [index, step] of list.entries()) {
      // Of two with the same id, which is a problem of its own, the first one counts.
      if (!steps.has(step.id)) {
        steps.set(step.id, { consumer, step, place: { consumerId: consumer.id, branchId, index }, around });
      }
      for (const [at, branch] of (step.branches ?? []).entries()) {
        if (!branches.has(branch.id)) branches.set(branch.id, { consumer, owner: step, branch, index: at });
        add(consumer, branch.steps, branch.id, [...around, { owner: step, branch }]);
      }
    }
  };
  for (const consumer of document.consumers) add(consumer, consumer.steps, undefined, []);
  const made = { steps, branches };
  indexes.set(document, made);
  return made;
}

/** Finds a step anywhere in a document, branches included. */
export function findStep(document: FlowDocument, stepId: string): FoundStep | undefined {
  return indexOf(document).steps.get(stepId);
}

/** A branch with the step that owns it, and its place among that step's branches. */
interface FoundBranch {
  readonly consumer: Consumer;
  readonly owner: Step;
  readonly branch: Branch;
  readonly index: number;
}

/** The branch with this id and the step that owns it. */
export function findBranch(document: FlowDocument, branchId: string): FoundBranch | undefined {
  return indexOf(document).branches.get(branchId);
}

/** Rewrites every list of a step tree from the inside out; lists that stay the same keep their identity. */
function mapLists(
  list: Step[],
  branchId: string | undefined,
  change: (list: Step[], branchId: string | undefined) => Step[],
): Step[] {
  let isSame = true;
  const inner = list.map((step) => {
    if (!step.branches) return step;
    let isSameStep = true;
    const branches = step.branches.map((branch) => {
      const steps = mapLists(branch.steps, branch.id, change);
      if (steps === branch.steps) return branch;
      isSameStep = false;
      return { ...branch, steps };
    });
    if (isSameStep) return step;
    isSame = false;
    return { ...step, branches };
  });
  return change(isSame ? list : inner, branchId);
}

/** Applies a change to every list of steps in the document; untouched consumers keep their identity. */
export function mapStepLists(
  document: FlowDocument,
  change: (list: Step[], branchId: string | undefined, consumerId: string) => Step[],
): FlowDocument {
  let isSame = true;
  const consumers = document.consumers.map((consumer) => {
    const steps = mapLists(consumer.steps, undefined, (list, branchId) =>
      change(list, branchId, consumer.id),
    );
    if (steps === consumer.steps) return consumer;
    isSame = false;
    return { ...consumer, steps };
  });
  return isSame ? document : { ...document, consumers };
}

/** Replaces one step; the document itself comes back when there is no such step. */
export function updateStep(
  document: FlowDocument,
  stepId: string,
  change: (step: Step) => Step,
): FlowDocument {
  return mapStepLists(document, (list) =>
    list.some((step) => step.id === stepId)
      ? list.map((step) => (step.id === stepId ? change(step) : step))
      : list,
  );
}

/** Whether a branch lies inside a step, at any depth. */
export function containsBranch(step: Step, branchId: string): boolean {
  return (step.branches ?? []).some(
    (branch) => branch.id === branchId || branch.steps.some((inner) => containsBranch(inner, branchId)),
  );
}
