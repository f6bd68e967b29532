import { compileNode } from "./compile-expression";
import { ExpressionError } from "./expression-error";
import { parseExpression } from "./parse-expression";
import { type ExpressionRoots, type Run, Scope } from "./scope";
import { toJson } from "./values";

const maxCached = 2000;
const cache = new Map<string, Run | ExpressionError>();

function compiled(source: string): Run {
  let entry = cache.get(source);
  if (!entry) {
    entry = compileOrError(source);
    if (cache.size >= maxCached) cache.clear();
    cache.set(source, entry);
  }
  if (entry instanceof ExpressionError) throw entry;
  return entry;
}

function compileOrError(source: string): Run | ExpressionError {
  try {
    return compileNode(parseExpression(source), new Set());
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

/**
 * Evaluates an expression to a JSON value; `undefined` only where the expression asked for an optional field.
 * Bounded in time and in the size of what it builds, whatever the expression and the event.
 * @param maxUnits a tighter bound on the work, a hundred thousand or so to the millisecond; at most the usual one
 * @throws ExpressionError
 */
export function evaluateExpression(source: string, roots: ExpressionRoots, maxUnits?: number): unknown {
  const scope = new Scope(roots, maxUnits);
  return toJson(compiled(source)(scope), scope);
}

/**
 * What is wrong with an expression as it is written: syntax, names of functions and variables, and the
 * number of arguments. Whether the fields exist is `checkExpression`'s question.
 */
export function expressionProblem(source: string): ExpressionError | undefined {
  const entry = cache.get(source) ?? compileOrError(source);
  return entry instanceof ExpressionError ? entry : undefined;
}
