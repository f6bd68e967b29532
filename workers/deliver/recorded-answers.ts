import type { AttemptTrace, HttpExchange, KeptMail } from "@/flow/delivery/delivery-trace";
import type { StepRuntime } from "@/flow/delivery/pipeline-outcome";
import type { IncomingResponse, OutgoingRequest } from "@/flow/delivery/step-context";

/** From here on the history may hold less than there was. */
const CUT_AT = 4_000;

/** A runtime that calls nobody, and what became of the calls that it was asked for. */
export interface RecordedAnswers {
  readonly runtime: StepRuntime;
  /** Steps whose calls were not answered from the record, and why. */
  readonly asked: ReadonlyMap<string, "other" | "unknown">;
}

/**
 * Answers calls with what the first delivery of the event was answered, where it asked for the same and the answer was
 * kept in full. Otherwise the step learns that nothing was sent.
 * @param runtime one that holds everything back
 * @param attempts what is recorded of the first delivery
 */
export function answerFromRecord(runtime: StepRuntime, attempts: readonly AttemptTrace[]): RecordedAnswers {
  const recorded = new Map<string, readonly HttpExchange[]>();
  const mails = new Map<string, readonly KeptMail[]>();
  const sent = new Set<string>();
  for (const { steps } of attempts) {
    for (const { stepId, exchanges, mails: kept, outcome } of steps) {
      if (exchanges !== undefined) recorded.set(stepId, exchanges);
      if (kept !== undefined) mails.set(stepId, kept);
      if (outcome === "done") sent.add(stepId);
    }
  }
  const asked = new Map<string, "other" | "unknown">();
  const calls = new Map<string, number>();
  const messages = new Map<string, number>();
  return {
    asked,
    runtime: {
      ...runtime,
      async http(request, call) {
        const number = calls.get(call.stepId) ?? 0;
        calls.set(call.stepId, number + 1);
        const exchange = recorded.get(call.stepId)?.[number];
        const held = await runtime.http(request, call);
        if (exchange === undefined) {
          // A call that was not made the first time, if the record is complete.
          asked.set(call.stepId, attempts.length > 0 ? "other" : "unknown");
          return held;
        }
        if (!isSameRequest(exchange, request)) {
          asked.set(call.stepId, "other");
          return held;
        }
        const answer = answerOf(exchange);
        if (answer === undefined) asked.set(call.stepId, "unknown");
        return answer ?? held;
      },
      async mail(message, call) {
        const number = messages.get(call.stepId) ?? 0;
        messages.set(call.stepId, number + 1);
        const kept = mails.get(call.stepId);
        const first = kept?.[number];
        const held = await runtime.mail(message, call);
        if (first === undefined) {
          // Of what was sent without being recorded, only that it was is known.
          const isUnknown = kept === undefined && (sent.has(call.stepId) || attempts.length === 0);
          asked.set(call.stepId, isUnknown ? "unknown" : "other");
          return held;
        }
        if (held.kept === undefined || !isSameMail(first, held.kept)) {
          asked.set(call.stepId, "other");
          return held;
        }
        // The first one may have been held back itself.
        if (first.messageId === undefined) return held;
        return { messageId: first.messageId, isRecorded: true, kept: held.kept };
      },
    },
  };
}

/** Whether a request is the one of an exchange, as far as that was kept: what was secret was taken out of it. */
function isSameRequest(exchange: HttpExchange, request: OutgoingRequest): boolean {
  if (exchange.method !== request.method) return false;
  if (!isSameAddress(exchange.url, request.url)) return false;
  const body = request.body ?? "";
  const kept = exchange.requestBody ?? "";
  if (kept.includes("[redacted]")) return true;
  return body.length < CUT_AT ? kept === body : body.startsWith(kept.slice(0, CUT_AT));
}

/** Both are cut at the same length. */
function isSameMail(first: KeptMail, now: KeptMail): boolean {
  return (["to", "subject", "text"] as const).every(
    (part) => first[part] === now[part] || first[part].includes("[redacted]"),
  );
}

function isSameAddress(kept: string, asked: string): boolean {
  // The installation's own demo endpoint is asked for by its path.
  if (!URL.canParse(kept) || !URL.canParse(asked.trim(), kept)) return false;
  const base = new URL(kept);
  const address = new URL(asked.trim(), base);
  if (address.origin !== base.origin || address.pathname !== base.pathname) return false;
  return kept.includes("[redacted]") || address.search === base.search || base.search.includes("redacted");
}

function answerOf({ status, responseHeaders, responseBody }: HttpExchange): IncomingResponse | undefined {
  if (status === undefined || (responseBody?.length ?? 0) >= CUT_AT) return undefined;
  // What it was sent on to may be anything.
  if (status >= 300 && status < 400 && status !== 304) return undefined;
  return { status, headers: responseHeaders ?? {}, body: responseBody ?? "", isRecorded: true };
}
