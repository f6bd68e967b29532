import * as z from "zod";

/** Operators of the condition builder; the words people read are in `operator-words.ts`. */
export const conditionOperators = [
  "is",
  "is-not",
  "contains",
  "starts-with",
  "ends-with",
  "is-one-of",
  "is-empty",
  "is-not-empty",
  "eq",
  "ne",
  "gt",
  "gte",
  "lt",
  "lte",
  "between",
  "before",
  "after",
  "in-the-last",
  "is-yes",
  "is-no",
  "has-more-than",
] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

const rowSchema = z.strictObject({
  /** Path of the field, as in expressions: `data.total`. */
  field: z.string().max(400),
  operator: z.enum(conditionOperators),
  value: z.json().optional(),
  /** Upper bound, for `between` only. */
  upTo: z.json().optional(),
});

const groupSchema = z.strictObject({ match: z.enum(["all", "any"]), rows: z.array(rowSchema).max(50) });

/** Rows under "all of / any of" with one nested level of groups, or one CEL expression. */
export const conditionSchema = z.union([
  z.strictObject({ match: z.enum(["all", "any"]), rows: z.array(z.union([rowSchema, groupSchema])).max(50) }),
  z.strictObject({ expression: z.string().max(4000) }),
]);

export type ConditionRow = z.infer<typeof rowSchema>;
export type ConditionGroup = z.infer<typeof groupSchema>;
export type Condition = z.infer<typeof conditionSchema>;
