import * as z from "zod";

/** Which events of the chosen topics a viewer wants; all given parts must fit. */
export const eventFilterSchema = z.object({
  /** Names; absent: all topics of the workspace. */
  topics: z.array(z.string()).max(200).optional(),
  correlationId: z.string().max(500).optional(),
  key: z.string().max(500).optional(),
  /** Part of the id, or a run of characters of the payload exactly as it was sent. */
  text: z.string().max(200).optional(),
});
export type EventFilter = z.infer<typeof eventFilterSchema>;

/**
 * The filter as a condition on `event e`, with values as parameters `$first`, `$first+1`, `$first+2`.
 * Topics are chosen by the query around it.
 */
export function eventFilterSql(first: number): string {
  const [correlation, key, text] = [`$${first}::text`, `$${first + 1}::text`, `$${first + 2}::text`];
  return `(${correlation} IS NULL OR e.correlation_id = ${correlation})
      AND (${key} IS NULL OR e.key = ${key})
      AND (${text} IS NULL OR position(${text} IN e.id) > 0 OR position(convert_to(${text}, 'UTF8') IN e.data) > 0)`;
}

/** The values for `eventFilterSql`, in its order. */
export function eventFilterValues(filter: EventFilter): (string | null)[] {
  return [filter.correlationId ?? null, filter.key ?? null, filter.text ?? null];
}
