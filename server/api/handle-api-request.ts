import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { isSameOrigin } from "../auth/same-origin";
import type { Deps } from "../deps";
import { createApiContext } from "./context";
import { jsonProblem } from "./parse-json";
import { readBody } from "./read-body";
import { appRouter } from "./root";

/** A flow document of the largest size that the editor can draw, with room. */
const maxBodyBytes = 2 * 1024 * 1024;
/** Procedures in one request; the browser's link sends no more. */
export const maxBatchSize = 20;

/**
 * Answers the browser's calls. Refuses, before any procedure runs, what is not from our own pages (403),
 * not JSON (415) or too long (413).
 */
export async function handleApiRequest(deps: Deps, request: Request): Promise<Response> {
  const { env, log } = deps;
  let checked = request;
  if (request.method === "POST") {
    if (!isSameOrigin(request.headers, env.MILLRACE_URL))
      return refusal(403, "This request came from another site.");
    if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) {
      return refusal(415, "Send JSON.");
    }
    const body = await readBody(request, maxBodyBytes);
    if (body === undefined) return refusal(413, "This is too long. 2 MiB is the limit.");
    const unread = body.length === 0 ? undefined : jsonProblem(body);
    if (unread !== undefined) return refusal(400, unread);
    checked = new Request(request.url, {
      method: "POST",
      headers: request.headers,
      body,
      signal: request.signal,
    });
  } else if (request.headers.get("sec-fetch-site") === "cross-site") {
    return refusal(403, "This request came from another site.");
  }
  const input = new URL(request.url).searchParams.get("input");
  const unread = input === null ? undefined : jsonProblem(new TextEncoder().encode(input));
  if (unread !== undefined) return refusal(400, unread);
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: checked,
    router: appRouter,
    maxBatchSize,
    createContext: ({ resHeaders }) => createApiContext(deps, request.headers, resHeaders),
    responseMeta: () => ({ headers: new Headers({ "cache-control": "no-store" }) }),
    onError({ error, path }) {
      if (error.code === "INTERNAL_SERVER_ERROR")
        log.error({ err: error.cause ?? error, path }, "a call failed");
    },
  });
}

function refusal(status: number, message: string): Response {
  return Response.json({ error: { message } }, { status, headers: { "cache-control": "no-store" } });
}
