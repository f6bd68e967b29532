/**
 * A step could not do its work. `retryable` failures are tried again by the consumer's failure
 * policy; the others end the delivery as a dead letter at once.
 */
export class StepFailure extends Error {
  override readonly name = "StepFailure";
  readonly code: string;
  readonly isRetryable: boolean;
  /** Earliest time of the next try, in milliseconds from now, when the other side asked for one. */
  readonly retryAfterMs: number | undefined;

  /** @param message one sentence for people: what happened, naming the thing */
  constructor(code: string, message: string, options: { retryable: boolean; retryAfterMs?: number }) {
    super(message);
    this.code = code;
    this.isRetryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
  }
}
