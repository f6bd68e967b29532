import { stepsOf } from "../document/flow-document";
import type { Issue } from "../issue";
import { type Rule, stepTitle } from "./rule";

/** A step that joins events of several topics, where there is only one: it would never have anything to wait for. */
export const joinsTopics: Rule = ({ document, nodes }) =>
  document.consumers
    .filter(({ when }) => new Set(when).size < 2)
    .flatMap(({ steps }): Issue[] =>
      [...stepsOf(steps)]
        .filter((step) => !step.disabled && nodes.step(step.type)?.joins === true)
        .map((step) => ({
          code: "one-topic",
          severity: "unfinished",
          at: { kind: "step", id: step.id },
          message: `*${stepTitle(step, nodes)}* needs a second topic. Draw a wire from it to this consumer.`,
        })),
    );
