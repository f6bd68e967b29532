import type { ServerResponse } from "node:http";

/** An answer of the gateway; `body` is sent as JSON, `html` as a page. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly html?: string;
  /** The sentence of a refusal. */
  readonly detail?: string;
  /** The rest of the request is not read: the connection ends after the answer. */
  readonly endsConnection?: boolean;
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** A refusal as problem details (RFC 9457). */
export function problem(
  status: number,
  detail: string,
  more: Omit<Reply, "status" | "body" | "detail"> & { extra?: object } = {},
): Reply {
  const { extra, headers, ...rest } = more;
  return {
    status,
    detail,
    ...rest,
    headers: { "content-type": "application/problem+json", ...headers },
    body: { type: "about:blank", title: titles[status] ?? "Error", status, detail, ...extra },
  };
}

/** The only answer for every address that does not exist, whatever is wrong with it. */
export const unknownAddress = problem(404, "There is no address like this.");

/** How long an answered client may go on sending what is not read. */
const lingerMs = 1_000;

/** Writes an answer; nothing is cached, sniffed or framed. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  const payload = reply.html ?? (reply.body === undefined ? undefined : JSON.stringify(reply.body));
  const type = reply.html === undefined ? "application/json" : "text/html; charset=utf-8";
  response.writeHead(reply.status, {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(payload === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(payload) }),
    ...(reply.html === undefined
      ? {}
      : { "content-security-policy": "default-src 'none'; frame-ancestors 'none'" }),
    ...(reply.endsConnection ? { connection: "close" } : {}),
    ...reply.headers,
  });
  response.end(payload);
  if (!reply.endsConnection) return;
  // Closing at once would make the client lose the answer; listening for long would keep a slow sender.
  response.req.resume();
  setTimeout(() => response.req.destroy(), lingerMs).unref();
}
