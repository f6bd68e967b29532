import * as z from "zod";
import type { SchemaFailure } from "../schema/failure";

const publishedSchema = z.object({
  /** UUIDv5 of (delivery, step, index): the same for every attempt, so it is also the idempotency key. */
  id: z.string(),
  stepId: z.string(),
  /** Name of the topic as the document has it; the plan maps it to an id. */
  topic: z.string(),
  data: z.unknown().optional(),
  subject: z.string().optional(),
  key: z.string().optional(),
});

// `undefined` is left out of stored JSON, so whatever may be undefined may be absent.
const finishedStepSchema = z.object({
  output: z.unknown().optional(),
  /** Branches that it chose, for steps that branch. */
  branchIds: z.array(z.string()).optional(),
  /** Why it stopped, for steps that did. */
  stopped: z.string().optional(),
  /** In which attempt it was done, from 1. */
  attempt: z.int(),
});

/**
 * Where a delivery stands between two attempts: what the finished steps gave, in full, however short
 * the trace is cut. JSON; kept on the delivery until it ends.
 */
export const checkpointSchema = z.object({
  /** The payload as the finished steps left it. */
  data: z.unknown().optional(),
  /** By step id. */
  finished: z.record(z.string(), finishedStepSchema),
  /** Kept back until all steps have worked. */
  published: z.array(publishedSchema),
  /** An effect exists that cannot be taken back: a call, a message, a changed state, an event to publish. */
  hasActed: z.boolean(),
  /** It goes on because an alarm rang that this step set on this row of the state. */
  alarm: z.object({ stepId: z.string(), store: z.string(), key: z.string() }).optional(),
  /** Where the clock of a replay stands after the waits that it has skipped; ISO. */
  virtualNow: z.iso.datetime().optional(),
});

export type Checkpoint = z.infer<typeof checkpointSchema>;
export type FinishedStep = z.infer<typeof finishedStepSchema>;

/** What an event was held against when it was sent. Never kept in a checkpoint: until it is sent, the gate may change. */
interface Checked {
  readonly subject: string;
  readonly version: number;
  /** Where the version is found. */
  readonly address: string;
  /** Empty: it fits. */
  readonly failures: readonly SchemaFailure[];
  /** It waits in quarantine instead of being sent. */
  readonly isQuarantined: boolean;
}

/** An event that a step publishes, with its derived id. */
export interface PublishedEvent extends z.infer<typeof publishedSchema> {
  /** Absent when its topic asks for nothing, and before it is sent. */
  readonly checked?: Checked | undefined;
}
