export type ExpressionErrorCode =
  | "syntax"
  | "missing-field"
  | "unknown-name"
  | "unknown-function"
  | "wrong-type"
  | "wrong-value"
  | "too-much"
  | "not-offered"
  | "not-loaded";

/** An expression that cannot be read or has no value here; the message is one sentence for people. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  readonly code: ExpressionErrorCode;
  /** Where in the expression, in characters from its start; absent when it is about the whole. */
  readonly position: number | undefined;

  constructor(code: ExpressionErrorCode, message: string, position?: number) {
    super(message);
    this.code = code;
    this.position = position;
  }
}
