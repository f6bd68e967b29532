/** One run as it is handed to a runner, as one line of JSON. */
export interface RunRequest {
  readonly code: string;
  /** `{ event, steps }` as JSON. */
  readonly input: string;
  /** What `Date.now()` says, in milliseconds. */
  readonly now: number;
  /** The same seed gives the same `Math.random()`. */
  readonly seed: string;
  readonly timeLimitMs: number;
}

/** The longest text that code may take in, and give back, in characters. */
export const MAX_INPUT_CHARS = 4_000_000;
export const MAX_OUTPUT_CHARS = 1_000_000;
/** What is kept of the lines that code logs. */
export const MAX_LOG_LINES = 50;
export const MAX_LOG_CHARS = 500;
/** The hard end of the memory that one run has, code and values together. */
export const MAX_MEMORY_MB = 64;

/** Why a run gave no value. */
export const wrongKinds = ["syntax", "thrown", "time", "memory", "depth", "too-long", "never"] as const;

/** Why a run gave no value, and where. */
export interface Wrong {
  readonly kind: (typeof wrongKinds)[number];
  readonly message: string;
  /** From 1, in the code as it was written. */
  readonly line?: number | undefined;
}

/** What a runner says about a run, as one line of JSON. */
export interface RunReply {
  readonly log: readonly string[];
  /** JSON; absent when the code returned nothing or failed. */
  readonly output?: string | undefined;
  readonly wrong?: Wrong | undefined;
}
