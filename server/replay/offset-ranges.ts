/** Offsets of a topic from the first to the last, both included. */
export type OffsetRange = readonly [first: number, last: number];

/** How many offsets ranges hold that do not overlap. */
export function offsetsIn(ranges: readonly OffsetRange[]): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** The same offsets in order, each once. */
export function joinRanges(ranges: readonly OffsetRange[]): OffsetRange[] {
  const joined: [number, number][] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    if (first > last) continue;
    const before = joined.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

/** Parts ranges in order: at most so many offsets, and the rest. */
export function splitRanges(
  ranges: readonly OffsetRange[],
  most: number,
): { now: OffsetRange[]; later: OffsetRange[] } {
  const now: OffsetRange[] = [];
  const later: OffsetRange[] = [];
  let left = most;
  for (const [first, last] of ranges) {
    const end = Math.min(last, first + left - 1);
    if (first <= end) now.push([first, end]);
    if (end < last) later.push([Math.max(first, end + 1), last]);
    left -= Math.max(0, end - first + 1);
  }
  return { now, later };
}

/** What of ordered ranges lies past an offset. */
export function rangesAfter(ranges: readonly OffsetRange[], offset: number): OffsetRange[] {
  return ranges.flatMap(([first, last]): OffsetRange[] =>
    last <= offset ? [] : [[Math.max(first, offset + 1), last]],
  );
}
