import * as z from "zod";
import { flowDocumentSchema } from "@/flow/document/flow-document";

/** A draft that could not be sent, and the version it was made on, with what that version held. */
const keptSchema = z.object({
  document: flowDocumentSchema,
  version: z.int(),
  base: flowDocumentSchema.optional(),
});
export type KeptDraft = z.infer<typeof keptSchema>;

const storageKey = (key: string) => `millrace.draft.${key}`;

/** Keeps a draft in this browser until the server is back. */
export function keepDraft(key: string, draft: KeptDraft): void {
  globalThis.localStorage.setItem(storageKey(key), JSON.stringify(draft));
}

/** The draft that this browser still holds for a flow. */
export function keptDraft(key: string): KeptDraft | undefined {
  const stored = globalThis.localStorage.getItem(storageKey(key));
  if (stored === null) return undefined;
  try {
    return keptSchema.parse(JSON.parse(stored));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

export function forgetKept(key: string): void {
  globalThis.localStorage.removeItem(storageKey(key));
}
