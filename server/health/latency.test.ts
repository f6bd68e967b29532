import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketOf, percentile } from "./latency";

function counted(durations: readonly number[]): number[] {
  const counts: number[] = [];
  for (const ms of durations) {
    const bucket = bucketOf(ms);
    while (counts.length <= bucket) counts.push(0);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

describe("percentile", () => {
  it("knows nothing of nothing", () => {
    expect(percentile([], 0.5)).toBeUndefined();
    expect(percentile([0, 0], 0.5)).toBeUndefined();
  });

  it("stays within the bucket of the true value", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 3_000_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95, 0.99),
        (durations, share) => {
          const sorted = [...durations].sort((a, b) => a - b);
          const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
          const said = percentile(counted(durations), share) ?? Number.NaN;
          expect(bucketOf(said * 0.999_999)).toBeLessThanOrEqual(bucketOf(exact));
          expect(said).toBeGreaterThanOrEqual(exact <= 1 ? 0 : exact / Math.SQRT2 - 1e-6);
        },
      ),
    );
  });
});
