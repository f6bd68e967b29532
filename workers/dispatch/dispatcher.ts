import type { Deps } from "@/server/deps";
import { ringAlarms } from "@/server/log/alarms";
import { dispatchBatches, msUntilNextDue } from "@/server/log/dispatch";
import type { BatchQueue } from "@/server/queue/batch-queue";

/** Net under lost hints, and the longest that a new subscription waits. */
const POLL_MS = 1_000;
/** Due times are not looked for more often than this. */
const MIN_WAIT_MS = 20;

/** Cuts what there is into batches whenever somebody says that there may be something. */
export class Dispatcher {
  readonly #deps: Pick<Deps, "pool" | "log">;
  readonly #queue: BatchQueue;
  readonly #slots: number;
  readonly #topics = new Set<string>();
  #isAllWanted = true;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(deps: Pick<Deps, "pool" | "log">, queue: BatchQueue, slots: number) {
    this.#deps = deps;
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
        await this.#queue.add(await dispatchBatches(this.#deps.pool, topics, this.#slots));
        if (isAll) await this.#planNext();
      } catch (error) {
        // What was cut stays: the reconciler gives it to the queue.
        this.#deps.log.warn({ err: error }, "could not dispatch");
        this.#wakeIn(POLL_MS);
        return;
      }
    }
  }

  async #planNext(): Promise<void> {
    const dueMs = await msUntilNextDue(this.#deps.pool);
    this.#wakeIn(Math.min(POLL_MS, Math.max(MIN_WAIT_MS, dueMs ?? POLL_MS)));
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(() => this.wake(), ms);
  }
}
