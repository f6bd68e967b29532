import type { FieldInfo } from "../node/step-definition";
import type { ConditionOperator } from "./condition";

/** Each operator as people read it between a field and a value. */
export const operatorWords: Readonly<Record<ConditionOperator, string>> = {
  is: "is",
  "is-not": "is not",
  contains: "contains",
  "starts-with": "starts with",
  "ends-with": "ends with",
  "is-one-of": "is one of",
  "is-empty": "is empty",
  "is-not-empty": "is not empty",
  eq: "=",
  ne: "≠",
  gt: ">",
  gte: "≥",
  lt: "<",
  lte: "≤",
  between: "between",
  before: "before",
  after: "after",
  "in-the-last": "in the last",
  "is-yes": "is yes",
  "is-no": "is no",
  "has-more-than": "has more than",
};

const textOperators: readonly ConditionOperator[] = [
  "is",
  "is-not",
  "contains",
  "starts-with",
  "ends-with",
  "is-one-of",
  "is-empty",
  "is-not-empty",
];
const numberOperators: readonly ConditionOperator[] = ["eq", "ne", "gt", "gte", "lt", "lte", "between"];
const emptiness: readonly ConditionOperator[] = ["is-empty", "is-not-empty"];

const operatorsByType: Readonly<Record<FieldInfo["type"], readonly ConditionOperator[]>> = {
  text: textOperators,
  number: [...numberOperators, ...emptiness],
  "yes-no": ["is-yes", "is-no", ...emptiness],
  date: ["before", "after", "in-the-last", ...emptiness],
  list: ["contains", "has-more-than", ...emptiness],
  object: emptiness,
  unknown: [...textOperators, ...numberOperators, "is-yes", "is-no", "before", "after", "in-the-last"],
};

/** The operators that make sense for a field, the usual one first. */
export function operatorsFor(type: FieldInfo["type"]): readonly ConditionOperator[] {
  return operatorsByType[type];
}

const withoutValue: ReadonlySet<ConditionOperator> = new Set(["is-empty", "is-not-empty", "is-yes", "is-no"]);

/** Whether a row with this operator compares with a value at all. */
export function takesValue(operator: ConditionOperator): boolean {
  return !withoutValue.has(operator);
}
