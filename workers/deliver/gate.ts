/**
 * Batches that are worked off side by side: of what is live, one computes while the others wait for the database. Replays must
 * be felt by live traffic as little as possible, whatever the size and the number of their batches.
 */
const INSIDE = { live: 4, replay: 1 };
/** A live batch so small waits for nobody: it is what arrives while there is no backlog, and somebody may watch it. */
const SMALL = 32;
/**
 * Nobody waits longer than this, whatever those do that are inside. All the batches that a process has of replays wait here
 * together: with the limit of what is live they would all be inside before the first ones are done.
 */
const LIMIT_MS = { live: 1_000, replay: 10_000 };

/** What the gate asks of a batch. */
interface Passenger {
  readonly run: number;
  readonly size: number;
}

/**
 * Lets a few large batches at a time in. All of them share one thread: more of them side by side are not faster, hold more
 * in memory, and make everybody else wait for each of them in turn.
 */
export class Gate {
  readonly #inside = { live: 0, replay: 0 };
  readonly #waiting: { readonly live: (() => void)[]; readonly replay: (() => void)[] } = {
    live: [],
    replay: [],
  };
  readonly #stopping: AbortSignal;

  /** @param stopping when it is aborted, everybody may pass: nothing is begun any more */
  constructor(stopping: AbortSignal) {
    this.#stopping = stopping;
    stopping.addEventListener("abort", () => {
      for (const pass of [...this.#waiting.live.splice(0), ...this.#waiting.replay.splice(0)]) pass();
    });
  }

  /** Runs work when it is its turn; throws what the work throws. */
  async through<Result>({ run, size }: Passenger, work: () => Promise<Result>): Promise<Result> {
    if ((run === 0 && size <= SMALL) || this.#stopping.aborted) return work();
    const kind = run > 0 ? "replay" : "live";
    if (this.#inside[kind] < INSIDE[kind]) this.#inside[kind] += 1;
    else await this.#wait(kind, size <= SMALL);
    try {
      return await work();
    } finally {
      this.#inside[kind] -= 1;
      // There may still be too many, whose time was up.
      if (this.#inside[kind] < INSIDE[kind]) this.#waiting[kind].shift()?.();
    }
  }

  /** Resolves inside. */
  #wait(kind: "live" | "replay", isSmall: boolean): Promise<void> {
    const line = this.#waiting[kind];
    return new Promise((resolve) => {
      const pass = () => {
        clearTimeout(timer);
        // At once: whoever comes meanwhile finds the place taken.
        this.#inside[kind] += 1;
        resolve();
      };
      const timer = setTimeout(() => {
        const at = line.indexOf(pass);
        if (at >= 0) line.splice(at, 1);
        pass();
      }, LIMIT_MS[kind]);
      // Somebody tries a handful of events, and looks at the screen.
      if (isSmall) line.unshift(pass);
      else line.push(pass);
    });
  }
}
