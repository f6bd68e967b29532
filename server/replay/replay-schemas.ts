import * as z from "zod";

const offset = z.number().int().min(1);

/** Which stored events to run again; the parts are joined, and the filter holds for all of them. */
export const selectionSchema = z.object({
  parts: z
    .array(
      z.union([
        z.object({ topic: z.string(), offsets: z.array(offset).min(1).max(10_000) }),
        z
          .object({ topic: z.string(), fromOffset: offset, toOffset: offset })
          .refine((range) => range.fromOffset <= range.toOffset, "The range ends before it begins."),
        z.object({ topic: z.string(), from: z.date(), to: z.date() }),
        z.object({ topic: z.string(), isAll: z.literal(true) }),
      ]),
    )
    .min(1)
    .max(50),
  filter: z
    .object({
      /** Found in the payload letter by letter. */
      text: z.string().min(1).max(500).optional(),
      key: z.string().min(1).max(500).optional(),
      correlationId: z.string().min(1).max(500).optional(),
      /** Only those that one of the chosen consumers has given up. */
      isDead: z.boolean().optional(),
    })
    .default({}),
  /** Only the first so many, in the order in which they came. */
  first: z.number().int().min(1).max(10_000).optional(),
});

/** How fast events are handed out. The bounds keep every time of a schedule one that can be written. */
export const paceSchema = z.discriminatedUnion("kind", [
  /** As slots are free. */
  z.object({ kind: z.literal("asFast") }),
  z.object({ kind: z.literal("rate"), perSecond: z.number().min(0.0001).max(100_000) }),
  /** As they came, so many times faster. */
  z.object({ kind: z.literal("spacing"), speed: z.number().min(0.01).max(100_000) }),
]);
export type ReplayPace = z.output<typeof paceSchema>;

const replayOptions = z.object({
  subscriptionIds: z.array(z.uuid()).min(1).max(200),
  /** Steps that act on the outside world really do; otherwise they say what they would have done. */
  withOutsideEffects: z.boolean(),
  /** Nothing is published, sent or kept: only what would come of it is compared. */
  isDryRun: z.boolean().default(false),
  /** Every delivery is compared with the first one of its event. */
  isCompared: z.boolean().default(false),
  /** `original`: the one that each event ran through the first time. `draft`: as it was when this was planned. */
  revision: z.enum(["current", "original", "draft"]).default("current"),
  /** It pauses by itself when so many deliveries were given up. */
  stopAfterFailures: z.number().int().min(1).max(1_000_000).optional(),
  pace: paceSchema.default({ kind: "asFast" }),
});

/** How a replay runs, as stored with it. */
export const replayOptionsSchema = replayOptions
  .refine(
    ({ revision, isDryRun }) => revision !== "draft" || isDryRun,
    "A draft can only be tried in a dry run. Deploy it to replay events through it.",
  )
  .refine(
    ({ withOutsideEffects, isDryRun }) => !withOutsideEffects || !isDryRun,
    "A dry run acts on nothing outside.",
  );
export type ReplayOptions = z.output<typeof replayOptionsSchema>;

export const replayStates = ["planning", "planned", "running", "paused", "done", "cancelled"] as const;
export type ReplayState = (typeof replayStates)[number];
