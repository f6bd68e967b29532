/** Work that a process begins on its own account, a few pieces at a time. */
export class DirectRuns {
  readonly #limit: number;
  readonly #running = new Set<Promise<void>>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many more may be begun. */
  get free(): number {
    return Math.max(0, this.#limit - this.#running.size);
  }

  /** Begins a piece of work, which never rejects. */
  run(work: () => Promise<void>): void {
    const running = work().finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
