import type { ASTNode } from "@marcbachmann/cel-js";
import type { Condition, ConditionGroup, ConditionOperator, ConditionRow } from "../document/condition";
import { ExpressionError } from "./expression-error";
import { parseExpression } from "./parse-expression";
import { expressionOfPath, type PathSegment, parsePath } from "./paths";

type Value = ConditionRow["value"];

/** An expression that means the same as a condition, or why there is none; or the other way round. */
export type Converted<Result> = { readonly result: Result } | { readonly reason: string };

function literal(value: Value): string {
  return JSON.stringify(value ?? "");
}

function numberLiteral(value: Value): string {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? String(number) : literal(value);
}

const symbols: Partial<Record<ConditionOperator, string>> = {
  eq: "==",
  ne: "!=",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
};

function listOf(value: Value): string {
  const items = Array.isArray(value)
    ? value
    : String(value ?? "")
        .split(",")
        .map((item) => item.trim());
  return `[${items.map((item) => JSON.stringify(item)).join(", ")}]`;
}

function rowExpression(row: ConditionRow): string | undefined {
  const path = parsePath(row.field);
  if (!path) return undefined;
  const field = expressionOfPath(path);
  const symbol = symbols[row.operator];
  if (symbol) return `${field} ${symbol} ${numberLiteral(row.value)}`;
  switch (row.operator) {
    case "is":
      return `${field} == ${literal(row.value)}`;
    case "is-not":
      return `${field} != ${literal(row.value)}`;
    case "contains":
      return `${field}.contains(${literal(row.value)})`;
    case "starts-with":
      return `${field}.startsWith(${literal(row.value)})`;
    case "ends-with":
      return `${field}.endsWith(${literal(row.value)})`;
    case "is-one-of":
      return `${field} in ${listOf(row.value)}`;
    case "is-empty":
      return `orElse(${field}, "") == ""`;
    case "is-not-empty":
      return `orElse(${field}, "") != ""`;
    case "is-yes":
      return `${field} == true`;
    case "is-no":
      return `${field} == false`;
    case "has-more-than":
      return `size(${field}) > ${numberLiteral(row.value)}`;
    case "between":
      return `${field} >= ${numberLiteral(row.value)} && ${field} <= ${numberLiteral(row.upTo)}`;
    case "before":
      return `timestamp(${field}) < timestamp(${literal(row.value)})`;
    case "after":
      return `timestamp(${field}) > timestamp(${literal(row.value)})`;
    default:
      return undefined;
  }
}

function hasTemplate(row: ConditionRow): boolean {
  return JSON.stringify([row.value, row.upTo]).includes("{{");
}

function groupExpression(
  match: "all" | "any",
  rows: readonly (ConditionRow | ConditionGroup)[],
): string | undefined {
  const parts: string[] = [];
  for (const row of rows) {
    const part =
      "rows" in row
        ? groupExpression(row.match, row.rows)
        : hasTemplate(row)
          ? undefined
          : rowExpression(row);
    if (part === undefined) return undefined;
    parts.push(/ (?:&&|\|\|) /.test(part) && rows.length > 1 ? `(${part})` : part);
  }
  return parts.length === 0 ? undefined : parts.join(match === "all" ? " && " : " || ");
}

/** Writes rows as an expression, for the switch `ƒ` of the condition builder. */
export function expressionOfCondition(condition: Condition): Converted<string> {
  if ("expression" in condition) return { result: condition.expression };
  const result = groupExpression(condition.match, condition.rows);
  return result === undefined
    ? { reason: "A row is unfinished, or asks for something that has no expression yet." }
    : { result };
}

class NoRows extends Error {}

const operators: Readonly<
  Record<string, { readonly text: ConditionOperator; readonly number: ConditionOperator }>
> = {
  "==": { text: "is", number: "eq" },
  "!=": { text: "is-not", number: "ne" },
};
const numberOperators: Readonly<Record<string, ConditionOperator>> = {
  ">": "gt",
  ">=": "gte",
  "<": "lt",
  "<=": "lte",
};
const textMethods: Readonly<Record<string, ConditionOperator>> = {
  contains: "contains",
  startsWith: "starts-with",
  endsWith: "ends-with",
};

function fieldOf(node: ASTNode): string {
  const path = segmentsOf(node);
  if (!path || path.length < 2) throw new NoRows("the left side is no field");
  return expressionOfPath(path);
}

function segmentsOf(node: ASTNode): PathSegment[] | undefined {
  if (node.op === "id") return [node.args];
  if (node.op === ".") {
    const owner = segmentsOf(node.args[0]);
    return owner && [...owner, node.args[1]];
  }
  if (node.op !== "[]" || node.args[1].op !== "value") return undefined;
  const [owner, index] = [segmentsOf(node.args[0]), node.args[1].args];
  if (!owner || (typeof index !== "string" && typeof index !== "bigint")) return undefined;
  return [...owner, typeof index === "string" ? index : Number(index)];
}

function constantOf(node: ASTNode): string | number | boolean {
  const value =
    node.op === "-_" && node.args.op === "value"
      ? negative(node.args.args)
      : node.op === "value"
        ? node.args
        : null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw new NoRows("it compares with something that is not a fixed value");
}

function negative(value: unknown): unknown {
  return typeof value === "bigint" || typeof value === "number" ? -Number(value) : null;
}

function comparison(node: ASTNode): ConditionRow {
  if (node.op === "==" || node.op === "!=") {
    const [field, value] = [fieldOf(node.args[0]), constantOf(node.args[1])];
    if (typeof value === "boolean")
      return { field, operator: value === (node.op === "==") ? "is-yes" : "is-no" };
    const operator = operators[node.op]?.[typeof value === "number" ? "number" : "text"];
    if (operator) return { field, operator, value };
  }
  if (node.op === ">" || node.op === ">=" || node.op === "<" || node.op === "<=") {
    const [field, value, operator] = [
      fieldOf(node.args[0]),
      constantOf(node.args[1]),
      numberOperators[node.op],
    ];
    if (operator && typeof value === "number") return { field, operator, value };
  }
  if (node.op === "in" && node.args[1].op === "list") {
    return { field: fieldOf(node.args[0]), operator: "is-one-of", value: node.args[1].args.map(constantOf) };
  }
  if (node.op === "rcall") {
    const [name, receiver, args] = node.args;
    const [operator, value] = [textMethods[name], args[0]];
    if (operator && value && args.length === 1)
      return { field: fieldOf(receiver), operator, value: constantOf(value) };
  }
  throw new NoRows("it does more than compare a field with a value");
}

function partsOf(node: ASTNode, operator: "&&" | "||"): readonly ASTNode[] {
  return node.op === operator
    ? [...partsOf(node.args[0], operator), ...partsOf(node.args[1], operator)]
    : [node];
}

function groupOf(node: ASTNode): ConditionGroup {
  const match = node.op === "||" ? "any" : "all";
  return { match, rows: partsOf(node, match === "any" ? "||" : "&&").map(comparison) };
}

function rowsOf(node: ASTNode): Condition {
  const match = node.op === "||" ? "any" : "all";
  const rows = partsOf(node, match === "any" ? "||" : "&&").map((part) =>
    part.op === "&&" || part.op === "||" ? groupOf(part) : comparison(part),
  );
  return { match, rows };
}

/** Reads an expression as rows, where it is nothing but comparisons under "and" and "or", one level nested. */
export function conditionOfExpression(source: string): Converted<Condition> {
  try {
    return { result: rowsOf(parseExpression(source)) };
  } catch (error) {
    if (error instanceof NoRows) return { reason: `This cannot be shown as rows: ${error.message}.` };
    if (error instanceof ExpressionError) return { reason: error.message };
    throw error;
  }
}
