import { stepsOf } from "../document/flow-document";
import type { Issue } from "../issue";
import { type Rule, stepTitle } from "./rule";

/** A step that is tried again after a failure, although its first try may have done what it does. Often meant. */
export const repeatedOutside: Rule = ({ document, nodes }) =>
  document.consumers
    .filter(({ failure }) => failure.attempts > 1)
    .flatMap(({ steps, failure }) =>
      [...stepsOf(steps)].flatMap((step): Issue[] => {
        const harm = step.disabled ? undefined : nodes.step(step.type)?.ifRepeated?.(step.config);
        if (harm === undefined) return [];
        return [
          {
            code: "repeated-outside",
            severity: "warning",
            at: { kind: "step", id: step.id },
            message: `*${stepTitle(step, nodes)}* is tried up to ${failure.attempts} times: when a try ends without an answer, ${harm}.`,
          },
        ];
      }),
    );
