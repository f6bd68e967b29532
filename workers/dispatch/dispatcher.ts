import type { Deps } from "@/server/deps";
import { ringAlarms } from "@/server/log/alarms";
import { dispatchBatches, msUntilNextDue } from "@/server/log/dispatch";
import type { TakenBatch } from "@/server/log/take";
import type { BatchQueue } from "@/server/queue/batch-queue";
import { paceReplays } from "@/server/replay/pace-replays";

/** Net under lost hints, and the longest that a new subscription waits. */
const POLL_MS = 1_000;
/** What was left is looked at so often at least. */
const LEFT_MS = 50;
/** Due times are not looked for more often than this. */
const MIN_WAIT_MS = 20;
/** Events of a replay with a schedule are handed out not more often than this: several together where they are many. */
const PACE_MS = 50;

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
  readonly #isReplay: boolean;
  readonly #direct: DirectRun | undefined;
  readonly #topics = new Set<string>();
  /** Topics of which something was left that waits for a batch to be done. */
  readonly #left = new Set<string>();
  #isAllLeft = false;
  /** Topics of which a batch was done while a dispatch was under way, which may not have seen that. */
  readonly #freed = new Set<string>();
  #leftTimer: NodeJS.Timeout | undefined;
  #isAllWanted = true;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;
  #running: Promise<void> | undefined;

  /** @param direct for what is live; absent: it hands out what is replayed, so that what is live never waits for that */
  constructor(
    deps: Pick<Deps, "pool" | "log">,
    queue: BatchQueue,
    slots: number,
    direct: DirectRun | undefined,
  ) {
    this.#deps = deps;
    this.#isReplay = direct === undefined;
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
    this.#freed.add(topicId);
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
    clearTimeout(this.#leftTimer);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped && (this.#isAllWanted || this.#topics.size > 0)) {
      const isAll = this.#isAllWanted;
      const asked = [...this.#topics];
      this.#isAllWanted = false;
      this.#topics.clear();
      try {
        if (isAll) await ringAlarms(this.#deps.pool);
        const pacedMs = isAll && this.#isReplay ? await paceReplays(this.#deps.pool) : undefined;
        await this.#dispatch(asked, isAll);
        if (isAll) await this.#planNext(pacedMs);
      } catch (error) {
        // What was cut stays: the reconciler gives it to the queue.
        this.#deps.log.warn({ err: error }, "could not dispatch");
        this.#wakeIn(POLL_MS);
        return;
      }
    }
  }

  async #dispatch(asked: readonly string[], isAll: boolean): Promise<void> {
    const direct = this.#direct;
    this.#freed.clear();
    const { queued, taken, isMoreLeft } = await dispatchBatches(
      this.#deps.pool,
      { topicIds: isAll ? undefined : asked, isReplay: this.#isReplay },
      this.#slots,
      direct && { workerId: direct.workerId, leaseMs: direct.leaseMs, count: direct.free() },
    );
    if (isAll) {
      this.#isAllLeft = isMoreLeft;
      if (!isMoreLeft) this.#left.clear();
    }
    for (const topic of asked) {
      if (isMoreLeft) this.#left.add(topic);
      else this.#left.delete(topic);
    }
    if (isMoreLeft) {
      // A call for all topics does not say of which something is left: it may be of those that became free meanwhile.
      const unsure = isAll ? [...this.#left, ...this.#freed] : asked;
      if (this.#freed.size > 0) for (const topic of unsure) this.#topics.add(topic);
      this.#lookAgain();
    }
    for (const batch of taken) direct?.run(batch);
    await this.#queue.add(queued);
  }

  /** What is left may wait for a batch of another process, of whose end nobody tells. */
  #lookAgain(): void {
    this.#leftTimer ??= setTimeout(() => {
      this.#leftTimer = undefined;
      for (const topic of this.#left) this.wake(topic);
    }, LEFT_MS);
  }

  async #planNext(pacedMs: number | undefined): Promise<void> {
    const dueMs = await msUntilNextDue(this.#deps.pool);
    this.#wakeIn(
      Math.min(POLL_MS, Math.max(MIN_WAIT_MS, dueMs ?? POLL_MS), Math.max(PACE_MS, pacedMs ?? POLL_MS)),
    );
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
