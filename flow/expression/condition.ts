import type { ConditionVerdict } from "../delivery/step-context";
import type { Condition, ConditionGroup, ConditionRow } from "../document/condition";
import { rootNames } from "./compile-expression";
import { evaluateExpression } from "./evaluate";
import { ExpressionError } from "./expression-error";
import { parsePath, valueAt } from "./paths";
import { rowTests } from "./row-test";
import type { ExpressionRoots } from "./scope";
import { fillValue } from "./template";
import { isFields, toText } from "./values";

/** A value in a sentence: `"open"`, `120.5`, `yes`, `a list of 3`. */
function shown(value: unknown): string {
  if (value === null) return "empty";
  if (typeof value === "string") {
    return value === "" ? "empty" : `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isFields(value) ? "an object" : toText(value);
}

function fieldName(field: string): string {
  return field.replace(/^data\./, "");
}

/** What a row's field holds here; a path without `data.` before it is looked up in the data. */
export function fieldValue(field: string, roots: ExpressionRoots): unknown {
  const path = parsePath(field);
  if (!path) return undefined;
  return valueAt(rootNames.some((name) => name === path[0]) ? roots : roots.data, path);
}

/** Evaluates one row; a missing field makes it fail, unless the row asks just for that. */
export function testRow(row: ConditionRow, roots: ExpressionRoots): ConditionVerdict {
  const found = fieldValue(row.field, roots);
  const name = `\`${fieldName(row.field)}\``;
  if (found === undefined && row.operator !== "is-empty")
    return { passed: false, because: `${name} is missing` };
  const passed = rowTests[row.operator](found, {
    value: fillValue(row.value, roots),
    upTo: fillValue(row.upTo, roots),
    now: roots.now,
  });
  return { passed, because: found === undefined ? `${name} is missing` : `${name} was ${shown(found)}` };
}

const maxReasons = 3;

function joined(verdicts: readonly ConditionVerdict[]): string {
  const reasons = [...new Set(verdicts.map(({ because }) => because))];
  const more = reasons.length > maxReasons ? ` and ${reasons.length - maxReasons} more` : "";
  return reasons.slice(0, maxReasons).join(", ") + more;
}

function testGroup(
  match: "all" | "any",
  rows: readonly (ConditionRow | ConditionGroup)[],
  roots: ExpressionRoots,
): ConditionVerdict {
  if (rows.length === 0) return { passed: true, because: "the condition is empty" };
  const verdicts = rows.map((row) =>
    "rows" in row ? testGroup(row.match, row.rows, roots) : testRow(row, roots),
  );
  const passed =
    match === "all"
      ? verdicts.every((verdict) => verdict.passed)
      : verdicts.some((verdict) => verdict.passed);
  return { passed, because: joined(verdicts.filter((verdict) => verdict.passed === passed)) };
}

function testExpression(expression: string, roots: ExpressionRoots): ConditionVerdict {
  try {
    const value = evaluateExpression(expression, roots);
    if (typeof value !== "boolean") {
      throw new ExpressionError(
        "wrong-type",
        `\`${expression}\` must give yes or no, but gave ${shown(value)}.`,
      );
    }
    return { passed: value, because: `\`${expression}\` was ${shown(value)}` };
  } catch (error) {
    if (!(error instanceof ExpressionError) || error.code !== "missing-field") throw error;
    return { passed: false, because: error.message.replace(/\.$/, "") };
  }
}

/**
 * Evaluates a condition on an event. Rows never fail with an error; an expression that lacks a field
 * counts as no.
 * @throws ExpressionError for an expression, or a value box with an expression, that is wrong in another way
 */
export function testCondition(condition: Condition, roots: ExpressionRoots): ConditionVerdict {
  return "expression" in condition
    ? testExpression(condition.expression, roots)
    : testGroup(condition.match, condition.rows, roots);
}
