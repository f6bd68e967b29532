/** What is read again; see `EventFeed.refresh`. */
interface Refreshed {
  refresh(): Promise<boolean>;
  lost(): void;
}

/** The list rests for so long after it was read, and for so many times longer than the reading took. */
const REST_MS = 1_000;
const REST_FACTOR = 3;

/** Reads a list again when something changed: one reading at a time, and none while nothing changes. */
export class OutcomeRefresher {
  readonly #list: Refreshed;
  readonly #restMs: number;
  #isStale = false;
  #isBusy = false;
  #isStopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(list: Refreshed, restMs = REST_MS) {
    this.#list = list;
    this.#restMs = restMs;
  }

  readonly changed = (): void => {
    this.#isStale = true;
    if (!this.#isBusy) void this.#read();
  };

  readonly stop = (): void => {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  };

  async #read(): Promise<void> {
    this.#isBusy = true;
    this.#isStale = false;
    const began = performance.now();
    try {
      // Not the moment: it is tried again.
      if (!(await this.#list.refresh())) this.#isStale = true;
    } catch {
      this.#isStale = true;
      // The page says that the list is not up to date, until it is.
      if (!this.#isStopped) this.#list.lost();
    }
    if (this.#isStopped) return;
    const rest = Math.max(this.#restMs, REST_FACTOR * (performance.now() - began));
    this.#timer = setTimeout(() => {
      this.#isBusy = false;
      if (this.#isStale) void this.#read();
    }, rest);
  }
}
