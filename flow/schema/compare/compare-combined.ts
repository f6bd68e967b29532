import type { CombinedNode } from "../schema-node";
import type { Comparison } from "./comparison";
import type { Finds, Outcome } from "./outcome";

/** Branches without those that are there twice. */
function distinct({ branches, branchTexts }: CombinedNode) {
  const seen = new Set<string>();
  return branches.filter((_, index) => {
    const text = branchTexts[index] ?? "";
    return !seen.has(text) && seen.add(text);
  });
}

/** Whether a change from one way of combining to another lets everything through that went through before. */
function isExtended(original: CombinedNode, update: CombinedNode): boolean {
  const from = distinct(original).length;
  const to = distinct(update).length;
  return (
    update.criterion === "anyOf" ||
    (from === 1 && to === 1) ||
    (from === 1 && update.criterion === "oneOf") ||
    (to === 1 && original.criterion === "allOf")
  );
}

interface Edge {
  readonly to: number;
  readonly outcome: Outcome;
}

/** The largest set of pairs in which no branch stands twice; for each branch of the update, its pair. */
function matching(edges: readonly (readonly Edge[])[]): Map<number, { from: number; outcome: Outcome }> {
  const pairs = new Map<number, { from: number; outcome: Outcome }>();
  const place = (from: number, tried: Set<number>): boolean => {
    for (const { to, outcome } of edges[from] ?? []) {
      if (tried.has(to)) continue;
      tried.add(to);
      const held = pairs.get(to);
      if (held === undefined || place(held.from, tried)) {
        pairs.set(to, { from, outcome });
        return true;
      }
    }
    return false;
  };
  for (const from of edges.keys()) place(from, new Set());
  return pairs;
}

/** `allOf`, `anyOf`, `oneOf`: every branch of the smaller side needs a compatible one on the other side. */
export function compareCombined(
  comparison: Comparison,
  original: CombinedNode,
  update: CombinedNode,
  finds: Finds,
): void {
  if (original.criterion !== update.criterion) {
    if (!isExtended(original, update)) {
      finds.add("COMBINED_TYPE_CHANGED");
      return;
    }
    finds.add("COMBINED_TYPE_EXTENDED");
  }
  const before = distinct(original);
  const after = distinct(update);
  if (before.length < after.length)
    finds.add(update.criterion === "allOf" ? "PRODUCT_TYPE_EXTENDED" : "SUM_TYPE_EXTENDED");
  if (before.length > after.length)
    finds.add(original.criterion === "allOf" ? "PRODUCT_TYPE_NARROWED" : "SUM_TYPE_NARROWED");
  const edges = before.map((branch): Edge[] =>
    after
      .map((other, to) => ({ to, outcome: comparison.compareLazy(branch, other) }))
      .filter(({ outcome }) => outcome.isCompatible)
      // Equal branches first: then what is reported is what was changed.
      .sort((a, b) => a.outcome.changes.length - b.outcome.changes.length),
  );
  const pairs = matching(edges);
  for (const { from, outcome } of [...pairs.values()].sort((a, b) => a.from - b.from))
    finds.include(outcome, `/${original.criterion}/${from}`);
  if (pairs.size < Math.min(before.length, after.length)) finds.add("COMBINED_TYPE_SUBSCHEMAS_CHANGED");
}
