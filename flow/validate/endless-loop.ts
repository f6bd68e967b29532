import { alg, Graph } from "@dagrejs/graphlib";
import { publishedBy } from "../compile/published-by";
import type { Rule } from "./rule";

/** Events that go round for ever: a cycle on which nothing ever filters, branches or waits. */
export const endlessLoop: Rule = ({ document, nodes }) => {
  const graph = new Graph();
  for (const consumer of document.consumers) {
    const card = `consumer ${consumer.id}`;
    for (const topic of consumer.when) graph.setEdge(`topic ${topic}`, card);
    for (const { topic, isConditional } of publishedBy(consumer.steps, nodes)) {
      if (!isConditional) graph.setEdge(card, `topic ${topic}`);
    }
  }
  return alg.findCycles(graph).flatMap((cycle) => {
    const looping = document.consumers.filter(({ id }) => cycle.includes(`consumer ${id}`));
    const first = looping[0];
    if (first === undefined) return [];
    const names = looping.map(({ name }) => `*${name}*`).join(" and ");
    const message = `Events go round ${names} without end. Add *Go on only if*, a Route or a wait before the Publish.`;
    return [
      { code: "endless-loop", severity: "problem", at: { kind: "consumer", id: first.id }, message } as const,
    ];
  });
};
