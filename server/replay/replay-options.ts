import * as z from "zod";

/** How a replay runs; stored with it. */
export const replayOptionsSchema = z.object({
  /** Subscriptions that get the events again. */
  consumers: z.array(z.uuid()).min(1).max(200),
  /** Steps that act on the outside world do so again, with the keys of the first time. */
  withOutsideEffects: z.boolean().default(false),
});
export type ReplayOptions = z.output<typeof replayOptionsSchema>;
