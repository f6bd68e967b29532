import type { ASTNode } from "@marcbachmann/cel-js";
import type { Condition, ConditionGroup, ConditionRow } from "../document/condition";
import { ExpressionError } from "./expression-error";
import { parseExpression } from "./parse-expression";
import { expressionOfPath, type PathSegment, parsePath } from "./paths";
import { parseTemplate } from "./template";
import { usedPaths } from "./used-paths";

/** One path in the place of another: `data.mail` becomes `data.email`, and `data.mail.home` becomes `data.email.home`. */
export interface PathChange {
  readonly from: readonly PathSegment[];
  readonly to: readonly PathSegment[];
}

function isSame(left: PathSegment | undefined, right: PathSegment | undefined): boolean {
  // Items of a list are alike.
  return left === right || (typeof left === "number" && typeof right === "number");
}

/** Whether a path leads to a field or into it. */
export function startsWithPath(path: readonly PathSegment[], start: readonly PathSegment[]): boolean {
  return path.length >= start.length && start.every((segment, index) => isSame(path[index], segment));
}

function changed(path: readonly PathSegment[], { from, to }: PathChange): readonly PathSegment[] | undefined {
  if (!startsWithPath(path, from)) return undefined;
  const start = to.map((segment, index) =>
    isSame(segment, path[index]) ? (path[index] ?? segment) : segment,
  );
  return [...start, ...path.slice(from.length)];
}

/** The part of a text that is replaced. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The node that stands for the first `length` parts of a chain; `over` says how many parts the whole chain has. */
function prefixOf(node: ASTNode, over: number, length: number): ASTNode | undefined {
  if (over === length) return node;
  const isAccess = node.op === "." || node.op === ".?" || node.op === "[]" || node.op === "[?]";
  return isAccess ? prefixOf(node.args[0], over - 1, length) : undefined;
}

const access = /^(\s*\)*\s*)(?:(\.\??)\s*[A-Za-z_]\w*|\[(\??)[^\]]*\])$/;

function editOf(node: ASTNode, path: readonly PathSegment[], { from, to }: PathChange): Edit | undefined {
  const found = prefixOf(node, path.length, from.length);
  const name = to.at(-1);
  if (found === undefined || name === undefined) return undefined;
  const isRenamed = from.length === to.length && startsWithPath(to, from.slice(0, -1));
  if (!isRenamed) {
    // A variable of `map` and the like stands for an item: nothing outside of it can be named there.
    if (from[0] !== "data" || !found.input.slice(found.start, found.end).includes("data")) return undefined;
    return { start: found.start, end: found.end, text: expressionOfPath(to) };
  }
  const owner = prefixOf(node, path.length, from.length - 1);
  if (owner === undefined || typeof name !== "string") return undefined;
  const parts = access.exec(found.input.slice(owner.end, found.end));
  if (!parts) return undefined;
  const [, before = "", dot, question = ""] = parts;
  const isOptional = dot === ".?" || question === "?";
  const written = expressionOfPath(["x", name]).slice(1);
  const text = !isOptional
    ? written
    : written.startsWith(".")
      ? `.?${written.slice(1)}`
      : `[?${written.slice(1)}`;
  return { start: owner.end, end: found.end, text: before + text };
}

/** An expression that looks at another field; what cannot be read stays as it is. */
export function replaceInExpression(source: string, change: PathChange): string {
  try {
    const root = parseExpression(source);
    const edits = [...usedPaths(root)].flatMap(({ path, node }) =>
      startsWithPath(path, change.from) ? (editOf(node, path, change) ?? []) : [],
    );
    return edits
      .sort((left, right) => right.start - left.start)
      .reduce(
        (text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end),
        edits.length > 0 ? root.input : source,
      );
  } catch (error) {
    if (error instanceof ExpressionError) return source;
    throw error;
  }
}

/** A text with `{{ }}` parts in which another field is looked at. */
function replaceInText(template: string, change: PathChange): string {
  if (!template.includes("{{")) return template;
  try {
    let isChanged = false;
    const parts = parseTemplate(template).map((part) => {
      if ("text" in part) return part.text;
      const expression = replaceInExpression(part.expression, change);
      if (expression !== part.expression) isChanged = true;
      return `{{ ${expression} }}`;
    });
    return isChanged ? parts.join("") : template;
  } catch (error) {
    if (error instanceof ExpressionError) return template;
    throw error;
  }
}

/** The same for all templates inside a JSON value; what does not change keeps its identity. */
export function replaceInTemplate(template: unknown, change: PathChange): unknown {
  if (typeof template === "string") return replaceInText(template, change);
  if (typeof template !== "object" || template === null) return template;
  const entries = Object.entries(template);
  const next = entries.map(([name, value]): [string, unknown] => [name, replaceInTemplate(value, change)]);
  if (next.every(([, value], index) => value === entries[index]?.[1])) return template;
  return Array.isArray(template) ? next.map(([, value]) => value) : Object.fromEntries(next);
}

/** A field's path as forms hold it. */
export function replaceInPath(text: string, change: PathChange): string {
  const path = parsePath(text);
  const next = path && changed(path, change);
  return next === undefined ? text : expressionOfPath(next);
}

function replaceInRow(row: ConditionRow, change: PathChange): ConditionRow {
  const field = replaceInPath(row.field, change);
  const [value, upTo] = [replaceInTemplate(row.value, change), replaceInTemplate(row.upTo, change)];
  if (field === row.field && value === row.value && upTo === row.upTo) return row;
  return Object.assign(
    {},
    row,
    { field },
    value === undefined ? {} : { value },
    upTo === undefined ? {} : { upTo },
  );
}

function isGroup(row: ConditionRow | ConditionGroup): row is ConditionGroup {
  return "rows" in row;
}

/** A condition that looks at another field. */
export function replaceInCondition(condition: Condition, change: PathChange): Condition {
  if ("expression" in condition) {
    const expression = replaceInExpression(condition.expression, change);
    return expression === condition.expression ? condition : { expression };
  }
  const rows = condition.rows.map((row) => {
    if (!isGroup(row)) return replaceInRow(row, change);
    const inner = row.rows.map((one) => replaceInRow(one, change));
    return inner.every((one, index) => one === row.rows[index]) ? row : { ...row, rows: inner };
  });
  return rows.every((row, index) => row === condition.rows[index]) ? condition : { ...condition, rows };
}
