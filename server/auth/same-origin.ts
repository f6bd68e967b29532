/** The origins a browser may legitimately act from: the public address, and the host that this very request names. */
export function ownOrigins(headers: Headers, publicUrl: string): string[] {
  const origins = [new URL(publicUrl).origin];
  const host = headers.get("host");
  // The same installation reached by another name, such as its address on the local network. An attacker's page
  // cannot choose the Host of a request that carries our cookies, so an Origin equal to it is our own page.
  if (host !== null && /^[\w.:[\]-]+$/.test(host)) origins.push(`http://${host}`, `https://${host}`);
  return origins;
}

/**
 * Whether a request that changes something comes from one of our own pages.
 * Fails closed: no `Origin`, `Origin: null`, or a browser that says "cross-site" is a no.
 */
export function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  return origin !== null && ownOrigins(headers, publicUrl).includes(origin);
}
