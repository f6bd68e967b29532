import { expect, test, vi } from "vitest";
import { arePatternsReady, onPatternsReady, readPattern } from "./patterns.browser";

test("in a browser the first pattern says that it waits, and is there once the engine is", async () => {
  const listener = vi.fn();
  const stop = onPatternsReady(listener);
  expect(() => readPattern("a+")).toThrowError(expect.objectContaining({ code: "not-loaded" }));
  await vi.waitUntil(arePatternsReady, { timeout: 20_000 });
  expect(listener).toHaveBeenCalledOnce();
  expect(readPattern("a+")("baa")).toBe(true);
  expect(() => readPattern("(")).toThrowError(expect.objectContaining({ code: "wrong-value" }));
  stop();
});
