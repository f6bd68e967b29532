/** A token bucket: `perSecond` on average, up to `burst` at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Counts events per name (an address, a network). */
export interface RateLimiter {
  /**
   * Takes one token.
   * @returns 0 when it may go on, else after how many seconds it may be tried again
   */
  take(name: string): number;
  /** Gives a token back that should not have been taken. */
  giveBack(name: string): void;
}

const maxNames = 50_000;

/**
 * Makes a limiter in the memory of this process: with several gateways each one allows the rate. Names that
 * have been quiet until their bucket is full again are forgotten, so its memory is bounded.
 */
export function createRateLimiter({ perSecond, burst }: Rate, now: () => number = Date.now): RateLimiter {
  const buckets = new Map<string, Bucket>();

  function dropFull(atMs: number): void {
    for (const [name, bucket] of buckets) {
      if (bucket.tokens + ((atMs - bucket.atMs) / 1000) * perSecond >= burst) buckets.delete(name);
    }
    // All of them busy: the oldest half starts afresh.
    let excess = buckets.size - maxNames / 2;
    for (const name of buckets.keys()) {
      if (excess <= 0) return;
      buckets.delete(name);
      excess -= 1;
    }
  }

  return {
    take(name) {
      const atMs = now();
      const bucket = buckets.get(name) ?? { tokens: burst, atMs };
      if (!buckets.has(name)) {
        if (buckets.size >= maxNames) dropFull(atMs);
        buckets.set(name, bucket);
      }
      bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, atMs - bucket.atMs) / 1000) * perSecond);
      bucket.atMs = atMs;
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
      }
      return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    },
    giveBack(name) {
      const bucket = buckets.get(name);
      if (bucket !== undefined) bucket.tokens = Math.min(burst, bucket.tokens + 1);
    },
  };
}
