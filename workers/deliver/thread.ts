/** How long one batch computes before another one, or whoever waits for the loop, has its turn. */
const TURN_MS = 2;

/** So many events are worth a turn on a busy machine, too, where a turn is mostly waiting for the processor. */
const MIN_EVENTS = 8;
const MAX_TURN_MS = 8;

/** For how long after something live a replay takes small portions. */
const LIVE_MS = 1_000;
/**
 * Loading and committing are done in one go, without turns. For so many events that takes a few milliseconds, which is
 * what somebody waits who comes just then; for a whole batch it is ten times as long, several times on the way of an event.
 */
const REPLAY_PORTION = 64;

/** When the one thread of this process was given to a batch, and what was done since. */
export interface Turn {
  readonly sinceMs: number;
  events: number;
}

/**
 * Shares the one thread of a process between batches that compute: one of them in each round of the event loop, live
 * ones first. Whoever waits for an answer of the database or of the queue waits for one turn at most, however many batches
 * there are, and so do live events, which wait for several answers one after the other.
 */
export class Thread {
  readonly #live: ((turn: Turn) => void)[] = [];
  readonly #replay: ((turn: Turn) => void)[] = [];
  #isArmed = false;
  #liveAtMs = Number.NEGATIVE_INFINITY;

  /** Something live is delivered. */
  noteLive(): void {
    this.#liveAtMs = performance.now();
  }

  /** How many events of a replay may be loaded and committed at a time; undefined: as many as there are in a batch. */
  get replayPortion(): number | undefined {
    return performance.now() - this.#liveAtMs < LIVE_MS ? REPLAY_PORTION : undefined;
  }

  /** The turn of somebody who has waited for something else anyway. */
  begin(): Turn {
    return { sinceMs: performance.now(), events: 0 };
  }

  /** Whether a turn is over after one more event; then whoever has it waits for the next one. */
  isOver(turn: Turn): boolean {
    turn.events += 1;
    return performance.now() - turn.sinceMs > (turn.events < MIN_EVENTS ? MAX_TURN_MS : TURN_MS);
  }

  /** Resolves when it is the caller's turn again. */
  next(isReplay: boolean): Promise<Turn> {
    const turn = new Promise<Turn>((resolve) => (isReplay ? this.#replay : this.#live).push(resolve));
    this.#arm();
    return turn;
  }

  #arm(): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    setImmediate(() => {
      this.#isArmed = false;
      const give = this.#live.shift() ?? this.#replay.shift();
      if (this.#live.length + this.#replay.length > 0) this.#arm();
      give?.(this.begin());
    });
  }
}
