import { describe, expect, it } from "vitest";
import { isHostAllowed } from "./is-host-allowed";

const allowed = (host: string, url: string) => isHostAllowed([host], new URL(url));

describe("isHostAllowed", () => {
  it("lets through the named host only, in any case", () => {
    expect(allowed("api.example.com", "https://API.example.com/v1?x=1")).toBe(true);
    expect(allowed("api.example.com", "https://api.example.com./")).toBe(true);
    for (const url of [
      "https://example.com/",
      "https://evil-api.example.com/",
      "https://api.example.com.evil.test/",
      "https://api.example.com@evil.test/",
      "https://evil.test/api.example.com",
      "https://evil.test#api.example.com",
      "https://evil.test\\@api.example.com",
    ]) {
      expect(allowed("api.example.com", url), url).toBe(false);
    }
  });

  it("takes *. as one or more labels, never none", () => {
    expect(allowed("*.example.com", "https://a.example.com/")).toBe(true);
    expect(allowed("*.example.com", "https://a.b.example.com/")).toBe(true);
    expect(allowed("*.example.com", "https://example.com/")).toBe(false);
    expect(allowed("*.example.com", "https://badexample.com/")).toBe(false);
  });

  it("compares ports, that of https being the default", () => {
    expect(allowed("h.test", "http://h.test/")).toBe(false);
    expect(allowed("*.h.test", "http://a.h.test/")).toBe(false);

    expect(allowed("h.test", "https://h.test:443/")).toBe(true);
    expect(allowed("h.test", "https://h.test:8443/")).toBe(false);
    expect(allowed("h.test:8443", "https://h.test:8443/")).toBe(true);
    expect(allowed("h.test:8443", "https://h.test/")).toBe(false);
    expect(allowed("h.test:80", "http://h.test/")).toBe(true);
  });
});
