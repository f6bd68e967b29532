import { ExpressionError } from "./expression-error";
import type { Scope } from "./scope";
import { Duration, isEqual, isFields, toText, typeWord } from "./values";

type BinaryOperator = (left: unknown, right: unknown, scope: Scope) => unknown;

function cannot(what: string, left: unknown, right: unknown): ExpressionError {
  return new ExpressionError("wrong-type", `Cannot ${what} ${typeWord(left)} and ${typeWord(right)}.`);
}

function plus(left: unknown, right: unknown, scope: Scope): unknown {
  if (typeof left === "number" && typeof right === "number") return left + right;
  if (typeof left === "string" || typeof right === "string") {
    const isText = (value: unknown) =>
      typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    if (!isText(left) || !isText(right)) throw cannot("join", left, right);
    const [before, after] = [toText(left), toText(right)];
    scope.build(before.length + after.length);
    return before + after;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    scope.spend(left.length + right.length);
    return [...left, ...right];
  }
  if (left instanceof Duration && right instanceof Duration) return new Duration(left.ms + right.ms);
  if (left instanceof Date && right instanceof Duration) return dateOf(left.getTime() + right.ms);
  if (left instanceof Duration && right instanceof Date) return dateOf(left.ms + right.getTime());
  throw cannot("add", left, right);
}

function dateOf(ms: number): Date {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) throw new ExpressionError("wrong-value", "The result is not a date.");
  return date;
}

function minus(left: unknown, right: unknown): unknown {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (left instanceof Date && right instanceof Date) return new Duration(left.getTime() - right.getTime());
  if (left instanceof Date && right instanceof Duration) return dateOf(left.getTime() - right.ms);
  if (left instanceof Duration && right instanceof Duration) return new Duration(left.ms - right.ms);
  throw cannot("subtract", right, left);
}

function arithmetic(what: string, compute: (left: number, right: number) => number): BinaryOperator {
  return (left, right) => {
    if (typeof left !== "number" || typeof right !== "number") throw cannot(what, left, right);
    return compute(left, right);
  };
}

function quotient(left: number, right: number): number {
  if (right === 0) throw new ExpressionError("wrong-value", "Cannot divide by zero.");
  return left / right;
}

function remainder(left: number, right: number): number {
  if (right === 0) throw new ExpressionError("wrong-value", "Cannot divide by zero.");
  return left % right;
}

/** A number below, at or above zero as `left` comes before, with or after `right`. */
export function compareValues(left: unknown, right: unknown, scope: Scope): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "string" && typeof right === "string") {
    scope.read(Math.min(left.length, right.length));
    return left < right ? -1 : left > right ? 1 : 0;
  }
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  if (left instanceof Duration && right instanceof Duration) return left.ms - right.ms;
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  throw cannot("compare", left, right);
}

function isIn(item: unknown, container: unknown, scope: Scope): boolean {
  if (Array.isArray(container)) {
    scope.spend(container.length);
    return container.some((other) => isEqual(item, other, scope));
  }
  if (isFields(container)) return typeof item === "string" && Object.hasOwn(container, item);
  if (typeof container === "string" && typeof item === "string") {
    scope.read(container.length);
    return container.includes(item);
  }
  throw new ExpressionError("wrong-type", `\`in\` needs a list, not ${typeWord(container)}.`);
}

/** Operators that need both sides; `&&`, `||` and `?:` do not and are compiled. */
export const binaryOperators: Readonly<Record<string, BinaryOperator>> = {
  "+": plus,
  "-": minus,
  "*": arithmetic("multiply", (left, right) => left * right),
  "/": arithmetic("divide", quotient),
  "%": arithmetic("divide", remainder),
  "==": (left, right, scope) => isEqual(left, right, scope),
  "!=": (left, right, scope) => !isEqual(left, right, scope),
  "<": (left, right, scope) => compareValues(left, right, scope) < 0,
  "<=": (left, right, scope) => compareValues(left, right, scope) <= 0,
  ">": (left, right, scope) => compareValues(left, right, scope) > 0,
  ">=": (left, right, scope) => compareValues(left, right, scope) >= 0,
  in: isIn,
};
