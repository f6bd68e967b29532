import type { FlowDocument } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { cyclesIn } from "./cycles";
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

/** Ids of the wires that lie on a loop: what leaves over them can come back to where it was. */
export function wiresOnLoops(document: FlowDocument, nodes: NodeLookup): Set<string> {
  const wires = wiresOf(document, nodes);
  const partOf = new Map<string, number>();
  for (const [index, keys] of cyclesIn(wires.map(endsOf)).entries()) {
    for (const key of keys) partOf.set(key, index);
  }
  const isOnLoop = ({ from, to }: { from: string; to: string }) =>
    partOf.has(from) && partOf.get(from) === partOf.get(to);
  return new Set(wires.filter((wire) => isOnLoop(endsOf(wire))).map(({ id }) => id));
}
