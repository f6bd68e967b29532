import * as z from "zod";
import { type Condition, conditionSchema } from "../document/condition";
import { type Consumer, type Step, stepsOf } from "../document/flow-document";
import { ExpressionError } from "../expression/expression-error";
import { parseExpression } from "../expression/parse-expression";
import { type PathSegment, parsePath } from "../expression/paths";
import { expressionsIn } from "../expression/template";
import { usedPaths } from "../expression/used-paths";
import type { IssuePlace } from "../issue";
import { type ConfigField, configFields } from "../node/field-hints";
import type { NodeLookup } from "../node/node-lookup";
import type { FieldHints } from "../node/step-definition";
import { stepTitle } from "../validate/rule";

/** A field of the event that a consumer looks at. */
export interface FieldRead {
  readonly at: IssuePlace;
  /** Absent: the consumer itself looks at it, such as for its order. */
  readonly step: Step | undefined;
  /** Who looks, for a sentence. */
  readonly title: string;
  /** From `data` on. */
  readonly path: readonly PathSegment[];
  /** False where the expression asks whether it is there, or says what counts instead. */
  readonly isNeeded: boolean;
}

type Use = Pick<FieldRead, "path" | "isNeeded">;

/** Controls whose texts are filled with `{{ }}` when the step runs. */
export const filledControls: ReadonlySet<FieldHints["control"]> = new Set([
  "template",
  "long-template",
  "mapping",
]);

const looseCondition = z.object({ condition: conditionSchema });

/** A config value as a condition; nothing when it is none. */
export function conditionIn(value: unknown): Condition | undefined {
  return looseCondition.safeParse({ condition: value }).data?.condition;
}

function inExpression(source: string): Use[] {
  try {
    return [...usedPaths(parseExpression(source))].filter(
      ({ path }) => path[0] === "data" && path.length > 1,
    );
  } catch (error) {
    // What cannot be read is the business of another rule.
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

function inTemplate(template: unknown): Use[] {
  try {
    return expressionsIn(template).flatMap(inExpression);
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

/** A field's path as forms write it: `data.total`, or `total` alone. */
function inPath(text: unknown, isNeeded: boolean): Use[] {
  if (typeof text !== "string") return [];
  const path = parsePath(text);
  return path?.[0] === "data" && path.length > 1 ? [{ path, isNeeded }] : [];
}

function inCondition(condition: Condition): Use[] {
  if ("expression" in condition) return inExpression(condition.expression);
  return condition.rows
    .flatMap((row) => ("rows" in row ? row.rows : [row]))
    .flatMap((row) => [
      ...inPath(row.field, row.operator !== "is-empty" && row.operator !== "is-not-empty"),
      ...inTemplate([row.value, row.upTo]),
    ]);
}

function inField({ hints }: ConfigField, value: unknown): Use[] {
  if (hints.control === "field") return inPath(value, true);
  if (filledControls.has(hints.control)) return inTemplate(value);
  const condition = hints.control === "condition" ? conditionIn(value) : undefined;
  return condition === undefined ? [] : inCondition(condition);
}

/** Everything that a consumer looks at in its events; disabled steps look at nothing. */
export function fieldReads(consumer: Consumer, nodes: NodeLookup): FieldRead[] {
  const { order } = consumer;
  const own = order.mode === "key" ? inPath(order.key, true) : [];
  const ownAt = { kind: "consumer", id: consumer.id, field: "order" } as const;
  return [
    ...own.map((use) => ({ ...use, at: ownAt, step: undefined, title: consumer.name })),
    ...[...stepsOf(consumer.steps)]
      .filter(({ disabled }) => !disabled)
      .flatMap((step) => readsOfStep(step, nodes)),
  ];
}

function readsOfStep(step: Step, nodes: NodeLookup): FieldRead[] {
  const definition = nodes.step(step.type);
  if (!definition) return [];
  const title = stepTitle(step, nodes);
  const fields = configFields(definition.config);
  const inForm = fields.flatMap((field) =>
    isShown(field, fields, step)
      ? inField(field, step.config[field.name]).map((use) => ({
          ...use,
          at: { kind: "step", id: step.id, field: field.name } as const,
          step,
          title,
        }))
      : [],
  );
  const inBranches = (step.branches ?? []).flatMap(({ id, condition }) =>
    (condition === undefined ? [] : inCondition(condition)).map((use) => ({
      ...use,
      at: { kind: "branch", id, field: "condition" } as const,
      step,
      title,
    })),
  );
  return [...inForm, ...inBranches];
}

/** What a form does not show does not count, whatever is left in it. */
function isShown({ hints }: ConfigField, fields: readonly ConfigField[], step: Step): boolean {
  const { visibleWhen } = hints;
  if (visibleWhen === undefined) return true;
  const deciding = fields.find(({ name }) => name === visibleWhen.field);
  // A value that is not there counts as the default.
  const value = deciding?.schema.safeParse(step.config[visibleWhen.field]).data;
  return visibleWhen.is.includes(value);
}
