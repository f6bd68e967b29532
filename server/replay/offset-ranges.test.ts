import fc from "fast-check";
import { expect, it } from "vitest";
import { joinRanges, type OffsetRange, offsetsIn, rangesAfter, splitRanges } from "./offset-ranges";

const range = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 9 }))
  .map(([first, more]): OffsetRange => [first, first + more]);
const all = (ranges: readonly OffsetRange[]) =>
  ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));

it("joins ranges into the same offsets, in order, each once", () => {
  fc.assert(
    fc.property(fc.array(range), (ranges) => {
      const joined = joinRanges(ranges);
      expect(all(joined)).toEqual([...new Set(all(ranges))].sort((a, b) => a - b));
      expect(offsetsIn(joined)).toBe(all(joined).length);
    }),
  );
  expect(joinRanges([[5, 3]])).toEqual([]);
});

it("parts them without a loss, and knows what lies behind an offset", () => {
  fc.assert(
    fc.property(fc.array(range), fc.integer({ min: 1, max: 80 }), (ranges, most) => {
      const joined = joinRanges(ranges);
      const { now, later } = splitRanges(joined, most);
      expect([...all(now), ...all(later)]).toEqual(all(joined));
      expect(offsetsIn(now)).toBe(Math.min(most, offsetsIn(joined)));
      expect(all(rangesAfter(joined, most))).toEqual(all(joined).filter((offset) => offset > most));
    }),
  );
});
