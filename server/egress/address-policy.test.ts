import { once } from "node:events";
import { connect, createServer, isIP } from "node:net";
import { describe, expect, it } from "vitest";
import { isBlockedAddress } from "./address-policy";
import { createEgressGuard, type Resolve } from "./egress-guard";
// Cases written for this purpose; checked with net.BlockList on Node 20.
import cases from "./fixtures/ssrf.json";

const offline: Resolve = async (hostname) => {
  throw new Error(`${hostname} was looked up`);
};

describe("the address policy", () => {
  it.each(cases.blockedCidrs)("blocks $cidr ($why)", ({ cidr }) => {
    const [address = ""] = cidr.split("/");
    // Prefixes that wrap an IPv4 address are judged by what they wrap.
    const inside =
      cidr === "::ffff:0:0/96" ? "::ffff:10.0.0.1" : cidr === "64:ff9b::/96" ? "64:ff9b::7f00:1" : address;
    expect(isBlockedAddress(inside)).toBe(true);
  });

  it.each(cases.literalUrls)("$expect: $url", async ({ url, expect: expected }) => {
    if (expected === "reject-invalid") {
      expect(URL.canParse(url)).toBe(false);
      return;
    }
    const host = new URL(url).hostname;
    expect(isIP(host.replace(/^\[|\]$|\.$/g, ""))).toBeGreaterThan(0);
    const asked = createEgressGuard([], offline).addressesOf(host, 80);
    if (expected === "allow") await expect(asked).resolves.toHaveLength(1);
    else await expect(asked).rejects.toMatchObject({ name: "EgressError", code: "blocked" });
  });

  it.each(cases.dns.filter((entry) => entry.answers))("$expect: $host", async ({ host, answers = [] }) => {
    const guard = createEgressGuard([], async () =>
      answers.map((address) => ({ address, family: isIP(address) })),
    );
    const code = answers.length === 0 ? "no-such-host" : "blocked";
    await expect(guard.addressesOf(host, 80)).rejects.toMatchObject({ code });
  });

  it.each(["localhost", "LOCALHOST"])("blocks %s by what it stands for", async (host) => {
    await expect(createEgressGuard([]).addressesOf(host, 80)).rejects.toMatchObject({ code: "blocked" });
  });

  it("lets through what is opened, on that port only", async () => {
    const guard = createEgressGuard(["127.0.0.1:8080", "intranet.test:443", "[::1]:8080"], async () => [
      { address: "10.0.0.5", family: 4 },
    ]);
    await expect(guard.addressesOf("127.0.0.1", 8080)).resolves.toHaveLength(1);
    await expect(guard.addressesOf("[::1]", 8080)).resolves.toHaveLength(1);
    await expect(guard.addressesOf("Intranet.Test.", 443)).resolves.toHaveLength(1);
    await expect(guard.addressesOf("127.0.0.1", 8081)).rejects.toMatchObject({ code: "blocked" });
    await expect(guard.addressesOf("other.test", 443)).rejects.toMatchObject({ code: "blocked" });
  });

  it("looks at the open socket again, whatever the name was said to be", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the server listens on no port");
    const socket = connect(address.port, "127.0.0.1");
    try {
      await once(socket, "connect");
      expect(() => createEgressGuard([]).checkSocket(socket, "good.test", address.port)).toThrow(
        "private network",
      );
      expect(() =>
        createEgressGuard([`good.test:${address.port}`]).checkSocket(socket, "good.test", address.port),
      ).not.toThrow();
    } finally {
      socket.destroy();
      server.close();
    }
  });

  it("says who can open it", async () => {
    await expect(createEgressGuard([]).addressesOf("10.0.0.5", 80)).rejects.toThrow(
      "`10.0.0.5:80` is inside a private network, which flows may not reach. An administrator can open it with EGRESS_ALLOW=10.0.0.5:80.",
    );
  });
});
