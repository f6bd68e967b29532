import { isSame } from "../diff/is-same";
import type { Condition, ConditionRow } from "../document/condition";

/**
 * Whether every event that fits one condition fits the other too, as far as that can be told from how they are
 * written: false where it cannot.
 */
export function conditionImplies(condition: Condition, other: Condition): boolean {
  if (isSame(condition, other)) return true;
  if ("expression" in other) return other.expression.trim() === "true";
  if ("expression" in condition) return condition.expression.trim() === "false";
  const [given, wanted] = [plainRows(condition), plainRows(other)];
  if (!given || !wanted || wanted.length === 0 || given.length === 0) return false;
  if (other.match === "any" && wanted.length > 1) return false;
  const follows = (row: ConditionRow) =>
    condition.match === "all"
      ? given.some((own) => rowImplies(own, row))
      : given.every((own) => rowImplies(own, row));
  return wanted.every(follows);
}

/** Rows without groups; undefined when there are any. */
function plainRows({ rows }: Extract<Condition, { rows: unknown }>): ConditionRow[] | undefined {
  const plain = rows.flatMap((row) => ("rows" in row ? [] : [row]));
  return plain.length === rows.length ? plain : undefined;
}

function rowImplies(row: ConditionRow, other: ConditionRow): boolean {
  if (row.field !== other.field) return false;
  if (isSame(row, other)) return true;
  const [value, limit] = [numberOf(row.value), numberOf(other.value)];
  if (value === undefined || limit === undefined) return isAmong(row, other);
  switch (other.operator) {
    case "gt":
      return row.operator === "gt" ? value >= limit : isFrom(row) && value > limit;
    case "gte":
      return (row.operator === "gt" || isFrom(row)) && value >= limit;
    case "lt":
      return row.operator === "lt" ? value <= limit : isUpTo(row) && value < limit;
    case "lte":
      return (row.operator === "lt" || isUpTo(row)) && value <= limit;
    case "ne":
      return row.operator === "eq" && value !== limit;
    default:
      return false;
  }
}

const isFrom = ({ operator }: ConditionRow) => operator === "gte" || operator === "eq";
const isUpTo = ({ operator }: ConditionRow) => operator === "lte" || operator === "eq";

/** "is DE" implies "is one of DE, AT". */
function isAmong(row: ConditionRow, other: ConditionRow): boolean {
  if (row.operator !== "is" || other.operator !== "is-one-of") return false;
  return Array.isArray(other.value) && other.value.some((value) => isSame(value, row.value));
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
