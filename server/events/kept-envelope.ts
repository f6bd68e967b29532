import * as z from "zod";

/** What the database keeps of an `EventDraft` outside of the log, as a sample or in quarantine: all but its payload. */
export const keptEnvelopeSchema = z.object({
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string().optional(),
  time: z.string().optional(),
  contentType: z.string(),
  dataSchema: z.string().optional(),
  key: z.string().optional(),
  correlationId: z.string().optional(),
  causationId: z.string().optional(),
  hops: z.number().optional(),
  traceParent: z.string().optional(),
  replayId: z.string().optional(),
  isTest: z.boolean().optional(),
  extensions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
