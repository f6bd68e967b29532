import type { EventEnvelope } from "../event/event-envelope";

/** Code of a person, as a step hands it over. */
export interface StepCode {
  /** The body of a function of `event` and `steps`. */
  readonly code: string;
  readonly timeLimitMs: number;
}

/** Code with everything that it may see. The same job gives the same value, every time. */
export interface CodeJob extends StepCode {
  /** The envelope, and the payload as the steps above left it. */
  readonly event: EventEnvelope & { readonly data: unknown };
  /** Results of the steps above by id. */
  readonly steps: Readonly<Record<string, unknown>>;
  /** Its clock stands still at this time. */
  readonly now: Date;
  /** Its random numbers follow from this. */
  readonly seed: string;
}

/** What the pipeline tells the runtime about one run of code. */
export interface CodeCall {
  readonly stepId: string;
  /** What is left of the attempt's time limit. */
  readonly timeoutMs: number;
  /** Adds a line to the step's trace, also before a failure is thrown. */
  readonly log: (line: string) => void;
}
