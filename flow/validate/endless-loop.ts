import { endlessLoops } from "../graph/endless-loops";
import type { Rule } from "./rule";

/** Events that go round for ever: a cycle on which nothing ever filters, branches or waits. */
export const endlessLoop: Rule = ({ document, nodes }) =>
  endlessLoops(document, nodes).flatMap(({ consumers }) => {
    const [first] = consumers;
    if (first === undefined) return [];
    const names = consumers.map(({ name }) => `*${name}*`).join(" and ");
    const message = `Events go round ${names} without end. Add *Go on only if*, a Route or a wait before the Publish.`;
    return [
      { code: "endless-loop", severity: "problem", at: { kind: "consumer", id: first.id }, message } as const,
    ];
  });
