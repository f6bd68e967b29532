import type { Deps } from "@/server/deps";
import { ringAlarms } from "@/server/log/alarms";
import { dispatchBatches, msUntilNextDue } from "@/server/log/dispatch";
import type { TakenBatch } from "@/server/log/take";
import type { BatchQueue } from "@/server/queue/batch-queue";

/** Net under lost hints, and the longest that a new subscription waits. */
const POLL_MS = 1_000;
/** Due times are not looked for more often than this. */
const MIN_WAIT_MS = 20;

/** How batches are run without a way through the queue. */
export interface DirectRun {
  readonly workerId: number;
  readonly leaseMs: number;
  /** How many more may be run now. */
  free(): number;
  /** Returns at once. */
  run(batch: TakenBatch): void;
}

/** Cuts what there is into batches whenever somebody says that there may be something. */
export class Dispatcher {
  readonly #deps: Pick<Deps, "pool" | "log">;
  readonly #queue: BatchQueue;
  readonly #slots: number;
  readonly #direct: DirectRun;
  readonly #topics = new Set<string>();
  /** Topics of which something was left that waits for a batch to be done. */
  readonly #left = new Set<string>();
  #isAllLeft = false;
  #isAllWanted = true;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;
  #running: Promise<void> | undefined;

  constructor(deps: Pick<Deps, "pool" | "log">, queue: BatchQueue, slots: number, direct: DirectRun) {
    this.#deps = deps;
    this.#direct = direct;
    this.#queue = queue;
    this.#slots = slots;
  }

  /** There may be something to do: for one topic, or anywhere. Returns at once. */
  wake(topicId?: string): void {
    if (topicId === undefined) this.#isAllWanted = true;
    else this.#topics.add(topicId);
    if (this.#isStopped) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** A small live batch of a topic is done: what waited for that may go on. Mostly nothing did. */
  freed(topicId: string): void {
    if (this.#isAllLeft) this.wake(topicId);
    for (const left of this.#left) this.wake(left);
  }

  /** Something is due in so many milliseconds. */
  wakeWithin(ms: number): void {
    if (performance.now() + ms < this.#timerAtMs) this.#wakeIn(Math.max(MIN_WAIT_MS, ms));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped && (this.#isAllWanted || this.#topics.size > 0)) {
      const isAll = this.#isAllWanted;
      const topics = isAll ? undefined : [...this.#topics];
      this.#isAllWanted = false;
      this.#topics.clear();
      try {
        if (isAll) await ringAlarms(this.#deps.pool);
        await this.#dispatch(topics);
        if (isAll) await this.#planNext();
      } catch (error) {
        // What was cut stays: the reconciler gives it to the queue.
        this.#deps.log.warn({ err: error }, "could not dispatch");
        this.#wakeIn(POLL_MS);
        return;
      }
    }
  }

  async #dispatch(topics: readonly string[] | undefined): Promise<void> {
    const { workerId, leaseMs } = this.#direct;
    const taker = { workerId, leaseMs, count: this.#direct.free() };
    const { queued, taken, isMoreLeft } = await dispatchBatches(this.#deps.pool, topics, this.#slots, taker);
    if (topics === undefined) {
      this.#isAllLeft = isMoreLeft;
      this.#left.clear();
    }
    for (const topic of topics ?? []) {
      if (isMoreLeft) this.#left.add(topic);
      else this.#left.delete(topic);
    }
    for (const batch of taken) this.#direct.run(batch);
    await this.#queue.add(queued);
  }

  async #planNext(): Promise<void> {
    const dueMs = await msUntilNextDue(this.#deps.pool);
    this.#wakeIn(Math.min(POLL_MS, Math.max(MIN_WAIT_MS, dueMs ?? POLL_MS)));
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timerAtMs = performance.now() + ms;
    this.#timer = setTimeout(() => {
      this.#timerAtMs = Number.POSITIVE_INFINITY;
      this.wake();
    }, ms);
  }
}
