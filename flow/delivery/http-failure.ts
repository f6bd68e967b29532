import type { IncomingResponse } from "./step-context";
import { StepFailure } from "./step-failure";

/** Statuses below 500 that say "not now" rather than "never". */
const retryableStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

/** Reads `Retry-After`: seconds or an HTTP date. Nothing when it is missing or makes no sense. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // A bare number with a sign or a fraction would be read as a year.
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** Why an answer counts as a failure, or nothing for 2xx. `host` is how the sentence names the other side. */
export function failureOfResponse(
  host: string,
  response: IncomingResponse,
  now: Date,
): StepFailure | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) return undefined;
  const retryable = status >= 500 || retryableStatuses.has(status);
  const afterMs = retryable ? retryAfterMs(response.headers["retry-after"], now) : undefined;
  return new StepFailure(`http-${status}`, `\`${host}\` answered ${status}${meaningOf(status)}.`, {
    retryable,
    ...(afterMs === undefined ? {} : { retryAfterMs: afterMs }),
  });
}

const meanings: Readonly<Record<number, string>> = {
  301: "the address has moved",
  302: "the address has moved",
  304: "nothing new",
  400: "it does not understand the request",
  401: "it wants other credentials",
  403: "it does not allow this",
  404: "there is nothing at this address",
  405: "it does not accept this method",
  408: "it waited too long",
  409: "it says that this conflicts with what it has",
  410: "what was there is gone",
  413: "the request is too large for it",
  422: "it does not accept this data",
  429: "too many requests",
  500: "it had an error of its own",
  502: "a server behind it did not answer properly",
  503: "it is not available now",
  504: "a server behind it did not answer in time",
};

function meaningOf(status: number): string {
  const meaning = meanings[status];
  return meaning ? ` (${meaning})` : "";
}
