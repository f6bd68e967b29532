import type { Condition, ConditionGroup, ConditionRow } from "../document/condition";
import type { FieldInfo } from "../node/step-definition";
import { noSuch } from "./did-you-mean";
import { expressionProblem } from "./evaluate";
import { parseExpression } from "./parse-expression";
import { type PathSegment, parsePath } from "./paths";
import { expressionsIn, templateProblem } from "./template";
import { usedPaths } from "./used-paths";

/** Something that looks wrong before any event came. */
export interface ExpressionIssue {
  readonly message: string;
  /** False where only the known fields speak against it: an event may still have the field. */
  readonly isCertain: boolean;
}

type KnownFields = readonly Pick<FieldInfo, "path" | "type">[];

const membersOf = new WeakMap<KnownFields, ReadonlyMap<string, ReadonlySet<string>>>();

/** What is known below a path: names of fields, by the path of their owner. */
function membersByOwner(fields: KnownFields): ReadonlyMap<string, ReadonlySet<string>> {
  const before = membersOf.get(fields);
  if (before) return before;
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
  membersOf.set(fields, members);
  return members;
}

/** Items of a list are alike: what is known of the first holds for all. */
function keyOf(segments: readonly PathSegment[]): string {
  return JSON.stringify(segments.map((segment) => (typeof segment === "number" ? 0 : segment)));
}

/** The first name on a path that is not among the known ones; nothing for paths that nothing is known about. */
export function firstUnknown(
  path: readonly PathSegment[],
  fields: KnownFields,
): { readonly index: number; readonly name: string; readonly known: ReadonlySet<string> } | undefined {
  const [root] = path;
  if (root !== "data" && root !== "steps") return undefined;
  const members = membersByOwner(fields);
  for (const [index, segment] of path.entries()) {
    if (index === 0 || typeof segment === "number") continue;
    const known = members.get(keyOf(path.slice(0, index)));
    if (!known) return undefined;
    if (!known.has(segment)) return { index, name: segment, known };
  }
  return undefined;
}

function unknownOnPath(path: readonly PathSegment[], fields: KnownFields): string | undefined {
  const unknown = firstUnknown(path, fields);
  if (!unknown) return undefined;
  const thing = path[0] === "steps" && unknown.index === 1 ? "step" : "field";
  return noSuch(thing, unknown.name, unknown.known);
}

/** What looks wrong with an expression, given the fields that are known at its place. */
export function checkExpression(source: string, fields: KnownFields): ExpressionIssue | undefined {
  const problem = expressionProblem(source);
  if (problem) return { message: problem.message, isCertain: true };
  for (const { path, isNeeded } of usedPaths(parseExpression(source))) {
    if (!isNeeded) continue;
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
