import { setTimeout as pause } from "node:timers/promises";
import { DatabaseError } from "pg";
import type { LaneOrder } from "@/flow/delivery/lane-order";
import { type BatchCommit, type DeliveryResult, STATE_CHANGED } from "@/server/log/commit";
import { isRefusal, isValueRefusal } from "@/server/log/is-refusal";
import { offsetsOf } from "@/server/log/load-batch";
import type { TakenBatch } from "@/server/log/take";
import { commitHeld } from "./commit-held";
import { type Delivered, endWithoutRun } from "./deliver-event";
import { markCommitted, type StateView } from "./state-view";
import type { WorkerParts } from "./worker-parts";

/** What a commit came to. `lost`: somebody else has the batch. `stale`: state has changed, run them again. */
export type CommitOutcome = "committed" | "lost" | "stale";

const unstorable = {
  status: "dead",
  reason: "cannot-be-stored",
  message: "What it came to cannot be stored: the database refused a value, or a topic is gone.",
} as const;

/** How long results are kept while the database is away; after that the batch is run again. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 250;

/** Commits the deliveries of one batch in one or several pieces, and knows what is still open. */
export class BatchCommitter {
  readonly #parts: WorkerParts;
  readonly #batch: TakenBatch;
  readonly #state: StateView;
  readonly #order: LaneOrder;
  readonly #isRepeatable: boolean;
  /** When the batch was taken, on this process's clock: only differences count. */
  readonly #takenMs = performance.now();
  /** Offsets, or ids of due deliveries, that are not committed, in order. */
  #open: readonly (number | string)[];
  #expired = 0;
  #hasStoppedEarly = false;

  /** @param callsOut steps of this batch act outside, which a replay may or may not do */
  constructor(
    parts: WorkerParts,
    batch: TakenBatch,
    state: StateView,
    { order, callsOut }: { readonly order: LaneOrder; readonly callsOut: boolean },
  ) {
    this.#parts = parts;
    this.#batch = batch;
    this.#state = state;
    this.#order = order;
    this.#isRepeatable = batch.run > 0 && !callsOut;
    this.#open = batch.kind === "due" ? (batch.deliveryIds ?? []) : offsetsOf(batch);
  }

  get openCount(): number {
    return this.#open.length;
  }

  /** It stopped before its last event: those behind went back into the lane, or are still in the batch. */
  get hasStoppedEarly(): boolean {
    return this.#hasStoppedEarly;
  }

  get hasExpired(): boolean {
    return this.#expired > 0;
  }

  /** Whether a delivery is not committed yet. */
  isOpen({ result }: Delivered): boolean {
    return this.#open.includes(this.#batch.kind === "due" ? result.deliveryId : result.offset);
  }

  /** The batch as it is in the database by now. */
  get current(): TakenBatch {
    if (this.#open.length === this.#batch.size) return this.#batch;
    const { offsets, deliveryIds } = this.#rest(this.#open);
    return { ...this.#batch, fromOffset: null, toOffset: null, offsets, deliveryIds };
  }

  /** Events that retention deleted before they were delivered leave the batch with the next commit. */
  expire(isGone: (offset: number) => boolean): void {
    const kept = this.#open.filter((one) => typeof one === "string" || !isGone(one));
    this.#expired += this.#open.length - kept.length;
    this.#open = kept;
  }

  /** @throws what the database says when trying again is useless; the batch is then run again by somebody */
  async commit(delivered: readonly Delivered[], isReleased: boolean): Promise<CommitOutcome> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      // What is cut off has failed for no reason of its own.
      if (this.#parts.over.aborted) return "lost";
      try {
        return await this.#tryCommit(delivered, isReleased);
      } catch (error) {
        if (error instanceof DatabaseError && error.code === STATE_CHANGED) return "stale";
        const isHopeless = isValueRefusal(error) || isUnwritable(error);
        // What is refused for another reason keeps nobody else from being committed, and may be taken later.
        if (isHopeless || (isRefusal(error) && delivered.length > 1)) {
          return this.#commitApart(delivered, isReleased, error);
        }
        if (isFault(error) || performance.now() > deadline) throw error;
        this.#parts.deps.log.warn({ err: error, batch: this.#batch.batchId }, "a commit is tried again");
        await pause(RETRY_MS);
      }
    }
  }

  #rest(open: readonly (number | string)[]) {
    const isDue = this.#batch.kind === "due";
    return {
      offsets: isDue ? null : open.filter((one) => typeof one === "number"),
      deliveryIds: isDue ? open.filter((one) => typeof one === "string") : null,
    };
  }

  async #tryCommit(delivered: readonly Delivered[], isReleased: boolean): Promise<CommitOutcome> {
    const { rows, entries } = this.#state.rowsOf(delivered);
    const batch = this.#batch;
    const isDue = batch.kind === "due";
    const sinceTakenMs = performance.now() - this.#takenMs;
    const results = delivered.map(({ result }) =>
      result.isDueFromTake === true
        ? { ...result, dueMs: Math.max(0, (result.dueMs ?? 0) - sinceTakenMs) }
        : result,
    );
    const done = new Set(
      results
        .filter(({ isKept }) => isKept !== true)
        .map(({ deliveryId, offset }) => (isDue ? deliveryId : offset)),
    );
    const open = this.#open.filter((one) => !done.has(one));
    const stopAt = results.find(({ status }) => this.#order.stopsAt(status))?.deliveryId;
    const rest = open.length > 0 ? this.#rest(open) : { offsets: null, deliveryIds: null };
    const commit: BatchCommit = {
      batchId: batch.batchId,
      take: batch.take,
      results,
      expired: this.#expired,
      restOffsets: rest.offsets,
      restDeliveryIds: rest.deliveryIds,
      blockMs: results.find(({ isKept }) => isKept === true)?.dueMs,
      isReleased: isReleased || stopAt !== undefined,
      state: rows,
      isReplay: batch.run > 0,
      isRepeatable: this.#isRepeatable,
      workMicros: averageWork(delivered),
      parks: results.flatMap((result) => this.#parkOf(result)),
      stopAt,
    };
    const held = delivered.flatMap((one) => one.held ?? []);
    const isDone = await commitHeld(this.#parts.deps, batch.workspaceId, commit, held);
    if (!isDone) return "lost";
    markCommitted(entries);
    // Where it stops, the rest is no longer ours.
    this.#hasStoppedEarly ||= stopAt !== undefined && open.length > 0;
    this.#open = stopAt === undefined ? open : [];
    this.#expired = 0;
    const goesOn = open.length > 0 && !commit.isReleased && commit.blockMs === undefined;
    this.#tell(delivered, open.length > 0 || rows.length > 0, goesOn);
    this.#measure(delivered);
    return "committed";
  }

  #parkOf({ deliveryId, offset, status, waitsFor }: DeliveryResult) {
    const key = waitsFor ?? this.#order.parks(offset, status);
    // Those that were put back into their batch's key are known to wait for it.
    if (key === undefined || this.#batch.kind === "due") return [];
    return [{ deliveryId, key, isDead: waitsFor === undefined }];
  }

  /** One of them cannot be stored: halve until it stands alone, and let it alone be dead. */
  async #commitApart(
    delivered: readonly Delivered[],
    isReleased: boolean,
    error: unknown,
  ): Promise<CommitOutcome> {
    const [only] = delivered;
    if (delivered.length > 1) {
      const middle = Math.ceil(delivered.length / 2);
      const first = await this.commit(delivered.slice(0, middle), false);
      return first === "committed" ? this.commit(delivered.slice(middle), isReleased) : first;
    }
    if (only?.event === undefined || only.result.reason === unstorable.reason) throw error;
    this.#parts.deps.log.warn({ err: error, delivery: only.result.deliveryId }, "a result cannot be stored");
    const dead = endWithoutRun(this.#batch, only.event, unstorable);
    const result = { ...dead.result, attempts: only.result.attempts };
    this.#order.note(result.offset, result.status);
    const outcome = await this.commit([{ ...dead, result }], isReleased);
    // Those behind it have seen what it did not write after all, or that it was through.
    const isSeen = only.stateWrites.length > 0 || this.#batch.whenGivenUp !== undefined;
    return outcome === "committed" && isSeen ? "stale" : outcome;
  }

  #measure(delivered: readonly Delivered[]): void {
    const { metrics } = this.#parts;
    metrics.committed();
    const sinceTaken = (performance.now() - this.#takenMs) / 1000;
    for (const { event, result } of delivered) {
      metrics.attempted(result.status, result.durationMicros / 1_000_000);
      if (event === undefined || event.earlier !== undefined || this.#batch.run > 0) continue;
      // Both by the database's clock.
      const queued = (this.#batch.takenAt.getTime() - event.receivedAt.getTime()) / 1000;
      metrics.first(this.#batch.subscriptionId, queued, queued + sinceTaken);
    }
  }

  /**
   * @param isPartial something of the batch is left, or it has changed state
   * @param goesOn this process works on what is left
   */
  #tell(delivered: readonly Delivered[], isPartial: boolean, goesOn: boolean): void {
    const { announcer, wake, wakeReplay, freed, wakeWithin } = this.#parts;
    const { topicId, run, kind, isOrdered } = this.#batch;
    const topics = new Set(delivered.flatMap(({ result }) => result.published.map((one) => one.topicId)));
    for (const published of topics) {
      announcer.announce("appended", published);
      wake(published);
    }
    announcer.announce("delivered", topicId);
    const dueMs = Math.min(...delivered.map(({ result }) => result.dueMs ?? Number.POSITIVE_INFINITY));
    if (dueMs < Number.POSITIVE_INFINITY) wakeWithin(dueMs);
    const hasRung = delivered.some(({ stateWrites }) =>
      stateWrites.some(({ alarm }) => alarm?.kind === "ring"),
    );
    if (hasRung) wake();
    else if (run > 0) {
      // A batch that goes on keeps its slot: a look for more would find none.
      if (!goesOn) wakeReplay(topicId);
    } else if (kind !== "log" || isOrdered || isPartial) wake(topicId);
    else freed(topicId);
  }
}

function averageWork(delivered: readonly Delivered[]): number | undefined {
  const ran = delivered.filter(({ workMicros }) => workMicros !== undefined);
  if (ran.length === 0) return undefined;
  return ran.reduce((sum, { workMicros = 0 }) => sum + workMicros, 0) / ran.length;
}

/** It cannot be written as JSON: nested deeper than the stack allows, or no JSON at all. */
function isUnwritable(error: unknown): boolean {
  return error instanceof RangeError || error instanceof TypeError;
}

/** A fault of ours (raised by the commit itself, or wrong SQL): trying again cannot help. */
function isFault(error: unknown): boolean {
  return !(error instanceof Error) || (error instanceof DatabaseError && /^(?:P0|42)/.test(error.code ?? ""));
}
