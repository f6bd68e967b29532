/**
 * Every way in which a use case can refuse, with the HTTP status that REST and tRPC answer.
 * A new code without a status does not compile.
 */
export const appErrorStatus = {
  "bad-input": 400,
  "not-signed-in": 401,
  "not-allowed": 403,
  "not-found": 404,
  conflict: 409,
  "too-large": 413,
  "not-deployable": 422,
  unfit: 422,
  "too-many": 429,
  unavailable: 503,
} as const satisfies Record<string, number>;
export type AppErrorCode = keyof typeof appErrorStatus;

/** A refusal with a sentence for people: what happened, then what to do. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  /** More for the caller, such as issues or the current version; must be JSON and without secrets. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: AppErrorCode, message: string, details?: Readonly<Record<string, unknown>>) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
