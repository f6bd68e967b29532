/** Up to here a viewer gets every event, over `WINDOW_S`. */
const ALL_PER_S = 1_000;
/** What is drawn of more: nobody reads more, and the page stays fluid. */
const DRAWN_PER_S = 250;
const WINDOW_S = 5;

/**
 * Chooses what of a busy log is drawn. It goes by when events were stored, not by when they are read: who was away and
 * catches up gets every event of a log that is not busy.
 */
export class RowSampler {
  /** How many were stored in which second. */
  readonly #seconds = new Map<number, number>();
  #newest = 0;
  #passed = 0;
  #oneOf = 1;

  /** One of so many is drawn now. */
  get oneOf(): number {
    return this.#oneOf;
  }

  /** Whether the next event, which was stored at that time, is drawn. */
  take(storedAt: Date): boolean {
    const second = Math.floor(storedAt.getTime() / 1000);
    if (second > this.#newest) this.#begin(second);
    this.#seconds.set(second, (this.#seconds.get(second) ?? 0) + 1);
    this.#passed = (this.#passed + 1) % this.#oneOf;
    return this.#passed === 0;
  }

  /** The rate is that of the seconds before this one; it changes once a second. */
  #begin(second: number): void {
    this.#newest = second;
    let total = 0;
    for (const [known, count] of this.#seconds) {
      if (known < second - WINDOW_S) this.#seconds.delete(known);
      else total += count;
    }
    const perSecond = total / WINDOW_S;
    this.#oneOf = perSecond <= ALL_PER_S ? 1 : Math.ceil(perSecond / DRAWN_PER_S);
  }
}
