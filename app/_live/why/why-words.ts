import { formatDuration, formatPlural } from "@/app/_ui/format";
import { formatTime } from "@/app/_ui/format-time";
import type { ShownStatus } from "@/flow/delivery/delivery-status";
import type { WaitFor, WhyFact } from "@/server/why/why-fact";

type Delivery = Extract<WhyFact, { kind: "delivery" }>;

/** How the mark in front of a sentence looks. */
export function stateOf(fact: WhyFact): ShownStatus {
  if (fact.kind === "delivery") return fact.status;
  if (fact.kind === "running") return "running";
  return fact.kind === "waiting" ? "pending" : "cancelled";
}

/** What became of an event at a consumer, or why nothing did, in one or two sentences. */
export function whySentence(fact: WhyFact, now: Date): string {
  const at = (time: Date) => formatTime(time, now);
  switch (fact.kind) {
    case "delivery":
      return fact.run === 0
        ? deliverySentence(fact, at)
        : `In replay ${fact.run}: ${deliverySentence(fact, at)}`;
    case "running":
      return fact.since === null
        ? "Handed out; a worker takes it in a moment."
        : `Is being worked on since ${at(fact.since)}.`;
    case "waiting":
      return waitSentence(fact.for, at);
    case "began-later":
      return `Never offered: this consumer began at ${at(fact.at)}, after the event had come, with new events only.`;
    case "removed":
      return `Never offered: this consumer was removed from its flow at ${at(fact.at)}.`;
    case "moved-past":
      return "Never offered: somebody moved this consumer to a later place in the topic.";
  }
}

/** A message without its own mark at the end, to go on after it. */
function asSentence(message: string | null, otherwise: string): string {
  const text = (message ?? "").trim();
  if (text === "") return otherwise;
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function deliverySentence(fact: Delivery, at: (time: Date) => string): string {
  const tries = `${fact.attempts}${fact.maxAttempts === null ? "" : ` of ${Math.max(fact.attempts, fact.maxAttempts)}`}`;
  switch (fact.status) {
    case "succeeded": {
      const when = fact.finishedAt === null ? "" : ` at ${at(fact.finishedAt)}`;
      const how = fact.attempts > 1 ? `, at attempt ${fact.attempts}` : "";
      return `Delivered${when} in ${fact.durationMs < 1 ? "less than 1 ms" : formatDuration(fact.durationMs)}${how}.`;
    }
    case "filtered":
      return asSentence(fact.message, "Skipped by a filter.");
    case "dead": {
      const where = fact.step === null ? "" : ` at *${fact.step}*`;
      return `Given up after ${formatPlural(fact.attempts, "attempt")}${where}: ${asSentence(fact.message, "no reason was given.")}`;
    }
    case "retrying": {
      const until = fact.dueAt === null ? "Waits for its turn" : `Waits until ${at(fact.dueAt)}`;
      if (fact.reason === "redriven") return "Put back to work; it is tried again in a moment.";
      return `${until}: ${asSentence(fact.message, "the last attempt failed.").replace(/\.$/, "")} (attempt ${tries}).`;
    }
    case "held":
      return fact.dueAt === null
        ? asSentence(fact.message, "Waits.")
        : `Waits until ${at(fact.dueAt)}: ${asSentence(fact.message, "a step waits.")}`;
    case "cancelled":
      return asSentence(fact.message, "Cancelled.");
    case "discarded":
      return asSentence(fact.message, "Discarded.");
  }
}

function waitSentence(wait: WaitFor, at: (time: Date) => string): string {
  switch (wait.kind) {
    case "topic-paused":
      return `Waits: ${wait.by === null ? "the topic is paused" : `${wait.by} paused the topic`}${wait.at === null ? "" : ` at ${at(wait.at)}`}. It goes on when the topic is resumed.`;
    case "flow-paused":
      return "Waits: the flow is paused. It goes on when the flow is resumed.";
    case "consumer-paused":
      return "Waits: the consumer is paused. It goes on when the consumer is resumed.";
    case "draining":
      return "Waits: the consumer finishes what is open and then pauses, so it takes nothing new.";
    case "stopped":
      return `Waits: the consumer stopped at ${at(wait.at)} at ${wait.offset === null ? "an earlier event" : `event ${wait.offset}`}, which was given up. Redrive or discard that one, then it goes on.`;
    case "breaker":
      return `Waits: \`${wait.destination}\` does not answer as it should. ${asSentence(wait.reason, "It failed too often.")} One event tries again at ${at(wait.until)}.`;
    case "rate":
      return `Waits until ${at(wait.until)}: the limit of the consumer is used up.`;
    case "earlier":
      return `Waits until ${at(wait.until)}: order is kept, and the earlier event ${wait.offset} is tried again then.`;
    case "no-worker":
      return "Waits: no workers process is connected. It goes on when one is.";
    case "queue":
      return wait.before === 0
        ? "Waits for its turn; it is the next one."
        : `Waits for its turn; ${formatPlural(wait.before, "event")} of the topic ${wait.before === 1 ? "is" : "are"} before it.`;
  }
}
