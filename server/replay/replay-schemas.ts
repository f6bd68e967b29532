import * as z from "zod";

/** Which stored events to run again; the parts are joined. */
export const selectionSchema = z.object({
  parts: z
    .array(
      z.union([
        z.object({ topic: z.string(), offsets: z.array(z.number().int().min(1)).min(1).max(10_000) }),
        z
          .object({
            topic: z.string(),
            fromOffset: z.number().int().min(1),
            toOffset: z.number().int().min(1),
          })
          .refine((range) => range.fromOffset <= range.toOffset, "The range ends before it begins."),
        z.object({ topic: z.string(), from: z.date(), to: z.date() }),
      ]),
    )
    .min(1)
    .max(50),
});

/** How a replay runs, as stored with it. */
export const replayOptionsSchema = z.object({
  subscriptionIds: z.array(z.uuid()).min(1).max(200),
  /** Steps that act on the outside world really do; otherwise they say what they would have done. */
  withOutsideEffects: z.boolean(),
});

export const replayStates = ["planned", "running", "paused", "done", "cancelled"] as const;
export type ReplayState = (typeof replayStates)[number];
