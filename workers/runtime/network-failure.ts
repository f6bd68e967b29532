import { StepFailure } from "@/flow/delivery/step-failure";
import { EgressError } from "@/server/egress/egress-guard";

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** What happened, by the code of the system, of TLS or of undici; `host` stands in front. */
const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused the connection",
  ECONNRESET: "broke off the connection",
  EPIPE: "broke off the connection",
  UND_ERR_SOCKET: "broke off the connection",
  EHOSTUNREACH: "cannot be reached",
  ENETUNREACH: "cannot be reached",
  EAI_AGAIN: "cannot be found right now: the name server did not answer",
  CERT_HAS_EXPIRED: "has a certificate that has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "has a certificate that nobody vouches for",
  SELF_SIGNED_CERT_IN_CHAIN: "has a certificate that nobody vouches for",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "has a certificate that nobody vouches for",
  ERR_TLS_CERT_ALTNAME_INVALID: "has a certificate for another name",
  EPROTO: "does not speak TLS at this port",
  ERR_SSL_WRONG_VERSION_NUMBER: "does not speak TLS at this port",
  HPE_INVALID_CONSTANT: "does not speak HTTP at this port",
};
const timeouts: ReadonlySet<string> = new Set([
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ABORT_ERR",
]);

/** `shop.example` did not answer within 10 s. */
export function timeoutFailure(host: string, timeoutMs: number): StepFailure {
  const limit = timeoutMs < 1000 ? `${timeoutMs} ms` : `${Math.round(timeoutMs / 100) / 10} s`;
  return new StepFailure("timeout", `\`${host}\` did not answer within ${limit}.`, { retryable: true });
}

/** Turns what went wrong with a connection into a failure with a sentence; only a refusal by the guard is permanent. */
export function networkFailure(error: unknown, host: string, timeoutMs: number): StepFailure {
  if (error instanceof StepFailure) return error;
  if (error instanceof EgressError) {
    return new StepFailure(`egress-${error.code}`, error.message, { retryable: error.code !== "blocked" });
  }
  const code = codeOf(error);
  if (timeouts.has(code)) return timeoutFailure(host, timeoutMs);
  const known = sentences[code];
  if (known) return new StepFailure("network", `\`${host}\` ${known}.`, { retryable: true });
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && cause !== error) return networkFailure(cause, host, timeoutMs);
  const what = error instanceof Error ? error.message : String(error);
  return new StepFailure("network", `The connection to \`${host}\` failed: ${what}.`, { retryable: true });
}
