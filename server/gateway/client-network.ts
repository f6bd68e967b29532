import ipaddr from "ipaddr.js";

/**
 * What one client is, for rate limits: an IPv4 address (also when written as IPv6), or the /64 network of an
 * IPv6 address, because whoever has one address there has them all.
 */
export function clientNetwork(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${parsed.toNormalizedString().split(":").slice(0, 4).join(":")}::/64`;
}
