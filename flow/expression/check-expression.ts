import type { ASTNode } from "@marcbachmann/cel-js";
import type { Condition, ConditionGroup, ConditionRow } from "../document/condition";
import type { FieldInfo } from "../node/step-definition";
import { noSuch } from "./did-you-mean";
import { expressionProblem } from "./evaluate";
import { parseExpression } from "./parse-expression";
import { type PathSegment, parsePath } from "./paths";
import { expressionsIn, templateProblem } from "./template";

/** Something that looks wrong before any event came. */
export interface ExpressionIssue {
  readonly message: string;
  /** False where only the known fields speak against it: an event may still have the field. */
  readonly isCertain: boolean;
}

type KnownFields = readonly Pick<FieldInfo, "path" | "type">[];

/** What is known below a path: names of fields, by the path of their owner. */
function membersByOwner(fields: KnownFields): ReadonlyMap<string, ReadonlySet<string>> {
  const members = new Map<string, Set<string>>();
  for (const { path } of fields) {
    const segments = parsePath(path) ?? [];
    for (const [index, segment] of segments.entries()) {
      if (index === 0 || typeof segment === "number") continue;
      const owner = keyOf(segments.slice(0, index));
      const names = members.get(owner) ?? new Set<string>();
      members.set(owner, names.add(segment));
    }
  }
  return members;
}

function keyOf(segments: readonly PathSegment[]): string {
  return JSON.stringify(segments);
}

/** The first name on a path that is not among the known ones; paths that nothing is known about pass. */
function unknownOnPath(path: readonly PathSegment[], fields: KnownFields): string | undefined {
  const [root] = path;
  if (root !== "data" && root !== "steps") return undefined;
  const members = membersByOwner(fields);
  for (const [index, segment] of path.entries()) {
    if (index === 0) continue;
    if (typeof segment === "number") return undefined;
    const known = members.get(keyOf(path.slice(0, index)));
    if (!known) return undefined;
    if (!known.has(segment))
      return noSuch(root === "steps" && index === 1 ? "step" : "field", segment, known);
  }
  return undefined;
}

/** A chain of accesses with fixed names, as `data.items[0].price`; nothing for everything else. */
function pathOf(node: ASTNode): PathSegment[] | undefined {
  if (node.op === "id") return [node.args];
  if (node.op === ".") {
    const owner = pathOf(node.args[0]);
    return owner && [...owner, node.args[1]];
  }
  if (node.op !== "[]") return undefined;
  const [owner, index] = [pathOf(node.args[0]), node.args[1]];
  if (!owner || index.op !== "value") return undefined;
  if (typeof index.args === "string") return [...owner, index.args];
  return typeof index.args === "bigint" ? [...owner, Number(index.args)] : undefined;
}

/** All paths that must be there; what `has`, `orElse`, `orValue` and `.?` ask for may be missing. */
function* neededPaths(node: ASTNode): Generator<readonly PathSegment[]> {
  const path = pathOf(node);
  if (path) {
    yield path;
    return;
  }
  switch (node.op) {
    case "value":
    case "id":
      return;
    case ".":
    case ".?":
      yield* neededPaths(node.args[0]);
      return;
    case "list":
      for (const item of node.args) yield* neededPaths(item);
      return;
    case "map":
      for (const [key, value] of node.args) {
        yield* neededPaths(key);
        yield* neededPaths(value);
      }
      return;
    case "!_":
    case "-_":
      yield* neededPaths(node.args);
      return;
    case "call": {
      const [name, args] = node.args;
      const needed = name === "has" ? [] : name === "orElse" || name === "orValue" ? args.slice(1) : args;
      for (const arg of needed) yield* neededPaths(arg);
      return;
    }
    case "rcall": {
      const [name, receiver, args] = node.args;
      for (const part of name === "orValue" ? args : [receiver, ...args]) yield* neededPaths(part);
      return;
    }
    default:
      for (const part of node.args) yield* neededPaths(part);
  }
}

/** What looks wrong with an expression, given the fields that are known at its place. */
export function checkExpression(source: string, fields: KnownFields): ExpressionIssue | undefined {
  const problem = expressionProblem(source);
  if (problem) return { message: problem.message, isCertain: true };
  for (const path of neededPaths(parseExpression(source))) {
    const message = unknownOnPath(path, fields);
    if (message !== undefined) return { message, isCertain: false };
  }
  return undefined;
}

/** What looks wrong with a template, or with any template inside a JSON value. */
export function checkTemplate(template: unknown, fields: KnownFields): ExpressionIssue | undefined {
  const problem = templateProblem(template);
  if (problem) return { message: problem.message, isCertain: true };
  for (const expression of expressionsIn(template)) {
    const issue = checkExpression(expression, fields);
    if (issue) return issue;
  }
  return undefined;
}

function checkRow(row: ConditionRow, fields: KnownFields): ExpressionIssue | undefined {
  const path = parsePath(row.field);
  if (!path) return { message: "A row has no field. Choose one.", isCertain: true };
  const message = row.operator === "is-empty" ? undefined : unknownOnPath(path, fields);
  if (message !== undefined) return { message, isCertain: false };
  return checkTemplate([row.value, row.upTo], fields);
}

function rowsOf(rows: readonly (ConditionRow | ConditionGroup)[]): readonly ConditionRow[] {
  return rows.flatMap((row) => ("rows" in row ? row.rows : [row]));
}

/** What looks wrong with a condition: its expression, or the first row that does. */
export function checkCondition(condition: Condition, fields: KnownFields): ExpressionIssue | undefined {
  if ("expression" in condition) return checkExpression(condition.expression, fields);
  for (const row of rowsOf(condition.rows)) {
    const issue = checkRow(row, fields);
    if (issue) return issue;
  }
  return undefined;
}
