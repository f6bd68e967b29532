/**
 * The header in which the web process tells its handlers who is at the other end of the socket.
 * The web process overwrites whatever a client sent under this name, so it can be trusted; `X-Forwarded-For` can not.
 */
export const clientIpHeader = "x-millrace-client-ip";

/** The peer's address as the web process saw it; absent under plain `next dev`. */
export function clientIpOf(headers: Headers): string | undefined {
  return headers.get(clientIpHeader)?.trim() || undefined;
}
