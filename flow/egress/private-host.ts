import { blockedNetworks } from "./blocked-networks";

/** The four bytes of an address as one number; nothing else is an address here. */
function ipv4Number(host: string): number | undefined {
  const parts = host.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

const ipv4Networks = blockedNetworks
  .filter((network) => !network.includes(":"))
  .map((network) => {
    const [address = "", prefix = ""] = network.split("/");
    return { start: ipv4Number(address) ?? 0, size: 2 ** (32 - Number(prefix)) };
  });

/** Loopback, link-local and unique local addresses, in the forms that people type. */
const privateIpv6 = /^(::1?|f[cd][0-9a-f]{0,2}:.*|fe[89a-f][0-9a-f]:.*)$/;

/**
 * Whether a host as it is typed is certainly inside a private network, without asking a name server. The guard of
 * outgoing connections looks at every address of a name, and so refuses more.
 */
export function isPrivateHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$|\.$/g, "");
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  const address = ipv4Number(name);
  if (address === undefined) return privateIpv6.test(name);
  return ipv4Networks.some(({ start, size }) => address >= start && address < start + size);
}
