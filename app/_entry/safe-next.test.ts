import { describe, expect, it } from "vitest";
import { safeNext } from "./safe-next";

describe("safeNext", () => {
  it("keeps pages of ours, with their state", () => {
    expect(safeNext("/w/shop/events?type=a#b")).toBe("/w/shop/events?type=a#b");
    expect(safeNext("/start")).toBe("/start");
  });

  it.each([
    undefined,
    null,
    "",
    "w/shop",
    "//evil.test",
    "///evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "https:evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "/\t/evil.test",
    "/\r\n/evil.test",
    "/.//evil.test",
    "/x/..//evil.test",
    "/%5cevil.test/..//evil.test",
    "@evil.test",
    " /w/shop",
    "/api/trpc",
    "/demo/answer",
    "/sign-in?next=/sign-in",
  ])("goes to the start page for %j", (wanted) => {
    expect(safeNext(wanted)).toBe("/");
  });

  it("stays on this origin for encoded slashes and unusual characters", () => {
    for (const wanted of ["/%2f%2fevil.test", "/／／evil.test", "/w/@evil.test", "/w/évil"]) {
      expect(new URL(safeNext(wanted), "http://own.test").origin).toBe("http://own.test");
    }
  });
});
