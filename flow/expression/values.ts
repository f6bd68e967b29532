import { ExpressionError } from "./expression-error";

/** A length of time; CEL's `duration("90s")`. */
export class Duration {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object with fields, not a list, a date or a duration. */
export function isFields(value: unknown): value is Fields {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Duration)
  );
}

/** The kind of a value in words, as people read it in errors. */
export function typeWord(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (value instanceof Duration) return "a duration";
  switch (typeof value) {
    case "string":
      return "a text";
    case "number":
      return "a number";
    case "boolean":
      return "yes or no";
    default:
      return "an object";
  }
}

/** Equality by value; different types are never equal, dates and durations compare by time. */
export function isEqual(left: unknown, right: unknown, charge: Pick<Charge, "spend">): boolean {
  if (left === right) return true;
  if (left instanceof Date || right instanceof Date) {
    return left instanceof Date && right instanceof Date && left.getTime() === right.getTime();
  }
  if (left instanceof Duration || right instanceof Duration) {
    return left instanceof Duration && right instanceof Duration && left.ms === right.ms;
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    charge.spend(left.length);
    return left.every((item, index) => isEqual(item, right[index], charge));
  }
  if (!isFields(left) || !isFields(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  charge.spend(names.length);
  return names.every((name) => Object.hasOwn(right, name) && isEqual(left[name], right[name], charge));
}

function isoDuration(duration: Duration): string {
  return `${duration.ms / 1000}s`;
}

/** What the conversions below may cost; the evaluation's scope, or nothing for values of bounded size. */
interface Charge {
  spend(units: number): void;
  build(chars: number): void;
}
const free: Charge = { spend: () => {}, build: () => {} };

/** A result as JSON can hold it: dates as ISO texts, durations as `90s`. */
export function toJson(value: unknown, charge: Charge = free): unknown {
  if (typeof value === "string") charge.build(value.length);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Duration) return isoDuration(value);
  if (Array.isArray(value)) {
    charge.spend(value.length);
    return value.map((item) => toJson(item, charge) ?? null);
  }
  if (isFields(value)) {
    const entries = Object.entries(value);
    charge.spend(entries.length);
    return Object.fromEntries(entries.map(([name, item]) => [name, toJson(item, charge)]));
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new ExpressionError("wrong-value", "The result is not a number that can be stored.");
  }
  return value;
}

/** A value inside a text: nothing and null become the empty text, lists and objects their JSON. */
export function toText(value: unknown, charge: Charge = free): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Duration) return isoDuration(value);
  return typeof value === "object" ? JSON.stringify(toJson(value, charge)) : String(value);
}
