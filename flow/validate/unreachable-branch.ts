import { type Step, stepsOf } from "../document/flow-document";
import { branchText } from "../graph/branch-text";
import type { Issue } from "../issue";
import { conditionImplies } from "./condition-implies";
import { type Rule, stepTitle } from "./rule";

/** A branch that no event can come to, because one above it takes everything that fits it; and one that fits nothing. */
export const unreachableBranch: Rule = ({ document, nodes }) =>
  document.consumers
    .flatMap(({ steps }) => [...stepsOf(steps)])
    .filter((step) => !step.disabled)
    .flatMap((step) => {
      const isFirstOnly = nodes.step(step.type)?.takesFirstBranch?.(step.config) ?? false;
      return issuesOf(step, stepTitle(step, nodes), isFirstOnly);
    });

function issuesOf({ branches = [] }: Step, title: string, isFirstOnly: boolean): Issue[] {
  return branches.flatMap((branch, index): Issue[] => {
    const { id, condition } = branch;
    if (condition === undefined || isEmpty(condition)) return [];
    const at = { kind: "branch", id, field: "condition" } as const;
    const issue = (message: string): Issue => ({ code: "unreachable", severity: "warning", at, message });
    if ("expression" in condition && condition.expression.trim() === "false") {
      return [issue(`*${title}*: no event fits *${branchText(branch)}*.`)];
    }
    if (!isFirstOnly) return [];
    const taker = branches
      .slice(0, index)
      .find(
        (above) =>
          above.condition && !isEmpty(above.condition) && conditionImplies(condition, above.condition),
      );
    if (!taker) return [];
    return [
      issue(
        `*${title}*: no event comes to *${branchText(branch)}*, as *${branchText(taker)}* stands above it and takes them all.`,
      ),
    ];
  });
}

function isEmpty(condition: NonNullable<NonNullable<Step["branches"]>[number]["condition"]>): boolean {
  return "expression" in condition ? condition.expression.trim() === "" : condition.rows.length === 0;
}
