import type { IncomingMessage } from "node:http";
import type { AcceptOutcome } from "../events/accept-request";
import { htmlPage, wantsHtml } from "./address-help";
import type { AddressedProducer } from "./producer-lookup";
import type { Rate } from "./rate-limiter";
import { problem, type Reply } from "./reply";

/** The answer for programs: 202 with what became of each event, 409 as soon as one id was used with another content. */
export function replyOf(outcome: AcceptOutcome): Reply {
  if (outcome.kind === "refused") {
    return problem(400, outcome.message, { extra: { attribute: outcome.attribute } });
  }
  if (outcome.kind === "kept") return { status: 202, body: { status: "kept as sample" } };
  if (outcome.kind === "unfit") return unfitReply(outcome);
  const { mode, lines } = outcome;
  const conflicts = lines.filter((line) => "conflict" in line).map(({ id }) => `"${id}"`);
  if (conflicts.length === 0) return { status: 202, body: mode === "batch" ? lines : lines[0] };
  const sentence = `The id ${conflicts.slice(0, 3).join(", ")} was used before with another content. Use a new id for a new event.`;
  return problem(409, sentence, { extra: mode === "batch" ? { events: lines } : {} });
}

/** 422 with a JSON pointer into the data for every place that does not fit. */
function unfitReply({ mode, subject, version, events }: Extract<AcceptOutcome, { kind: "unfit" }>): Reply {
  const [first] = events;
  const which = mode === "batch" ? ` Of this batch, ${events.length} do not fit, and none was stored.` : "";
  const sentence = `The event does not fit version ${version} of the schema "${subject}": ${first?.failures[0]?.message ?? ""}${which}`;
  const extra = { schema: subject, version };
  return problem(422, sentence, {
    extra: mode === "batch" ? { ...extra, events } : { ...extra, errors: first?.failures ?? [] },
  });
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

/** The answer to a POST; a browser that sent a form without JavaScript gets a page instead. */
export function replyFor(
  request: IncomingMessage,
  key: string,
  { definition }: AddressedProducer,
  result: AcceptOutcome | Reply,
): Reply {
  const reply = "kind" in result ? replyOf(result) : result;
  if (definition.entry !== "form" || !wantsHtml(request.headers.accept)) return reply;
  if ("kind" in result && reply.status === 202 && "mode" in result && result.mode === "form") {
    return { status: 303, headers: { location: `/f/${key}?sent=1` } };
  }
  const { status, headers = {}, detail, endsConnection = false } = reply;
  if (detail === undefined) return reply;
  const { "content-type": _, ...kept } = headers;
  const html = htmlPage("Not sent", `${detail} Go back and send it again.`);
  return { status, headers: kept, html, endsConnection };
}
