import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const maxRemembered = 1_000;
/** Peers come again with every request. */
const known = new Map<string, Address | undefined>();

function parse(text: string | undefined): Address | undefined {
  const address = text?.trim();
  if (address === undefined) return undefined;
  if (known.has(address)) return known.get(address);
  const parsed = ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
  if (known.size >= maxRemembered) known.clear();
  known.set(address, parsed);
  return parsed;
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
