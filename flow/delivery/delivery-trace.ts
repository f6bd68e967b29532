/** One outside call as it was made, with secrets already removed. */
export interface HttpExchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody?: string | undefined;
  readonly status?: number | undefined;
  readonly responseHeaders?: Readonly<Record<string, string>> | undefined;
  readonly responseBody?: string | undefined;
}

/** One e-mail as it was sent, or would have been, with secrets already removed; long texts are cut. */
export interface KeptMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Absent: nothing was sent. */
  readonly messageId?: string | undefined;
}

/** What one step did with one event in one attempt. Values are cut to a bounded size when written. */
export interface StepTrace {
  readonly stepId: string;
  readonly branchId?: string | undefined;
  /** Of a step that branches: the branches that were taken. */
  readonly branchIds?: readonly string[] | undefined;
  readonly outcome: "done" | "stopped" | "held" | "failed" | "skipped";
  /** Milliseconds after the attempt began. */
  readonly startedMs: number;
  readonly durationMs: number;
  readonly input?: unknown;
  readonly output?: unknown;
  /** One sentence for people: why it stopped, which branch was taken, until when it waits. */
  readonly note?: string | undefined;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  readonly exchanges?: readonly HttpExchange[] | undefined;
  readonly mails?: readonly KeptMail[] | undefined;
  /** Lines that code has logged; few and short. */
  readonly log?: readonly string[] | undefined;
}

/** One try of a delivery. */
export interface AttemptTrace {
  /** From 1. */
  readonly attempt: number;
  /** ISO time of the database's clock. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly steps: readonly StepTrace[];
}
