import * as z from "zod";
import type { AttemptTrace } from "../delivery/delivery-trace";
import { documentIdSchema, topicNameSchema } from "../document/names";

/** The event that a draft is tried on. */
export const testSampleSchema = z.object({
  topic: topicNameSchema,
  data: z.json(),
  /** What an event says besides its payload, when the sample is one that really came. */
  id: z.string().max(255).optional(),
  type: z.string().max(255).optional(),
  source: z.string().max(2000).optional(),
  subject: z.string().max(2000).optional(),
  key: z.string().max(2000).optional(),
  time: z.iso.datetime({ offset: true }).optional(),
});
export type TestSample = z.infer<typeof testSampleSchema>;

/** What is to be run of a draft, on what, and how. */
export const testRunInputSchema = z.object({
  sample: testSampleSchema,
  /** Ends at this step; absent: everything that comes of the sample. */
  upTo: documentIdSchema.optional(),
  /** Steps that act outside do; else each says what it would send. */
  reallySend: z.boolean().default(false),
});
export type TestRunInput = z.infer<typeof testRunInputSchema>;

const attemptTrace = z.custom<AttemptTrace>((value) => typeof value === "object" && value !== null);

const testDeliverySchema = z.object({
  consumerId: z.string(),
  topic: z.string(),
  /** The payload that it got, cut like all that is traced. */
  data: z.unknown().optional(),
  /** The delivery whose step published the event, by its place in the list; absent for the sample. */
  cause: z.object({ delivery: z.int(), stepId: z.string() }).optional(),
  status: z.enum(["succeeded", "filtered", "failed"]),
  /** Why it went no further. */
  message: z.string().optional(),
  /** Of a failure: in earnest it would be tried again. */
  isRetryable: z.boolean().optional(),
  trace: attemptTrace,
  published: z.array(z.object({ topic: z.string(), stepId: z.string(), data: z.unknown().optional() })),
});
export type TestDelivery = z.infer<typeof testDeliverySchema>;

/** What came of a draft and a sample. */
export const testRunResultSchema = z.object({
  /** In the order in which they ran. */
  deliveries: z.array(testDeliverySchema),
  /** Consumers that the events would have reached, if they were finished: with the sentence of what is missing. */
  unfinished: z.array(z.object({ consumerId: z.string(), message: z.string() })),
  /** Set when it did not end by itself: a loop, or too long. */
  cut: z.string().optional(),
});
export type TestRunResult = z.infer<typeof testRunResultSchema>;
