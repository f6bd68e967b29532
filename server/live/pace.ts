/** Readings that may follow each other without a pause: an arrival and its end, and those of what came of it. */
const BURST = 6;
const EVERY_MS = 1_000;

/**
 * Lets what happens now and then through at once, and much of it once a second. Made for numbers: people see an
 * event arrive and end, and can still read the figures of a busy flow.
 */
export class Pace {
  #free = BURST;
  #at: number;

  /** `nowMs` is the time of any clock that only goes forward; so are those of `take`. */
  constructor(nowMs: number) {
    this.#at = nowMs;
  }

  /** Takes the next place; how long to wait for it, in milliseconds. */
  take(nowMs: number): number {
    this.#free = Math.min(BURST, this.#free + Math.max(0, nowMs - this.#at) / EVERY_MS);
    this.#at = nowMs;
    this.#free -= 1;
    return this.#free >= 0 ? 0 : Math.ceil(-this.#free * EVERY_MS);
  }
}
