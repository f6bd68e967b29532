import { describe, expect, it } from "vitest";
import { passwordStrength } from "./password-strength";

describe("passwordStrength", () => {
  it("says how much is missing", () => {
    expect(passwordStrength("")).toEqual({ level: 0, sentence: "Too short: 10 more characters." });
    expect(passwordStrength("123456789").sentence).toBe("Too short: 1 more character.");
    expect(passwordStrength("x".repeat(129)).level).toBe(0);
  });

  it.each(["password123", "aaaaaaaaaaaaaaaa", "abcdefghijkl", "1234567890", "qwertz12345"])(
    "calls %s weak",
    (text) => {
      expect(passwordStrength(text).level).toBe(1);
    },
  );

  it("counts one's own name and address for little", () => {
    expect(passwordStrength("anastasia.smirnova", ["Anastasia Smirnova"]).level).toBe(1);
  });

  it("values length", () => {
    expect(passwordStrength("kvetchy-plum").level).toBeGreaterThanOrEqual(2);
    expect(passwordStrength("correct horse battery staple").level).toBe(4);
  });
});
