import type { TRPC_ERROR_CODE_KEY } from "@trpc/server/rpc";
import type { AppErrorCode } from "../app-error";

/** The tRPC code of every refusal; a new refusal without a line here does not compile. */
export const trpcCodeOf = {
  "bad-input": "BAD_REQUEST",
  "not-signed-in": "UNAUTHORIZED",
  "not-allowed": "FORBIDDEN",
  "not-found": "NOT_FOUND",
  conflict: "CONFLICT",
  "too-large": "PAYLOAD_TOO_LARGE",
  "not-deployable": "UNPROCESSABLE_CONTENT",
  unfit: "UNPROCESSABLE_CONTENT",
  "too-many": "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<AppErrorCode, TRPC_ERROR_CODE_KEY>;
