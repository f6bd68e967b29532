import { closeBreaker, isKnownDown, openBreaker } from "@/server/log/breaker";
import type { Queryable } from "@/server/log/queryable";

/** Calls are counted for that long; then the count begins anew. */
const WINDOW_MS = 30_000;
/** So many calls say something, and this part of them failed: the destination is down. */
const MIN_CALLS = 20;
/** As many are enough where another consumer has found the same host down. */
const MIN_CALLS_KNOWN = 3;
const FAILED_PART = 0.5;

/** What the world outside said to one attempt. */
export interface Call {
  readonly isFailed: boolean;
  /** The host that did not do it, or the consumer that could not. */
  readonly destination: string;
  readonly isHost: boolean;
  readonly message: string;
}

interface Count {
  sinceMs: number;
  calls: number;
  failed: number;
  /** Until then nothing of the consumer is begun in this process. */
  openUntilMs: number;
}

/** Circuit breakers of one process: what it counts is its own, that one is open stands in the database. */
export class Breakers {
  readonly #db: Queryable;
  readonly #now: () => number;
  readonly #counts = new Map<string, Count>();

  constructor(db: Queryable, now: () => number = () => performance.now()) {
    this.#db = db;
    this.#now = now;
  }

  /** Whether what is left of a consumer's batches has to wait. */
  isOpen(subscriptionId: string): boolean {
    return (this.#counts.get(subscriptionId)?.openUntilMs ?? 0) > this.#now();
  }

  /** Counts a call; opens the breaker when too many have failed. */
  async note(subscriptionId: string, call: Call): Promise<void> {
    const nowMs = this.#now();
    const known = this.#counts.get(subscriptionId);
    // Nothing has failed for a while: nothing to remember.
    if (!call.isFailed && known === undefined) return;
    const count =
      known !== undefined && nowMs - known.sinceMs < WINDOW_MS
        ? known
        : { sinceMs: nowMs, calls: 0, failed: 0, openUntilMs: known?.openUntilMs ?? 0 };
    this.#counts.set(subscriptionId, count);
    count.calls += 1;
    if (call.isFailed) count.failed += 1;
    if (!call.isFailed || count.openUntilMs > nowMs || count.failed < count.calls * FAILED_PART) return;
    const isEnough =
      count.calls >= MIN_CALLS ||
      (count.calls >= MIN_CALLS_KNOWN &&
        call.isHost &&
        (await isKnownDown(this.#db, subscriptionId, call.destination)));
    if (isEnough && !this.isOpen(subscriptionId)) await this.#open(subscriptionId, call);
  }

  /** The database says that a consumer's breaker is closed: some process has found its destination back. */
  heardClosed(subscriptionId: string): void {
    const known = this.#counts.get(subscriptionId);
    // One that is being opened just now is not in the database yet.
    if (known !== undefined && known.openUntilMs < Number.POSITIVE_INFINITY) known.openUntilMs = 0;
  }

  /** What a probe came to: the breaker closes, or stays open for longer. */
  async probed(subscriptionId: string, call: Call): Promise<void> {
    if (call.isFailed) {
      await this.#open(subscriptionId, call);
      return;
    }
    await closeBreaker(this.#db, subscriptionId);
    this.#counts.delete(subscriptionId);
  }

  async #open(subscriptionId: string, { destination, message }: Call): Promise<void> {
    const count = { sinceMs: this.#now(), calls: 0, failed: 0, openUntilMs: Number.POSITIVE_INFINITY };
    // Set before the database knows, so that batches beside this one stop at once.
    this.#counts.set(subscriptionId, count);
    try {
      count.openUntilMs =
        this.#now() + (await openBreaker(this.#db, { subscriptionId, destination, reason: message }));
    } catch (error) {
      count.openUntilMs = 0;
      throw error;
    }
  }
}
