import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idempotencyKeyOf } from "./derived-ids";
import { keepsGoodTrace, SAMPLE_ONE_OF } from "./trace-mode";

describe("keepsGoodTrace", () => {
  it("keeps all or none, whatever the load", () => {
    fc.assert(
      fc.property(fc.uuid({ version: 5 }), fc.integer({ min: 1, max: 500 }), (id, size) => {
        expect(keepsGoodTrace("all", id, size)).toBe(true);
        expect(keepsGoodTrace("failures", id, size)).toBe(false);
        if (size < 20) expect(keepsGoodTrace("sampled", id, size)).toBe(true);
      }),
    );
  });

  it("keeps the same one of some under load", () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => idempotencyKeyOf(`delivery ${n}`, "step", 0));
    const kept = ids.filter((id) => keepsGoodTrace("sampled", id, 400));
    expect(ids.filter((id) => keepsGoodTrace("sampled", id, 20))).toEqual(kept);
    expect(kept.length).toBeGreaterThan(ids.length / SAMPLE_ONE_OF / 2);
    expect(kept.length).toBeLessThan((ids.length / SAMPLE_ONE_OF) * 2);
  });
});
