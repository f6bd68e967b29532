import ipaddr from "ipaddr.js";

function parse(text: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const address = text?.trim();
  return address !== undefined && ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, networks: readonly string[]): boolean {
  return networks.some((network) => {
    const range = ipaddr.parseCIDR(
      network.includes("/") ? network : `${network}/${network.includes(":") ? 128 : 32}`,
    );
    return range[0].kind() === address.kind() && address.match(range);
  });
}

/**
 * Whose request it is: the peer of the socket or, where that is one of our own proxies, the nearest address in
 * `X-Forwarded-For` that is not. What stands further left was written by the client and is never believed.
 * @param trusted addresses and networks of our proxies (MILLRACE_TRUSTED_PROXIES)
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trusted: readonly string[],
): string | undefined {
  let nearest = parse(peer);
  const chain = forwardedFor?.split(",") ?? [];
  while (nearest !== undefined && isWithin(nearest, trusted)) {
    const next = parse(chain.pop());
    if (next === undefined) break;
    nearest = next;
  }
  return nearest?.toString();
}
