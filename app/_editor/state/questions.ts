import type { FlowDocument } from "@/flow/document/flow-document";
import type { MergeConflict } from "@/flow/merge/conflict";
import { type FlowMerge, mergeFlows } from "@/flow/merge/merge-flows";

/** What both changed, with the three states in which it was found. */
export interface Question {
  readonly conflict: MergeConflict;
  readonly merge: FlowMerge;
}

/** A document with what somebody else did in it, and what is still to be decided. */
export interface Joined {
  readonly document: FlowDocument;
  readonly questions: readonly Question[];
}

/**
 * Joins what somebody else saved. `open` are questions of earlier joins, whose states `merge.base` and `merge.mine` have
 * seen already: they stay as long as both still differ there.
 */
export function joinTheirs(merge: FlowMerge, open: readonly Question[]): Joined | undefined {
  const merged = mergeFlows(merge);
  if (!merged) return undefined;
  const asked = merged.conflicts
    .filter(({ isMinor }) => !isMinor)
    .map((conflict): Question => ({ conflict, merge }));
  const isAsked = new Set(asked.map(({ conflict }) => conflict.key));
  const still = open
    .filter(({ conflict }) => !isAsked.has(conflict.key))
    .flatMap((question): Question[] => {
      const again = { ...question.merge, theirs: merge.theirs };
      const conflict = mergeFlows(again)?.conflicts.find(({ key }) => key === question.conflict.key);
      return conflict ? [{ conflict, merge: again }] : [];
    });
  return { document: merged.document, questions: [...still, ...asked] };
}

/** The document as it is now with their answer to this question, and nothing else of theirs. */
export function withTheirs(document: FlowDocument, { conflict, merge }: Question): FlowDocument {
  const without = mergeFlows(merge);
  const choices = new Map([[conflict.key, "theirs" as const]]);
  const withIt = mergeFlows({ ...merge, choices });
  if (!without || !withIt) return document;
  const part = { base: without.document, mine: document, theirs: withIt.document, nodes: merge.nodes };
  // What was done to this part since is given up with it.
  const since = mergeFlows(part)?.conflicts ?? [];
  const all = new Map(since.map(({ key }) => [key, "theirs" as const]));
  return mergeFlows({ ...part, choices: all })?.document ?? document;
}
