import { stepsOf } from "../document/flow-document";
import type { Issue } from "../issue";
import { type Rule, stepTitle } from "./rule";

/** A step that waits where events stay in order: whatever comes later waits, too. Works, and may be meant. */
export const waitsInOrder: Rule = ({ document, nodes }) =>
  document.consumers.flatMap(({ order, steps }): Issue[] => {
    if (order.mode === "none") return [];
    const who = order.mode === "key" ? "later events of the same key" : "all later events";
    return [...stepsOf(steps)]
      .filter((step) => !step.disabled && nodes.step(step.type)?.waits === true)
      .map((step) => ({
        code: "waits-in-order",
        severity: "warning",
        at: { kind: "step", id: step.id },
        message: `*${stepTitle(step, nodes)}*: events stay in order here, so ${who} wait, too.`,
      }));
  });
