import { stepsOf } from "../document/flow-document";
import { expressionProblem } from "../expression/evaluate";
import { templateProblem } from "../expression/template";
import type { Issue, IssuePlace } from "../issue";
import { type ConfigField, configFields } from "../node/field-hints";
import type { FieldHints } from "../node/step-definition";
import { type Rule, stepTitle } from "./rule";

/** Controls whose texts are filled with `{{ }}` when the step runs. */
const filled: ReadonlySet<FieldHints["control"]> = new Set(["template", "long-template", "mapping"]);

/** An expression that cannot be read: a slip of the pen, an unknown name or function. Fields are not looked at. */
export const expressions: Rule = ({ document, nodes }) =>
  document.consumers
    .flatMap((consumer) => [...stepsOf(consumer.steps)])
    .filter(({ disabled }) => !disabled)
    .flatMap((step) => {
      const title = stepTitle(step, nodes);
      const definition = nodes.step(step.type);
      const fields = definition === undefined ? [] : configFields(definition.config);
      const inForm = fields.flatMap((field) => {
        const sentence = problemIn(field, step.config[field.name]);
        const at = { kind: "step", id: step.id, field: field.name } as const;
        return sentence === undefined ? [] : [issue(at, `*${title}*, ${field.hints.label}: ${sentence}`)];
      });
      const inBranches = (step.branches ?? []).flatMap(({ id, condition }) => {
        const sentence = conditionProblem(condition);
        const at = { kind: "branch", id, field: "condition" } as const;
        return sentence === undefined ? [] : [issue(at, `*${title}*: ${sentence}`)];
      });
      return [...inForm, ...inBranches];
    });

function problemIn({ hints }: ConfigField, value: unknown): string | undefined {
  if (hints.control === "condition") return conditionProblem(value);
  return filled.has(hints.control) ? templateProblem(value)?.message : undefined;
}

function conditionProblem(condition: unknown): string | undefined {
  if (typeof condition !== "object" || condition === null) return undefined;
  if ("expression" in condition && typeof condition.expression === "string") {
    // An empty one is unfinished, which is another rule's sentence.
    return condition.expression.trim() === "" ? undefined : expressionProblem(condition.expression)?.message;
  }
  return templateProblem(condition)?.message;
}

function issue(at: IssuePlace, message: string): Issue {
  return { code: "wrong-expression", severity: "problem", at, message };
}
