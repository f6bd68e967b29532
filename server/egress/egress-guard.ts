import { lookup as dnsLookup } from "node:dns/promises";
import { isIP, type Socket } from "node:net";
import { isBlockedAddress } from "./address-policy";

/** A connection that the guard refused; nothing was sent. The message is one sentence for people. */
export class EgressError extends Error {
  override readonly name = "EgressError";
  readonly code: "blocked" | "no-such-host";
  constructor(code: "blocked" | "no-such-host", message: string) {
    super(message);
    this.code = code;
  }
}

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}
/** All addresses of a name; replaced in tests by a resolver of their own. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** Decides where flows may connect to: the public internet, and what `EGRESS_ALLOW` opens as `host:port`. */
export interface EgressGuard {
  /**
   * The addresses of a host that may be connected to. One forbidden address among several forbids all.
   * @throws EgressError
   */
  addressesOf(host: string, port: number): Promise<readonly ResolvedAddress[]>;
  /**
   * Asks again with the address of the open socket, which no name server can talk away.
   * @throws EgressError
   */
  checkSocket(socket: Socket, host: string, port: number): void;
}

const resolveByDns: Resolve = (hostname) => dnsLookup(hostname, { all: true, verbatim: true });

/** A host as it is compared: without brackets and the final dot, in small letters. */
export function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}

function isNameError(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    ["ENOTFOUND", "ENODATA", "EAI_NONAME"].includes(String(error.code))
  );
}

/** @param allow entries `host:port` of `EGRESS_ALLOW`; a name opens whatever addresses it has, on that port */
export function createEgressGuard(allow: readonly string[], resolve: Resolve = resolveByDns): EgressGuard {
  const opened = new Set(
    allow.map((entry) => {
      const colon = entry.lastIndexOf(":");
      return `${plainHost(entry.slice(0, colon))} ${Number(entry.slice(colon + 1))}`;
    }),
  );
  const isOpened = (host: string, port: number) => opened.has(`${plainHost(host)} ${port}`);

  function check(address: string, host: string, port: number): void {
    if (isOpened(host, port) || isOpened(address, port) || !isBlockedAddress(address)) return;
    const where = `${host.includes(":") ? `[${plainHost(host)}]` : plainHost(host)}:${port}`;
    throw new EgressError(
      "blocked",
      `\`${where}\` is inside a private network, which flows may not reach. An administrator can open it with EGRESS_ALLOW=${where}.`,
    );
  }

  async function resolved(host: string): Promise<readonly ResolvedAddress[]> {
    const family = isIP(host);
    if (family !== 0) return [{ address: host, family }];
    try {
      return await resolve(host);
    } catch (error) {
      if (!isNameError(error)) throw error;
      return [];
    }
  }

  return {
    async addressesOf(host, port) {
      const name = plainHost(host);
      const addresses = await resolved(name);
      if (addresses.length === 0) {
        throw new EgressError("no-such-host", `There is no host \`${name}\`. Check the address.`);
      }
      for (const { address } of addresses) check(address, host, port);
      return addresses;
    },
    checkSocket(socket, host, port) {
      const { remoteAddress } = socket;
      if (remoteAddress === undefined)
        throw new EgressError("blocked", `The connection to \`${plainHost(host)}\` ended at once.`);
      check(remoteAddress, host, port);
    },
  };
}
