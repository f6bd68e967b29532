import type { Deps } from "@/server/deps";
import { ringAlarms } from "@/server/log/alarms";
import { consumedTopics, dispatchBatches, msUntilNextDue } from "@/server/log/dispatch";
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
  /** As of the last look at all topics; a change of it is followed by another one. Undefined: not known yet. */
  #consumed: ReadonlySet<string> | undefined;
  /** Topics of which something was left that waits for a batch to be done. */
  readonly #left = new Set<string>();
  #isAllLeft = false;
  /** Topics of which a batch was done while a look was under way, which may not have seen that. */
  readonly #freed = { all: new Set<string>(), topics: new Set<string>() };
  /** So many looks at all topics have ended. */
  #looksAtAll = 0;
  #leftTimer: NodeJS.Timeout | undefined;
  #isAllWanted = true;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;
  #running: Promise<void> | undefined;
  #lookingAtAll: Promise<void> | undefined;

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
    // Many a flow ends with a topic that nobody consumes, and each of its events would be a look for nothing.
    else if (this.#consumed?.has(topicId) ?? true) this.#topics.add(topicId);
    this.#begin();
  }

  #begin(): void {
    if (this.#isStopped) return;
    // Side by side: a look at all topics takes several times as long, and what has just arrived would wait for it.
    if (this.#isAllWanted) {
      this.#lookingAtAll ??= this.#lookAtAll().finally(() => {
        this.#lookingAtAll = undefined;
        // What was asked for in the moment of its end.
        this.#begin();
      });
    }
    if (this.#topics.size > 0) {
      this.#running ??= this.#run().finally(() => {
        this.#running = undefined;
        this.#begin();
      });
    }
  }

  /** A small live batch of a topic is done: what waited for that may go on. Mostly nothing did. */
  freed(topicId: string): void {
    this.#freed.all.add(topicId);
    this.#freed.topics.add(topicId);
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
    await Promise.all([this.#running, this.#lookingAtAll]);
  }

  async #run(): Promise<void> {
    while (!this.#isStopped && this.#topics.size > 0) {
      const asked = [...this.#topics];
      this.#topics.clear();
      try {
        await this.#lookAt(asked);
      } catch (error) {
        this.#failed(error);
        return;
      }
    }
  }

  async #lookAtAll(): Promise<void> {
    while (!this.#isStopped && this.#isAllWanted) {
      this.#isAllWanted = false;
      try {
        // A replay is only woken for what it consumes.
        if (!this.#isReplay) this.#consumed = await consumedTopics(this.#deps.pool);
        await ringAlarms(this.#deps.pool);
        const pacedMs = this.#isReplay ? await paceReplays(this.#deps.pool) : undefined;
        this.#freed.all.clear();
        this.#isAllLeft = await this.#dispatch(undefined);
        this.#looksAtAll += 1;
        // It does not say of which topics something is left: of those of before, or that became free meanwhile. And looks
        // at one topic have passed over what it had in hand.
        const unsure = [...this.#left, ...(this.#isAllLeft ? this.#freed.all : [])];
        this.#left.clear();
        for (const topic of unsure) this.wake(topic);
        if (this.#isAllLeft) this.#lookAgain();
        await this.#planNext(pacedMs);
      } catch (error) {
        this.#failed(error);
        return;
      }
    }
  }

  #failed(error: unknown): void {
    // What was cut stays: the reconciler gives it to the queue.
    this.#deps.log.warn({ err: error }, "could not dispatch");
    this.#wakeIn(POLL_MS);
  }

  async #lookAt(asked: readonly string[]): Promise<void> {
    this.#freed.topics.clear();
    const looksBefore = this.#looksAtAll;
    if (!(await this.#dispatch(asked))) {
      for (const topic of asked) this.#left.delete(topic);
      return;
    }
    for (const topic of asked) this.#left.add(topic);
    // A look at all topics that has ended by now may have had them in hand.
    const mayGoOn = this.#freed.topics.size > 0 || this.#looksAtAll > looksBefore;
    if (mayGoOn) for (const topic of asked) this.#topics.add(topic);
    this.#lookAgain();
  }

  /** @returns whether something is left that waits for a batch to be done */
  async #dispatch(topicIds: readonly string[] | undefined): Promise<boolean> {
    const direct = this.#direct;
    const { queued, taken, isMoreLeft } = await dispatchBatches(
      this.#deps.pool,
      { topicIds, isReplay: this.#isReplay },
      this.#slots,
      direct && { workerId: direct.workerId, leaseMs: direct.leaseMs, count: direct.free() },
    );
    for (const batch of taken) direct?.run(batch);
    await this.#queue.add(queued);
    return isMoreLeft;
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
