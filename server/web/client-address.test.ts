import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address";

describe("clientAddress", () => {
  it("is the peer, whatever the client claims", () => {
    expect(clientAddress("203.0.113.7", undefined, [])).toBe("203.0.113.7");
    expect(clientAddress("203.0.113.7", "127.0.0.1", [])).toBe("203.0.113.7");
    expect(clientAddress("203.0.113.7", "10.0.0.1", ["10.0.0.0/8"])).toBe("203.0.113.7");
  });

  it("writes one address one way", () => {
    expect(clientAddress("::ffff:203.0.113.7", undefined, [])).toBe("203.0.113.7");
    expect(clientAddress("2001:DB8::0:7", undefined, [])).toBe("2001:db8::7");
  });

  it("looks behind our own proxies, from the near end", () => {
    expect(clientAddress("127.0.0.1", "203.0.113.7", ["127.0.0.1"])).toBe("203.0.113.7");
    expect(clientAddress("::ffff:10.0.0.2", "6.6.6.6, 203.0.113.7, 10.0.0.1", ["10.0.0.0/8"])).toBe(
      "203.0.113.7",
    );
    expect(clientAddress("fd00::1", "2001:db8::7", ["fd00::/8"])).toBe("2001:db8::7");
  });

  it("stays with the proxy where it says nothing that can be read", () => {
    expect(clientAddress("127.0.0.1", undefined, ["127.0.0.1"])).toBe("127.0.0.1");
    expect(clientAddress("127.0.0.1", "203.0.113.7, unknown", ["127.0.0.1"])).toBe("127.0.0.1");
    expect(clientAddress("127.0.0.1", "", ["127.0.0.1"])).toBe("127.0.0.1");
    expect(clientAddress(undefined, "203.0.113.7", ["127.0.0.1"])).toBeUndefined();
  });
});
