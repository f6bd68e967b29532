import type { ASTNode } from "@marcbachmann/cel-js";
import { ExpressionError } from "./expression-error";
import type { Run, Scope } from "./scope";
import { isFields, typeWord } from "./values";

/** Compiles a part of the macro in which these variables exist. */
type Compile = (node: ASTNode, locals: ReadonlySet<string>) => Run;

/** Macros with a receiver and how many arguments they take. */
const listMacros: Readonly<Record<string, readonly number[]>> = {
  all: [2],
  exists: [2],
  exists_one: [2],
  filter: [2],
  map: [2, 3],
};

/** Whether a call is one of CEL's macros, whose arguments are not values but code. */
export function isMacro(name: string, argCount: number, hasReceiver: boolean): boolean {
  if (!hasReceiver)
    return (
      (name === "has" && argCount === 1) || ((name === "orElse" || name === "orValue") && argCount === 2)
    );
  return (
    (Object.hasOwn(listMacros, name) && listMacros[name]?.includes(argCount)) ||
    (name === "orValue" && argCount === 1)
  );
}

/** Compiles `has(a.b)`, `orElse(a, b)`, `a.orValue(b)` and the macros that walk a list. */
export function compileMacro(
  name: string,
  receiver: ASTNode | undefined,
  args: readonly ASTNode[],
  locals: ReadonlySet<string>,
  compile: Compile,
): Run {
  const [first, second] = args;
  if (name === "has" && first) {
    const target = compile(first, locals);
    return (scope) => valueOrMissing(target, scope) !== undefined;
  }
  const fallback = receiver ? first : second;
  const optional = receiver ?? first;
  if ((name === "orElse" || name === "orValue") && optional && fallback) {
    const [value, otherwise] = [compile(optional, locals), compile(fallback, locals)];
    return (scope) => {
      const found = valueOrMissing(value, scope);
      return found === undefined || found === null || found === "" ? otherwise(scope) : found;
    };
  }
  if (!receiver || !first) throw new ExpressionError("syntax", `\`${name}\` needs a list.`);
  return compileWalk(name, compile(receiver, locals), first, args.slice(1), locals, compile);
}

function valueOrMissing(run: Run, scope: Scope): unknown {
  try {
    return run(scope);
  } catch (error) {
    if (error instanceof ExpressionError && error.code === "missing-field") return undefined;
    throw error;
  }
}

function compileWalk(
  name: string,
  source: Run,
  variable: ASTNode,
  bodies: readonly ASTNode[],
  locals: ReadonlySet<string>,
  compile: Compile,
): Run {
  if (variable.op !== "id") {
    throw new ExpressionError(
      "syntax",
      `\`${name}\` needs a name for each item first: \`list.${name}(item, …)\`.`,
      variable.start,
    );
  }
  const inner = new Set([...locals, variable.args]);
  const runs = bodies.map((body) => compile(body, inner));
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last)
    throw new ExpressionError("syntax", `\`${name}\` needs something to do with each item.`);
  const test = (scope: Scope) => booleanOf(first(scope), name);
  const isMapWithFilter = name === "map" && runs.length === 2;

  return (scope) => {
    const items = itemsOf(source(scope), name);
    const outer = scope.locals.get(variable.args);
    const each = function* () {
      for (const item of items) {
        scope.spend(5);
        scope.locals.set(variable.args, item);
        yield item;
      }
    };
    try {
      switch (name) {
        case "all":
          return quantified(each(), () => test(scope), false);
        case "exists":
          return quantified(each(), () => test(scope), true);
        case "exists_one":
          return count(each(), () => test(scope)) === 1;
        case "filter":
          return collected(
            each(),
            () => test(scope),
            (item) => item,
          );
        default:
          return collected(
            each(),
            () => !isMapWithFilter || test(scope),
            () => last(scope),
          );
      }
    } finally {
      scope.locals.set(variable.args, outer);
    }
  };
}

function itemsOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (isFields(value)) return Object.keys(value);
  throw new ExpressionError("wrong-type", `\`${name}\` needs a list, not ${typeWord(value)}.`);
}

function booleanOf(value: unknown, name: string): boolean {
  if (typeof value === "boolean") return value;
  throw new ExpressionError(
    "wrong-type",
    `\`${name}\` needs yes or no for each item, not ${typeWord(value)}.`,
  );
}

/** As CEL has it: one item that settles the result wins over errors in others. */
function quantified(items: Iterable<unknown>, test: () => boolean, settling: boolean): boolean {
  let failure: ExpressionError | undefined;
  for (const _item of items) {
    try {
      if (test() === settling) return settling;
    } catch (error) {
      if (!(error instanceof ExpressionError) || error.code === "too-much") throw error;
      failure ??= error;
    }
  }
  if (failure) throw failure;
  return !settling;
}

function count(items: Iterable<unknown>, test: () => boolean): number {
  let total = 0;
  for (const _item of items) if (test()) total += 1;
  return total;
}

function collected(
  items: Iterable<unknown>,
  isWanted: () => boolean,
  pick: (item: unknown) => unknown,
): unknown[] {
  const found: unknown[] = [];
  for (const item of items) if (isWanted()) found.push(pick(item));
  return found;
}
