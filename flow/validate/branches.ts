import { conditionGap } from "../document/condition-gap";
import { stepsOf } from "../document/flow-document";
import type { Issue } from "../issue";
import { type Rule, stepTitle } from "./rule";

/** A branching step without branches, or with one that nothing can enter or that takes all too early. */
export const branches: Rule = ({ document, nodes }) =>
  document.consumers
    .flatMap((consumer) => [...stepsOf(consumer.steps)])
    .flatMap((step): Issue[] => {
      if (!nodes.step(step.type)?.isBranching || step.disabled) return [];
      const title = stepTitle(step, nodes);
      const own = step.branches ?? [];
      if (own.length === 0) {
        const at = { kind: "step", id: step.id } as const;
        return [{ code: "no-branches", severity: "unfinished", at, message: `*${title}* needs a branch.` }];
      }
      return own.flatMap((branch, index): Issue[] => {
        const at = { kind: "branch", id: branch.id, field: "condition" } as const;
        if (branch.condition === undefined) {
          if (index === own.length - 1) return [];
          const message = `*${title}*: branch ${branch.name ? `*${branch.name}*` : index + 1} needs a condition. Only the last one is “Otherwise”.`;
          return [{ code: "no-condition", severity: "unfinished", at, message }];
        }
        const gap = conditionGap(branch.condition);
        if (gap === undefined) return [];
        const message = `*${title}*: branch ${branch.name ? `*${branch.name}*` : index + 1} needs ${gap}.`;
        return [{ code: "no-condition", severity: "unfinished", at, message }];
      });
    });
