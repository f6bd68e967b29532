import * as z from "zod";
import { conditionSchema } from "../document/condition";
import { type Consumer, type Step, stepsOf } from "../document/flow-document";
import { checkCondition, checkTemplate, type ExpressionIssue } from "../expression/check-expression";
import { fieldsAt } from "../graph/fields";
import type { Issue } from "../issue";
import { type ConfigField, configFields } from "../node/field-hints";
import type { FieldHints, FieldInfo } from "../node/step-definition";
import { type Rule, stepTitle } from "./rule";

const filled: ReadonlySet<FieldHints["control"]> = new Set(["template", "long-template", "mapping"]);
const looseCondition = z.object({ condition: conditionSchema });

/** Fields that are used and that nothing is known to send; a warning, for an event may still have them. */
export const unknownFields: Rule = ({ document, nodes }) => {
  const inConsumer = (consumer: Consumer) =>
    [...stepsOf(consumer.steps)].flatMap((step) => {
      const definition = nodes.step(step.type);
      if (!definition || step.disabled) return [];
      const fields = fieldsAt(document, nodes, consumer.id, step.id);
      const title = stepTitle(step, nodes);
      const inForm = configFields(definition.config).flatMap((field) =>
        issuesOf(doubtIn(field, step.config[field.name], fields), title, {
          kind: "step",
          id: step.id,
          field: field.name,
        }),
      );
      return [...inForm, ...inBranches(step, title, fields)];
    });
  return document.consumers.flatMap(inConsumer);
};

function doubtIn(
  { hints }: ConfigField,
  value: unknown,
  fields: readonly FieldInfo[],
): ExpressionIssue | undefined {
  if (hints.control !== "condition") {
    return filled.has(hints.control) ? checkTemplate(value, fields) : undefined;
  }
  const parsed = looseCondition.safeParse({ condition: value });
  return parsed.success ? checkCondition(parsed.data.condition, fields) : undefined;
}

function inBranches(step: Step, title: string, fields: readonly FieldInfo[]): Issue[] {
  return (step.branches ?? []).flatMap((branch) =>
    issuesOf(branch.condition && checkCondition(branch.condition, fields), title, {
      kind: "branch",
      id: branch.id,
      field: "condition",
    }),
  );
}

/** What is wrong for certain is the business of the rule about expressions. */
function issuesOf(doubt: ExpressionIssue | undefined, title: string, at: Issue["at"]): Issue[] {
  if (!doubt || doubt.isCertain) return [];
  return [{ code: "unknown-field", severity: "warning", at, message: `*${title}*: ${doubt.message}` }];
}
