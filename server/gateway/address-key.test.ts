import { describe, expect, it } from "vitest";
import { hashAddressKey, isAddressKey, makeAddressKey } from "./address-key";

describe("address key", () => {
  it("has 160 bits, no two alike, each with its own hash", () => {
    const keys = Array.from({ length: 1000 }, makeAddressKey);
    expect(new Set(keys).size).toBe(1000);
    expect(new Set(keys.map(hashAddressKey)).size).toBe(1000);
    for (const key of keys) expect(isAddressKey(key)).toBe(true);
  });

  it("takes nothing else for a key", () => {
    for (const text of ["", "x7k2", "a".repeat(31), "a".repeat(33), "A".repeat(32), `${"a".repeat(31)}/`]) {
      expect(isAddressKey(text)).toBe(false);
    }
  });
});
