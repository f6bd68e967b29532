import type { Condition, ConditionGroup, ConditionRow } from "./condition";
import { operatorWords, takesValue } from "./operator-words";

/** A value as it stands in a sentence: texts bare, lists with commas. */
function valueText(value: unknown): string {
  if (value === undefined || value === null || value === "") return "…";
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The last part of a path: `data.customer.email` reads as `email`. */
function fieldText(path: string): string {
  return path.split(".").at(-1) || "…";
}

function rowText(row: ConditionRow): string {
  // "status is paid" says no more than "paid" where a yes/no field is asked for.
  if (row.operator === "is-yes") return fieldText(row.field);
  if (row.operator === "is-no") return `not ${fieldText(row.field)}`;
  const words = `${fieldText(row.field)} ${operatorWords[row.operator]}`;
  if (!takesValue(row.operator)) return words;
  const value = valueText(row.value);
  return row.operator === "between" ? `${words} ${value} and ${valueText(row.upTo)}` : `${words} ${value}`;
}

function groupText(group: ConditionGroup): string {
  return group.rows.map(rowText).join(group.match === "all" ? " and " : " or ");
}

/** A condition in words, as on rows and branch headers: "total > 100 and paid". Empty when it asks nothing. */
export function conditionText(condition: Condition | undefined): string {
  if (condition === undefined) return "";
  if ("expression" in condition) return condition.expression.trim();
  return condition.rows
    .map((row) =>
      "rows" in row ? (row.rows.length > 1 ? `(${groupText(row)})` : groupText(row)) : rowText(row),
    )
    .filter((text) => text !== "")
    .join(condition.match === "all" ? " and " : " or ");
}
