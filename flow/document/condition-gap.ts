import type { Condition, ConditionGroup, ConditionRow } from "./condition";
import { takesValue } from "./operator-words";

/**
 * What the first unfinished row of a condition lacks, to be said after "needs"; undefined when all are whole.
 * Such a row is never true, so it would stop every event without a word.
 */
export function conditionGap(condition: Condition): string | undefined {
  if ("expression" in condition) return condition.expression.trim() === "" ? "a condition" : undefined;
  if (condition.rows.length === 0) return "a condition";
  return gapIn(condition.rows);
}

function gapIn(rows: readonly (ConditionRow | ConditionGroup)[]): string | undefined {
  for (const row of rows) {
    const gap =
      "rows" in row ? (gapIn(row.rows) ?? (row.rows.length === 0 ? "a condition" : undefined)) : rowGap(row);
    if (gap !== undefined) return gap;
  }
  return undefined;
}

function rowGap({ field, operator, value, upTo }: ConditionRow): string | undefined {
  if (field.trim() === "") return "a field to look at";
  if (!takesValue(operator)) return undefined;
  if (isEmpty(value) || (operator === "between" && isEmpty(upTo))) {
    return `a value to compare \`${field.replace(/^data\./, "")}\` with`;
  }
  return undefined;
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
