import { BlockList, isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { blockedNetworks } from "@/flow/egress/blocked-networks";

const blocked = new BlockList();
for (const network of blockedNetworks) {
  const [address = "", prefix = ""] = network.split("/");
  blocked.addSubnet(address, Number(prefix), address.includes(":") ? "ipv6" : "ipv4");
}

/** The IPv4 address inside an IPv6 one (mapped, NAT64, 6to4), by the position of its four bytes. */
const wrappers: readonly { readonly prefix: readonly number[]; readonly at: number }[] = [
  { prefix: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], at: 12 },
  { prefix: [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], at: 12 },
  { prefix: [0x20, 0x02], at: 2 },
];

function wrappedIpv4(bytes: readonly number[]): string | undefined {
  const wrapper = wrappers.find(({ prefix }) => prefix.every((byte, index) => bytes[index] === byte));
  return wrapper && bytes.slice(wrapper.at, wrapper.at + 4).join(".");
}

/** Whether flows must not connect to this address. What is no address in its usual form is blocked. */
export function isBlockedAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, "");
  if (isIP(plain) === 4) return blocked.check(plain, "ipv4");
  if (isIP(plain) !== 6) return true;
  const bytes = ipaddr.parse(plain).toByteArray();
  const inner = wrappedIpv4(bytes);
  if (inner !== undefined) return blocked.check(inner, "ipv4");
  // Only 2000::/3 is given out as public.
  return ((bytes[0] ?? 0) & 0xe0) !== 0x20 || blocked.check(plain, "ipv6");
}
