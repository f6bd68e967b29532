import ipaddr from "ipaddr.js";

const maxRemembered = 1_000;
/** Senders come again and again: reading an address costs more than all rate limits. */
const known = new Map<string, string>();

function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${parsed.toNormalizedString().split(":").slice(0, 4).join(":")}::/64`;
}

/**
 * What one client is, for rate limits: an IPv4 address (also when written as IPv6), or the /64 network of an
 * IPv6 address, because whoever has one address there has them all.
 */
export function clientNetwork(address: string | undefined): string {
  if (address === undefined) return "unknown";
  const remembered = known.get(address);
  if (remembered !== undefined) return remembered;
  const network = networkOf(address);
  if (known.size >= maxRemembered) known.clear();
  known.set(address, network);
  return network;
}
