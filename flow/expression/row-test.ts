import type { ConditionOperator } from "../document/condition";
import { dateFrom, spanMs } from "./time-values";
import { isFields, toText } from "./values";

/** What a row compares with: `value`, for `between` also `upTo`, and the time. */
export interface RowOperands {
  readonly value: unknown;
  readonly upTo: unknown;
  readonly now: Date;
}
type RowTest = (found: unknown, operands: RowOperands) => boolean;

/** Numbers, and texts that are numbers: senders of forms have nothing but texts. */
function numberFrom(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function numbers(test: (found: number, value: number) => boolean): RowTest {
  return (found, { value }) => {
    const [left, right] = [numberFrom(found), numberFrom(value)];
    return left !== undefined && right !== undefined && test(left, right);
  };
}

function texts(test: (found: string, value: string) => boolean): RowTest {
  return (found, { value }) =>
    !isFields(found) && !Array.isArray(found) && test(toText(found), toText(value));
}

function dates(test: (found: number, value: number) => boolean): RowTest {
  return (found, { value }) => {
    const [left, right] = [dateFrom(found), dateFrom(value)];
    return left !== undefined && right !== undefined && test(left.getTime(), right.getTime());
  };
}

/** Whether there is nothing in it: missing, null, an empty text, list or object. */
export function isEmptyValue(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && Object.keys(value).length === 0;
}

function choicesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map((item) => toText(item));
  return toText(value)
    .split(",")
    .map((choice) => choice.trim());
}

function isBetween(found: unknown, { value, upTo }: RowOperands): boolean {
  const inOrder = (read: (of: unknown) => number | undefined) => {
    const [low, middle, high] = [read(value), read(found), read(upTo)];
    return low !== undefined && middle !== undefined && high !== undefined && low <= middle && middle <= high;
  };
  return inOrder(numberFrom) || inOrder((of) => dateFrom(of)?.getTime());
}

function isInTheLast(found: unknown, { value, now }: RowOperands): boolean {
  const [date, span] = [dateFrom(found)?.getTime(), spanMs(value)];
  return date !== undefined && span !== undefined && date <= now.getTime() && date >= now.getTime() - span;
}

const isTrue = (value: unknown) => value === true || value === 1 || /^(true|yes|on|1)$/i.test(toText(value));
const isFalse = (value: unknown) =>
  value === false || value === 0 || /^(false|no|off|0)$/i.test(toText(value));

/** What each operator asks of a value that is there. */
export const rowTests: Readonly<Record<ConditionOperator, RowTest>> = {
  is: texts((found, value) => found === value),
  "is-not": texts((found, value) => found !== value),
  contains: (found, operands) =>
    Array.isArray(found)
      ? found.some((item) => toText(item) === toText(operands.value))
      : texts((whole, part) => whole.includes(part))(found, operands),
  "starts-with": texts((found, value) => found.startsWith(value)),
  "ends-with": texts((found, value) => found.endsWith(value)),
  "is-one-of": (found, { value }) => choicesOf(value).includes(toText(found)),
  "is-empty": isEmptyValue,
  "is-not-empty": (found) => !isEmptyValue(found),
  eq: numbers((found, value) => found === value),
  ne: numbers((found, value) => found !== value),
  gt: numbers((found, value) => found > value),
  gte: numbers((found, value) => found >= value),
  lt: numbers((found, value) => found < value),
  lte: numbers((found, value) => found <= value),
  between: isBetween,
  before: dates((found, value) => found < value),
  after: dates((found, value) => found > value),
  "in-the-last": isInTheLast,
  "is-yes": isTrue,
  "is-no": isFalse,
  "has-more-than": (found, { value }) => {
    const least = numberFrom(value);
    return Array.isArray(found) && least !== undefined && found.length > least;
  },
};
