import type { ASTNode } from "@marcbachmann/cel-js";
import { noSuch } from "./did-you-mean";
import { ExpressionError } from "./expression-error";
import { type ExpressionFunction, expressionFunctions } from "./functions";
import { compileMacro, isMacro } from "./macros";
import { binaryOperators } from "./operators";
import type { Run, Scope } from "./scope";
import { isFields, typeWord } from "./values";

/** Names at the top of every expression. */
export const rootNames = ["data", "event", "steps", "now"] as const;
type RootName = (typeof rootNames)[number];

function isRoot(name: string): name is RootName {
  return rootNames.some((root) => root === name);
}

/** Turns a syntax tree into something that runs; `locals` are the variables of the macros around it. */
export function compileNode(node: ASTNode, locals: ReadonlySet<string>): Run {
  const compile = (child: ASTNode) => compileNode(child, locals);
  switch (node.op) {
    case "value":
      return compileValue(node.args, node.start);
    case "id":
      return compileName(node.args, locals, node.start);
    case ".":
      return compileField(compile(node.args[0]), () => node.args[1], false, node.start);
    case ".?":
      return compileField(compile(node.args[0]), () => node.args[1], true, node.start);
    case "[]":
      return compileField(compile(node.args[0]), compile(node.args[1]), false, node.start);
    case "[?]":
      return compileField(compile(node.args[0]), compile(node.args[1]), true, node.start);
    case "list": {
      const items = node.args.map(compile);
      return (scope) => items.map((item) => item(scope));
    }
    case "map": {
      const entries = node.args.map(([key, value]) => [compile(key), compile(value)] as const);
      return (scope) => objectOf(entries, scope);
    }
    case "?:": {
      const [condition, yes, no] = [compile(node.args[0]), compile(node.args[1]), compile(node.args[2])];
      return (scope) => (asBoolean(condition(scope), "?") ? yes(scope) : no(scope));
    }
    case "||":
      return compileLogic(compile(node.args[0]), compile(node.args[1]), true);
    case "&&":
      return compileLogic(compile(node.args[0]), compile(node.args[1]), false);
    case "!_": {
      const value = compile(node.args);
      return (scope) => !asBoolean(value(scope), "!");
    }
    case "-_": {
      const value = compile(node.args);
      return (scope) => negated(value(scope));
    }
    case "call":
      return isMacro(node.args[0], node.args[1].length, false)
        ? compileMacro(node.args[0], undefined, node.args[1], locals, compileNode)
        : compileCall(node.args[0], node.args[1].map(compile), node.start);
    case "rcall": {
      const [name, receiver, args] = node.args;
      return isMacro(name, args.length, true)
        ? compileMacro(name, receiver, args, locals, compileNode)
        : compileCall(name, [compile(receiver), ...args.map(compile)], node.start);
    }
    default: {
      const operator = binaryOperators[node.op];
      if (!operator)
        throw new ExpressionError("not-offered", `\`${node.op}\` is not offered here.`, node.start);
      const [left, right] = [compile(node.args[0]), compile(node.args[1])];
      return (scope) => {
        scope.spend(1);
        return operator(left(scope), right(scope), scope);
      };
    }
  }
}

function compileValue(value: unknown, position: number): Run {
  // JSON has one kind of number, so expressions have one too.
  const constant = typeof value === "bigint" ? Number(value) : value;
  if (typeof constant === "object" && constant !== null) {
    throw new ExpressionError("not-offered", "Bytes and unsigned numbers are not offered here.", position);
  }
  return () => constant;
}

function compileName(name: string, locals: ReadonlySet<string>, position: number): Run {
  if (locals.has(name)) return (scope) => scope.locals.get(name);
  if (isRoot(name)) return (scope) => scope.roots[name];
  throw new ExpressionError("unknown-name", unknownName(name, locals), position);
}

function unknownName(name: string, locals: ReadonlySet<string>): string {
  const known = [...rootNames, ...locals];
  const sentence = noSuch("name", name, known);
  return sentence.includes("Did you mean")
    ? sentence
    : `${sentence} Fields of the event begin with \`data.\`.`;
}

function compileField(target: Run, key: Run, isOptional: boolean, position: number): Run {
  return (scope) => {
    scope.spend(1);
    const owner = target(scope);
    const name = key(scope);
    if (owner === undefined && isOptional) return undefined;
    const value = ownValue(owner, name);
    if (value !== undefined || isOptional) return value;
    throw missing(owner, name, position);
  };
}

function ownValue(owner: unknown, name: unknown): unknown {
  if (Array.isArray(owner)) {
    return typeof name === "number" && Number.isInteger(name) && name >= 0 ? owner[name] : undefined;
  }
  return isFields(owner) && typeof name === "string" && Object.hasOwn(owner, name) ? owner[name] : undefined;
}

function missing(owner: unknown, name: unknown, position: number): ExpressionError {
  if (Array.isArray(owner)) {
    return new ExpressionError(
      "missing-field",
      `The list has no item ${String(name)}; it has ${owner.length}.`,
      position,
    );
  }
  if (!isFields(owner) && owner !== undefined && owner !== null) {
    return new ExpressionError(
      "missing-field",
      `${typeWord(owner)} has no field \`${String(name)}\`.`.replace(/^a/, "A"),
      position,
    );
  }
  const known = isFields(owner) ? Object.keys(owner).slice(0, 1000) : [];
  return new ExpressionError("missing-field", noSuch("field", String(name), known), position);
}

function objectOf(entries: readonly (readonly [Run, Run])[], scope: Scope): Record<string, unknown> {
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const name = key(scope);
      if (typeof name !== "string" && typeof name !== "number") {
        throw new ExpressionError("wrong-type", "The name of a field must be a text.");
      }
      return [String(name), value(scope)];
    }),
  );
}

function asBoolean(value: unknown, operator: string): boolean {
  if (typeof value === "boolean") return value;
  throw new ExpressionError("wrong-type", `\`${operator}\` needs yes or no, not ${typeWord(value)}.`);
}

function negated(value: unknown): number {
  if (typeof value === "number") return -value;
  throw new ExpressionError("wrong-type", `Cannot negate ${typeWord(value)}.`);
}

/** As CEL has it: a side that settles the result wins over an error on the other side. */
function compileLogic(left: Run, right: Run, settling: boolean): Run {
  const operator = settling ? "||" : "&&";
  return (scope) => {
    let failure: ExpressionError;
    try {
      const value = asBoolean(left(scope), operator);
      return value === settling ? settling : asBoolean(right(scope), operator);
    } catch (error) {
      if (!(error instanceof ExpressionError) || error.code === "too-much") throw error;
      failure = error;
    }
    if (asBoolean(right(scope), operator) === settling) return settling;
    throw failure;
  };
}

function compileCall(name: string, args: readonly Run[], position: number): Run {
  if (name === "matches") {
    throw new ExpressionError(
      "not-offered",
      "`matches` is not offered here. Use `regex(text, pattern)`.",
      position,
    );
  }
  const found = expressionFunctions.get(name);
  if (!found)
    throw new ExpressionError(
      "unknown-function",
      noSuch("function", name, expressionFunctions.keys()),
      position,
    );
  checkArguments(found, args.length, position);
  return (scope) => {
    scope.spend(2);
    return found.run(
      args.map((arg) => arg(scope)),
      scope,
    );
  };
}

function checkArguments(found: ExpressionFunction, count: number, position: number): void {
  if (count >= found.minArgs && count <= found.maxArgs) return;
  throw new ExpressionError("wrong-type", `\`${found.name}\` is used as \`${found.signature}\`.`, position);
}
