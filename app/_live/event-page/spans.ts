import type { AttemptTrace } from "@/flow/delivery/delivery-trace";

/** A stretch of time between an event's arrival and the end of its delivery. */
export interface Span {
  readonly kind: "waiting" | "working";
  readonly startMs: number;
  readonly durationMs: number;
  readonly words: string;
}

interface Timed {
  readonly trace: readonly AttemptTrace[];
  readonly status: string;
  readonly dueAt: Date | null;
}

/**
 * Where the time of a delivery went, in milliseconds after the event was received: waiting until and between attempts, and
 * working in them. Clocks may differ by a little; nothing is shorter than 0.
 */
export function spansOf(receivedAt: Date, { trace, status, dueAt }: Timed, now: Date): Span[] {
  const spans: Span[] = [];
  let at = 0;
  const wait = (until: number, words: string) => {
    if (until > at) spans.push({ kind: "waiting", startMs: at, durationMs: until - at, words });
    at = Math.max(at, until);
  };
  for (const attempt of trace) {
    const start = Date.parse(attempt.startedAt) - receivedAt.getTime();
    wait(start, spans.length === 0 ? "Until it was taken up" : "Until it was tried again");
    const words = trace.length === 1 ? "Worked" : `Attempt ${attempt.attempt}`;
    spans.push({ kind: "working", startMs: at, durationMs: attempt.durationMs, words });
    at += attempt.durationMs;
  }
  if (status === "retrying" || status === "held") {
    const until = Math.min(dueAt?.getTime() ?? now.getTime(), now.getTime());
    wait(until - receivedAt.getTime(), "Waits");
  }
  return spans;
}
