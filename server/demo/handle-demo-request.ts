import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readRequestBody } from "../gateway/read-request-body";
import { problem, type Reply, sendReply } from "../gateway/reply";

/** Where flows find the demo endpoint of their own installation; `workers/runtime` lets exactly this through. */
export const demoPrefix = "/demo/";

const limits = { maxBytes: 1_048_576, maxMs: 10_000 };

/** The same order number for the same key, as a careful shop system would answer. */
function referenceOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 8).toUpperCase();
}

function replyTo(service: string, key: string | undefined): Reply {
  if (!/^[a-z][a-z-]{0,39}$/.test(service))
    return problem(404, "The demo endpoint has no service of this name.");
  if (service === "unavailable") {
    return problem(503, "This demo service is always away.", { headers: { "retry-after": "5" } });
  }
  if (service === "refuses") return problem(422, "This demo service refuses everything.");
  return {
    status: 200,
    body: { service, accepted: true, ...(key === undefined ? {} : { reference: referenceOf(key) }) },
  };
}

/**
 * A small system to call while trying out flows, so that a first flow needs nothing outside: it accepts
 * whatever `/demo/<service>` gets and keeps nothing. `/demo/unavailable` answers 503 and `/demo/refuses` 422.
 */
export async function handleDemoRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const read = await readRequestBody(request, limits);
  if (read.kind === "gone") return;
  if (read.kind !== "body") {
    sendReply(response, problem(413, "The demo endpoint reads 1 MB at most.", { endsConnection: true }));
    return;
  }
  const key = request.headers["idempotency-key"];
  sendReply(response, replyTo(pathname.slice(demoPrefix.length), typeof key === "string" ? key : undefined));
}
