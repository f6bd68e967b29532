import { publishedBy } from "../compile/published-by";
import type { Consumer, FlowDocument } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { cyclesIn } from "./cycles";

/** A cycle on which nothing ever filters, branches or waits. */
export interface EndlessLoop {
  readonly consumers: readonly Consumer[];
  /** Ids of the wires that events go round on, as `wiresOf` names them. */
  readonly wires: readonly string[];
}

/** All cycles of a flow that have no exit. */
export function endlessLoops(document: FlowDocument, nodes: NodeLookup): EndlessLoop[] {
  const wires: { readonly id: string; readonly from: string; readonly to: string }[] = [];
  const add = (id: string, from: string, to: string) => wires.push({ id, from, to });
  for (const consumer of document.consumers) {
    const card = `consumer ${consumer.id}`;
    for (const topic of consumer.when) add(`when:${consumer.id}:${topic}`, `topic ${topic}`, card);
    for (const { step, topic, isConditional } of publishedBy(consumer.steps, nodes)) {
      if (!isConditional) add(`publish:${step.id}`, card, `topic ${topic}`);
    }
  }
  return cyclesIn(wires).flatMap((cycle) => {
    const round = new Set(cycle);
    const consumers = document.consumers.filter(({ id }) => round.has(`consumer ${id}`));
    const own = wires.filter(({ from, to }) => round.has(from) && round.has(to)).map(({ id }) => id);
    return consumers.length === 0 ? [] : [{ consumers, wires: own }];
  });
}
