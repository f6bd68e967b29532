import type { IncomingMessage } from "node:http";
import type { EventMode } from "@/flow/event/parse-request";
import type { AppendOutcome } from "../log/append";
import { htmlPage, wantsHtml } from "./address-help";
import type { AddressedProducer } from "./producer-lookup";
import type { Rate } from "./rate-limiter";
import { problem, type Reply } from "./reply";

/** Events that were stored or kept; `body` is the answer to a program. */
export interface Accepted {
  readonly mode: EventMode;
  readonly body: unknown;
}

type OutcomeLine =
  | { readonly id: string; readonly topic: string; readonly offset: number; readonly duplicate?: true }
  | { readonly id: string; readonly topic: string; readonly conflict: true };

function outcomeLine(id: string, topic: string, outcome: AppendOutcome | undefined): OutcomeLine {
  if (outcome === undefined) throw new Error("the log gave fewer outcomes than it got events");
  if (outcome.kind === "conflict") return { id, topic, conflict: true };
  const { offset } = outcome;
  return outcome.kind === "duplicate" ? { id, topic, offset, duplicate: true } : { id, topic, offset };
}

/** What became of each event, in their order; 409 as soon as one id was used before with another content. */
export function outcomeReply(
  mode: EventMode,
  topic: string,
  ids: readonly string[],
  outcomes: readonly AppendOutcome[],
): Accepted | Reply {
  const lines = ids.map((id, index) => outcomeLine(id, topic, outcomes[index]));
  const conflicts = lines.filter((line) => "conflict" in line).map(({ id }) => `"${id}"`);
  if (conflicts.length === 0) return { mode, body: mode === "batch" ? lines : lines[0] };
  const sentence = `The id ${conflicts.slice(0, 3).join(", ")} was used before with another content. Use a new id for a new event.`;
  return problem(409, sentence, { extra: mode === "batch" ? { events: lines } : {} });
}

/** CloudEvents' way to ask whether events may be sent here: any origin may, at the rate that an address allows. */
export function handshake(request: IncomingMessage, rate: Rate): Reply {
  const origin = request.headers["webhook-request-origin"];
  const headers = { allow: "POST, OPTIONS" };
  if (typeof origin !== "string" || !/^[\x21-\x7e]{1,255}$/.test(origin)) return { status: 204, headers };
  return {
    status: 200,
    headers: {
      ...headers,
      "webhook-allowed-origin": origin,
      "webhook-allowed-rate": String(rate.perSecond * 60),
    },
  };
}

/** The answer for programs, with 202; a browser that sent a form without JavaScript gets a page instead. */
export function replyFor(
  request: IncomingMessage,
  key: string,
  { definition }: AddressedProducer,
  result: Accepted | Reply,
): Reply {
  const isBrowser = definition.entry === "form" && wantsHtml(request.headers.accept);
  if ("mode" in result) {
    if (isBrowser && result.mode === "form")
      return { status: 303, headers: { location: `/f/${key}?sent=1` } };
    return { status: 202, body: result.body };
  }
  if (!isBrowser || result.detail === undefined) return result;
  const { status, headers, detail, endsConnection = false } = result;
  const html = htmlPage("Not sent", `${detail} Go back and send it again.`);
  const { "content-type": _, ...kept } = headers ?? {};
  return { status, headers: kept, html, endsConnection };
}
