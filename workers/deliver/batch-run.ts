import { LaneOrder } from "@/flow/delivery/lane-order";
import { holdBatch } from "@/server/log/breaker";
import type { LoadedEvent } from "@/server/log/load-batch";
import { readPlaces, releaseWaiting } from "@/server/log/parking";
import { beginStrike } from "@/server/log/take";
import { BatchCommitter } from "./batch-committer";
import type { Call } from "./breakers";
import {
  type BatchContext,
  type Delivered,
  deliverEvent,
  endWithoutRun,
  type PlainEnd,
  waitBehind,
} from "./deliver-event";
import { consumerRemoved, eventGone, MAX_STRIKES, stepsBroke, workerCrashed } from "./plain-ends";
import type { StateView } from "./state-view";
import type { WorkerParts } from "./worker-parts";

/** What is done is committed at least this often. */
const COMMIT_EVERY_MS = 1_000;
/** Events of one batch that call out at the same time, when no order is to be kept. */
const OUTSIDE_CONCURRENCY = 8;
/** So many conflicts over state in a row are a fault of ours: each of them means that somebody else was through. */
const MAX_RERUNS = 1_000;

/** Works off one batch that this process has taken. */
export class BatchRun {
  readonly #parts: WorkerParts;
  readonly #context: BatchContext;
  readonly #state: StateView;
  readonly #order: LaneOrder;
  readonly #committer: BatchCommitter;
  /** It was in hand when a process died: one event at a time from now on, so that only the cause is blamed. */
  readonly #isCareful: boolean;
  #waiting: LoadedEvent[] = [];
  #done: Delivered[] = [];
  /** What to write down before the next event runs; only while careful. */
  #strikes: number;
  #reruns = 0;
  #isLost = false;
  #isBlocked = false;
  /** Its consumer's breaker is open: the first call decides whether the destination is back. */
  #isProbe: boolean;
  #lastCommitMs = performance.now();
  #committing: Promise<void> = Promise.resolve();

  constructor(parts: WorkerParts, context: BatchContext, state: StateView) {
    this.#parts = parts;
    this.#context = context;
    this.#state = state;
    this.#order = new LaneOrder(context.batch.whenGivenUp, context.batch.kind === "due");
    this.#committer = new BatchCommitter(parts, context.batch, state, {
      order: this.#order,
      callsOut: context.callsOut,
    });
    this.#strikes = context.batch.strikes;
    this.#isCareful = context.batch.strikes > 1;
    this.#isProbe = context.batch.breakerMs !== undefined && context.consumer.isOutside;
  }

  /** The destination is down: what is left waits, and spends no attempts. */
  get #isHeld(): boolean {
    const { batch } = this.#context;
    return batch.run === 0 && !this.#isProbe && this.#parts.breakers.isOpen(batch.subscriptionId);
  }

  get #mustEnd(): boolean {
    return (
      this.#isLost || this.#isBlocked || this.#isHeld || this.#order.isStopped || this.#parts.stopping.aborted
    );
  }

  /** @throws when the database is away for long; somebody else then takes the batch */
  async run(): Promise<void> {
    await this.#workOff();
    const { batch } = this.#context;
    if (batch.kind !== "due" || batch.run > 0 || !(batch.hasParked || batch.hasStopped)) return;
    // What waited for one of these may go on.
    await releaseWaiting(this.#parts.deps.pool, batch.subscriptionId);
    this.#parts.wake(batch.topicId);
  }

  async #workOff(): Promise<void> {
    let isComplete = false;
    while (!isComplete && !this.#mustEnd) {
      isComplete = await this.#load();
      do {
        await this.#work();
        await this.#commit(false);
      } while (this.#waiting.length > 0 && !this.#mustEnd);
    }
    if (this.#committer.hasStoppedEarly) await this.#requeue();
    if (this.#isLost || this.#isBlocked || this.#committer.openCount === 0) return;
    if (this.#isHeld) {
      await holdBatch(this.#parts.deps.pool, this.#context.batch);
      return;
    }
    await this.#commit(true);
    if (!this.#isLost) await this.#requeue();
  }

  /** Anybody may go on with what is left of it, if anything is. */
  async #requeue(): Promise<void> {
    const { batchId, take, run } = this.#context.batch;
    await this.#parts.requeue({ batchId, take, isReplay: run > 0 });
  }

  /** Loads what is next; returns whether that is all. */
  async #load(): Promise<boolean> {
    const batch = this.#committer.current;
    const limit = batch.run > 0 && !this.#context.callsOut ? this.#parts.thread.replayPortion : undefined;
    const { events, isComplete, through } = await this.#parts.events.load(batch, limit);
    this.#waiting = events;
    await this.#context.replay?.learn(events);
    await this.#learnOrder();
    const found = new Set(events.map(({ envelope }) => envelope.offset));
    this.#committer.expire((offset) => offset <= through && !found.has(offset));
    if (isComplete && batch.kind === "due") this.#done.push(...eventGone(batch, events));
    return isComplete;
  }

  async #learnOrder(): Promise<void> {
    const offsets = this.#waiting.map(({ envelope }) => envelope.offset);
    this.#order.learn(await readPlaces(this.#parts.deps.pool, this.#context.batch, offsets));
  }

  /** Alone among all suspects of this process, and written down first: a crash now is this event's. */
  async #deliverAlone(event: LoadedEvent): Promise<void> {
    const { batch } = this.#context;
    if (this.#mustEnd) {
      this.#waiting.unshift(event);
      return;
    }
    if (this.#strikes > MAX_STRIKES && this.#order.waitsFor(event.envelope.offset) === undefined) {
      this.#end(event, workerCrashed);
    } else {
      this.#isLost ||= !(await beginStrike(this.#parts.deps.pool, batch, this.#strikes));
      if (this.#isLost) return;
      await this.#deliver(event, 1);
    }
    // What was rerun over changed state keeps its strikes; what was committed begins anew.
    const { openCount } = this.#committer;
    await this.#commit(false);
    if (this.#committer.openCount < openCount) this.#strikes = 2;
  }

  async #work(): Promise<void> {
    const { batch, callsOut } = this.#context;
    const isParallel = callsOut && !batch.isOrdered && !this.#isCareful && !this.#isProbe;
    const lines = isParallel ? Math.min(OUTSIDE_CONCURRENCY, Math.max(1, this.#waiting.length)) : 1;
    let failure: unknown;
    const commitIfDue = () => {
      if (this.#done.length === 0 || performance.now() - this.#lastCommitMs < COMMIT_EVERY_MS) return;
      this.#commit(false).catch((error: unknown) => {
        failure ??= error;
        this.#isLost = true;
      });
    };
    const timer = setInterval(commitIfDue, COMMIT_EVERY_MS / 4);
    try {
      await Promise.all(Array.from({ length: lines }, () => this.#line(lines)));
    } finally {
      clearInterval(timer);
    }
    if (failure !== undefined) throw failure;
  }

  /** One event after the other. */
  async #line(lines: number): Promise<void> {
    const { thread } = this.#parts;
    let turn = thread.begin();
    while (!this.#mustEnd) {
      const event = this.#waiting.shift();
      if (event === undefined) return;
      if (this.#isCareful) await this.#parts.takeTurns(() => this.#deliverAlone(event));
      else await this.#deliver(event, lines);
      if (thread.isOver(turn)) turn = await thread.next(this.#context.batch.run > 0);
    }
  }

  async #deliver(event: LoadedEvent, lines: number): Promise<void> {
    const { batch } = this.#context;
    if (batch.state === "removed" && event.earlier !== undefined) {
      this.#end(event, consumerRemoved);
      return;
    }
    const key = this.#order.waitsFor(event.envelope.offset);
    if (key !== undefined) {
      this.#done.push(waitBehind(batch, event, key));
      return;
    }
    const startMs = performance.now();
    try {
      const delivered = await deliverEvent(this.#context, event);
      const workMicros = ((performance.now() - startMs) / lines) * 1000;
      if (delivered.state?.isCurrent === false) {
        // Meanwhile somebody else has changed what it saw: again, with the answers of the calls that it made.
        this.#waiting.unshift(event);
        return;
      }
      delivered.state?.apply(delivered.stateWrites);
      this.#order.note(delivered.result.offset, delivered.result.status);
      this.#isBlocked ||= delivered.result.isKept === true;
      this.#done.push({ ...delivered, workMicros });
      if (delivered.call !== undefined && batch.run === 0) await this.#noteCall(delivered.call);
    } catch (error) {
      // Steps fail as values; this is a fault of the engine, and would happen again.
      this.#parts.deps.log.error({ err: error, batch: batch.batchId }, "an event could not be run");
      this.#end(event, stepsBroke);
    }
  }

  #end(event: LoadedEvent, end: PlainEnd): void {
    this.#order.note(event.envelope.offset, end.status);
    this.#done.push(endWithoutRun(this.#context.batch, event, end));
  }

  async #noteCall(call: Call): Promise<void> {
    const { subscriptionId } = this.#context.batch;
    const { breakers, wake } = this.#parts;
    try {
      if (!this.#isProbe) {
        await breakers.note(subscriptionId, call);
        return;
      }
      await breakers.probed(subscriptionId, call);
      this.#isProbe = false;
      // What the breaker has held back may go on.
      wake();
    } catch (error) {
      // The breaker stays as it is; what was delivered is not lost over it.
      this.#parts.deps.log.warn({ err: error }, "a breaker could not be switched");
    }
  }

  /** Commits what is done, one commit after the other. */
  #commit(isReleased: boolean): Promise<void> {
    this.#committing = this.#committing.then(() => this.#commitNow(isReleased));
    return this.#committing;
  }

  async #commitNow(isReleased: boolean): Promise<void> {
    const delivered = this.#done;
    if (this.#isLost || (delivered.length === 0 && !this.#committer.hasExpired && !isReleased)) return;
    this.#done = [];
    this.#lastCommitMs = performance.now();
    const { replay } = this.#context;
    const replayed = replay === undefined ? [] : delivered.flatMap((one) => one.replayed ?? []);
    await replay?.keep(replayed);
    const outcome = await this.#committer.commit(delivered, isReleased);
    if (outcome === "committed") await replay?.committed(replayed);
    if (outcome === "lost") this.#isLost = true;
    if (outcome === "stale") await this.#rerun(delivered);
    else this.#reruns = 0;
  }

  /** These saw state that does not hold. Nothing of those that are open was written, no attempt is spent. */
  async #rerun(delivered: readonly Delivered[]): Promise<void> {
    this.#reruns += 1;
    if (this.#reruns > MAX_RERUNS)
      throw new Error("The state that this batch reads changes again and again.");
    this.#state.forget();
    this.#isBlocked = false;
    // Some of them may be through: those that were committed before the one that made the others stale.
    const open = delivered.filter((one) => this.#committer.isOpen(one));
    const events = open.flatMap(({ event }) => event ?? []);
    this.#waiting = [...events, ...this.#waiting].sort((a, b) => a.envelope.offset - b.envelope.offset);
    this.#done.unshift(...open.filter(({ event }) => event === undefined));
    // A consumer that has stopped leaves nothing open.
    if (this.#committer.openCount === 0) this.#waiting = [];
    this.#order.forget();
    await this.#learnOrder();
  }
}
