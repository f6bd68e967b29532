import * as z from "zod";
import { MAX_LOG_CHARS, MAX_LOG_LINES, MAX_OUTPUT_CHARS, type RunReply, wrongKinds } from "./messages";

/** A line that is longer than this comes from no runner of ours. JSON in JSON: every character may be escaped. */
export const MAX_REPLY_CHARS = 6 * MAX_OUTPUT_CHARS + 6 * MAX_LOG_LINES * (MAX_LOG_CHARS + 100) + 20_000;

const replySchema: z.ZodType<RunReply> = z.object({
  log: z.array(z.string().max(MAX_LOG_CHARS + 100)).max(MAX_LOG_LINES + 1),
  output: z.string().max(MAX_OUTPUT_CHARS).optional(),
  wrong: z
    .object({
      kind: z.enum(wrongKinds),
      message: z.string().max(2000),
      line: z.number().int().positive().optional(),
    })
    .optional(),
});

/** Reads what a runner has written; nothing when it is no reply. It stands on the other side of a fence. */
export function parseReply(line: string): RunReply | undefined {
  try {
    return replySchema.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
