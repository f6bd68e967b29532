import * as z from "zod";
import { selectionSchema } from "./replay-schemas";

const range = z.tuple([z.number(), z.number()]);

/** What is still to be looked at of a replay that is being planned, as stored with it. */
export const planningSchema = z.object({
  /** Per topic the offsets that were not looked at yet, in order. What has arrived since it was begun is not among them. */
  topics: z.array(z.object({ id: z.string(), ranges: z.array(range) })),
  /** How many offsets were looked at, of how many. */
  looked: z.number(),
  of: z.number(),
  /** How many the next part looks at. */
  size: z.number(),
});
export type Planning = z.output<typeof planningSchema>;

/** What was chosen of each topic so far. */
export const planSumsSchema = z.array(
  z.object({
    topicId: z.string(),
    events: z.number(),
    bytes: z.number(),
    firstAt: z.coerce.date(),
    lastAt: z.coerce.date(),
  }),
);
export type PlanSums = z.output<typeof planSumsSchema>;

/** What of a stored selection is asked of every event. */
export const storedFilterSchema = selectionSchema.pick({ filter: true, first: true });
