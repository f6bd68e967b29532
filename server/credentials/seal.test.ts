import { describe, expect, it } from "vitest";
import { type SealBinding, SealError, seal, unseal } from "./seal";

const secret = "a secret of at least thirty-two characters";
const binding: SealBinding = { purpose: "credential", workspaceId: "w1", id: "c1" };

describe("seal", () => {
  it("opens what it sealed, any text", () => {
    for (const text of ["", "pässword €", "x".repeat(10_000)]) {
      expect(unseal([secret], binding, seal(secret, binding, text))).toBe(text);
    }
  });

  it("never makes the same bytes twice, and never shows the text", () => {
    const first = seal(secret, binding, "hunter2-hunter2");
    expect(Buffer.from(first).equals(Buffer.from(seal(secret, binding, "hunter2-hunter2")))).toBe(false);
    expect(Buffer.from(first).includes("hunter2")).toBe(false);
  });

  it("opens in its own workspace, row and purpose only", () => {
    const sealed = seal(secret, binding, "text");
    const others: SealBinding[] = [
      { ...binding, workspaceId: "w2" },
      { ...binding, id: "c2" },
      { ...binding, purpose: "producer-key" },
    ];
    for (const other of others) expect(() => unseal([secret], other, sealed)).toThrow(SealError);
  });

  it("refuses every changed byte and every shortening", () => {
    const sealed = seal(secret, binding, "text");
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal([secret], binding, changed)).toThrow(SealError);
      expect(() => unseal([secret], binding, sealed.subarray(0, at))).toThrow(SealError);
    }
  });

  it("keeps opening old values after the secret was changed, and fails closed without the old one", () => {
    const sealed = seal(secret, binding, "text");
    const next = "another secret of thirty-two characters!";
    expect(unseal([next, secret], binding, sealed)).toBe("text");
    expect(() => unseal([next], binding, sealed)).toThrow(/MILLRACE_SECRET_OLD/);
    expect(() => unseal([], binding, sealed)).toThrow(SealError);
  });
});
