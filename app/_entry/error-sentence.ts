import { isTRPCClientError } from "@trpc/client";

/** What to tell a person about a call that failed: the server's own sentence, or that it could not be reached. */
export function errorSentence(error: unknown): string {
  const code: unknown = isTRPCClientError(error) ? error.data?.code : undefined;
  // Without a code the answer did not come from our server at all.
  if (error instanceof Error && code !== undefined) return error.message;
  return "Millrace cannot be reached. Nothing was changed; try again when it is back.";
}
