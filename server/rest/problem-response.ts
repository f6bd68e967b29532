import * as z from "zod";
import { AppError, appErrorStatus } from "../app-error";
import { badInput } from "../bad-input";
import { isDatabaseAway } from "../gateway/database-away";
import { problem, type Reply } from "../gateway/reply";
import type { Log } from "../logger";

/** A reply of the gateway's kind as a web response. */
export function responseOf({ status, headers, body }: Reply): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}

/** The one place where whatever went wrong becomes an answer of the REST API (problem details, RFC 9457). */
export function problemResponse(error: unknown, log: Log): Response {
  if (error instanceof AppError) {
    const status = appErrorStatus[error.code];
    const headers: Record<string, string> = status === 401 ? { "www-authenticate": "Bearer" } : {};
    const { retryAfterS, ...details } = error.details ?? {};
    if (typeof retryAfterS === "number") headers["retry-after"] = String(retryAfterS);
    return responseOf(problem(status, error.message, { headers, extra: { code: error.code, ...details } }));
  }
  if (error instanceof z.ZodError) {
    return problemResponse(badInput(error), log);
  }
  if (isDatabaseAway(error)) {
    log.warn({ err: error }, "a call was refused: the database is away");
    const headers = { "retry-after": "5" };
    return responseOf(
      problem(503, "The database cannot be reached at the moment. Try again soon.", { headers }),
    );
  }
  log.error({ err: error }, "a call of the REST API failed");
  return responseOf(problem(500, "Something went wrong on the server. The log of the server says more."));
}
