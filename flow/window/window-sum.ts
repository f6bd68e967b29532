import * as z from "zod";

/** What a window adds up to; `items` are the latest values that were collected. */
export const windowSumSchema = z.object({
  count: z.int(),
  sum: z.number(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  items: z.array(z.unknown()),
});
export type WindowSum = z.infer<typeof windowSumSchema>;

export const emptySum: WindowSum = { count: 0, sum: 0, min: null, max: null, items: [] };

/** Values that a window collects at most; the oldest go first. */
const maxItems = 100;

/** Two sums as one, as when two sessions become one. */
export function joinSums(a: WindowSum, b: WindowSum): WindowSum {
  const least = [a.min, b.min].filter((value) => value !== null);
  const most = [a.max, b.max].filter((value) => value !== null);
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: least.length === 0 ? null : Math.min(...least),
    max: most.length === 0 ? null : Math.max(...most),
    items: [...a.items, ...b.items].slice(-maxItems),
  };
}

/** The sum of one event. @param value a number where numbers are added up */
export function sumOf(value: unknown, isCollected: boolean): WindowSum {
  const number = typeof value === "number" ? value : 0;
  const bound = typeof value === "number" ? value : null;
  return { count: 1, sum: number, min: bound, max: bound, items: isCollected ? [value ?? null] : [] };
}
