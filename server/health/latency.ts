/** Two buckets for each doubling, from 1 ms to about an hour; the last one holds whatever took longer. */
const LAST = 44;

/** The bucket of a duration: bucket n ends at 2^(n/2) ms. */
export function bucketOf(ms: number): number {
  return ms <= 1 ? 0 : Math.min(LAST, Math.ceil(2 * Math.log2(ms)));
}

/**
 * The duration that a share of all stays under, in ms, to about a tenth: between the ends of a bucket it is guessed.
 * @param counts durations per bucket
 * @param share 0 to 1
 * @returns undefined where nothing was counted
 */
export function percentile(counts: readonly number[], share: number): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const wanted = share * total;
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    if (count > 0 && below + count >= wanted) {
      const within = (wanted - below) / count;
      return bucket === 0 ? within : 2 ** ((bucket - 1 + within) / 2);
    }
    below += count;
  }
  return 2 ** (LAST / 2);
}
