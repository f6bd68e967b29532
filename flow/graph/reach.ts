import type { FlowDocument } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { endsOf, wiresOf } from "./wires";

/** Card keys that wires lead to from a card, the card itself included; loops are no problem. */
export function reachedFrom(document: FlowDocument, nodes: NodeLookup, key: string): Set<string> {
  const ends = wiresOf(document, nodes).map(endsOf);
  const reached = new Set([key]);
  const pending = [key];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const { from, to } of ends) {
      if (from !== current || reached.has(to)) continue;
      reached.add(to);
      pending.push(to);
    }
  }
  return reached;
}

/** Cards directly before and after a card, in the order of the wires: what arrow keys walk. */
export function neighboursOf(
  document: FlowDocument,
  nodes: NodeLookup,
  key: string,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const ends = wiresOf(document, nodes).map(endsOf);
  const unique = (keys: string[]) => [...new Set(keys)].filter((other) => other !== key);
  return {
    before: unique(ends.filter(({ to }) => to === key).map(({ from }) => from)),
    after: unique(ends.filter(({ from }) => from === key).map(({ to }) => to)),
  };
}
