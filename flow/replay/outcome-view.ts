import type { AttemptTrace, KeptMail } from "../delivery/delivery-trace";

/** What a step came to in a delivery, as far as two runs of it can be compared. */
export interface StepView {
  readonly stepId: string;
  readonly outcome: "done" | "stopped" | "failed" | "held";
  /** Of a step that branches. */
  readonly branchIds?: readonly string[] | undefined;
  /** Cut to the size of a trace. */
  readonly output?: unknown;
  readonly error?: string | undefined;
  /** E-mails that it sent, or would have sent. Absent: none, or not recorded. */
  readonly emails?: readonly EmailView[] | undefined;
  /**
   * Of a step that calls out and was kept from it: `other` than the first time is what it asked for; `unknown` what it
   * would have been answered.
   */
  readonly asked?: "other" | "unknown" | undefined;
}

/** An e-mail without the id that it was sent with. */
export type EmailView = Omit<KeptMail, "messageId">;

/** An event that a delivery published, without what differs in every run: ids and times. */
export interface PublishedView {
  /** Tells the parts of one delivery apart; not compared. */
  readonly id?: string | undefined;
  readonly topic: string;
  readonly key?: string | undefined;
  readonly subject?: string | undefined;
  readonly data: unknown;
}

/** The end of a delivery, as far as two of them can be compared. */
export interface OutcomeView {
  readonly status: "succeeded" | "filtered" | "dead";
  /** Why it failed or stopped. */
  readonly message?: string | undefined;
  /** Absent: not recorded, or trimmed since. */
  readonly steps?: readonly StepView[] | undefined;
  /** Absent: not in the log any more. */
  readonly published?: readonly PublishedView[] | undefined;
}

/**
 * The last word of every step over all attempts, in the order in which they first ran.
 * @returns undefined when nothing was recorded
 */
export function stepViewsOf(attempts: readonly AttemptTrace[]): StepView[] | undefined {
  const views = new Map<string, StepView>();
  for (const { steps } of attempts) {
    for (const { stepId, outcome, branchIds, output, error, mails } of steps) {
      // What an earlier attempt has done stands there already.
      if (outcome === "skipped") continue;
      views.set(stepId, {
        stepId,
        outcome,
        ...(branchIds === undefined ? {} : { branchIds }),
        ...(output === undefined ? {} : { output }),
        ...(error === undefined ? {} : { error: error.message }),
        ...(mails === undefined
          ? {}
          : { emails: mails.map(({ to, subject, text }) => ({ to, subject, text })) }),
      });
    }
  }
  return views.size === 0 ? undefined : [...views.values()];
}
