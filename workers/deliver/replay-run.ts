import type { Plan, PlanConsumer, PlanStep } from "@/flow/compile/plan";
import type { PublishedEvent } from "@/flow/delivery/checkpoint";
import type { AttemptTrace } from "@/flow/delivery/delivery-trace";
import type { PipelineOutcome, StepRuntime } from "@/flow/delivery/pipeline-outcome";
import { compareOutcomes } from "@/flow/replay/compare-outcomes";
import { type OutcomeView, type PublishedView, stepViewsOf } from "@/flow/replay/outcome-view";
import type { Deps } from "@/server/deps";
import type { LoadedEvent } from "@/server/log/load-batch";
import type { TakenBatch } from "@/server/log/take";
import { keepResults, type ReplayResult, readEarlierResults } from "@/server/replay/keep-results";
import { type Original, readOriginals } from "@/server/replay/read-originals";
import type { ReplayOptions } from "@/server/replay/replay-schemas";
import { stopFailing } from "@/server/replay/stop-failing";
import { deliveryIdOf } from "./delivery-id";
import type { PlanOf } from "./plan-cache";
import { answerFromRecord, type RecordedAnswers } from "./recorded-answers";

/** What a delivery of a replay came to, with what its row does not hold. */
export interface ReplayedDelivery {
  readonly offset: number;
  readonly deliveryId: string;
  readonly attempts: readonly AttemptTrace[];
  readonly outcome: PipelineOutcome;
  /** Given up: it is not tried again. */
  readonly isDead: boolean;
}

/** Knows the first deliveries of a replayed batch's events, and compares the new ones with them. */
export class ReplayRun {
  readonly #deps: Pick<Deps, "pool" | "log">;
  readonly #batch: TakenBatch;
  readonly #options: ReplayOptions;
  readonly #planOf: PlanOf;
  /** What the rest of the batch runs through. */
  readonly #live: { readonly plan: Plan; readonly consumer: PlanConsumer };
  readonly #originals = new Map<number, Original>();
  readonly #versions = new Map<number, { plan: Plan; consumer: PlanConsumer }>();
  readonly #answers = new Map<number, RecordedAnswers["asked"]>();
  /** What deliveries had come to before they went on, by their ids. */
  #earlier: ReadonlyMap<string, OutcomeView> = new Map();
  /** Could not be written before the commit. */
  #unkept: readonly ReplayResult[] = [];

  constructor(
    deps: Pick<Deps, "pool" | "log">,
    batch: TakenBatch,
    options: ReplayOptions,
    planOf: PlanOf,
    live: { readonly plan: Plan; readonly consumer: PlanConsumer },
  ) {
    this.#deps = deps;
    this.#batch = batch;
    this.#options = options;
    this.#planOf = planOf;
    this.#live = live;
  }

  get isDryRun(): boolean {
    return this.#options.isDryRun;
  }

  get #needsOriginals(): boolean {
    return this.#options.isCompared || this.#options.isDryRun || this.#options.revision === "original";
  }

  /** Reads what is recorded of these events, before they run. */
  async learn(events: readonly LoadedEvent[]): Promise<void> {
    if (!this.#needsOriginals || events.length === 0) return;
    const { subscriptionId, topicId, consumerId } = this.#batch;
    const idOf = (offset: number) => deliveryIdOf(subscriptionId, 0, topicId, offset);
    const wanted = new Map(
      events.map(({ envelope }) => [idOf(envelope.offset), { eventId: envelope.id }] as const),
    );
    if (this.#batch.kind === "due") {
      this.#earlier = await readEarlierResults(
        this.#deps.pool,
        this.#batch.run,
        events.map(({ envelope }) => deliveryIdOf(subscriptionId, this.#batch.run, topicId, envelope.offset)),
      );
    }
    const { plan: live, consumer } = this.#live;
    const found = await readOriginals(this.#deps.pool, this.#batch, wanted, {
      topics: Object.keys(live.topicIds),
      stepIds: stepIdsOf(consumer.steps),
    });
    for (const { envelope } of events) {
      const original = found.get(idOf(envelope.offset));
      if (original === undefined) continue;
      this.#originals.set(envelope.offset, original);
      if (this.#options.revision !== "original") continue;
      const plan = await this.#planOf(original.revisionId);
      const consumer = plan?.consumers.find(({ id }) => id === consumerId);
      if (plan !== undefined && consumer !== undefined) {
        this.#versions.set(envelope.offset, { plan, consumer });
      }
    }
  }

  /** What an event shall run through, when that is not what the rest of the batch runs through. */
  versionOf(offset: number): { readonly plan: Plan; readonly consumer: PlanConsumer } | undefined {
    return this.#versions.get(offset);
  }

  /** The outside world of an event that must not act: it is told what it was told the first time. */
  answering(offset: number, runtime: StepRuntime): StepRuntime {
    if (!this.#needsOriginals) return runtime;
    const answers = answerFromRecord(runtime, this.#originals.get(offset)?.attempts ?? []);
    this.#answers.set(offset, answers.asked);
    return answers.runtime;
  }

  /**
   * Compares deliveries that have ended with the first ones, and writes the result down. Never throws: a delivery is not
   * lost over what it is compared with.
   */
  async keep(delivered: readonly ReplayedDelivery[]): Promise<void> {
    if (!this.#options.isCompared && !this.#options.isDryRun) return;
    const results = delivered.flatMap((one) => this.#resultOf(one) ?? []);
    await this.#tryKeep(results);
  }

  async #tryKeep(results: readonly ReplayResult[]): Promise<void> {
    this.#unkept = results;
    if (results.length === 0) return;
    try {
      await keepResults(this.#deps.pool, this.#batch, results);
      this.#unkept = [];
    } catch (error) {
      this.#deps.log.warn({ err: error, batch: this.#batch.batchId }, "what a replay came to was not kept");
    }
  }

  /** Some of its deliveries were committed: too many failures pause the replay. */
  async committed(delivered: readonly ReplayedDelivery[]): Promise<void> {
    await this.#tryKeep(this.#unkept);
    const isWatched = this.#options.stopAfterFailures !== undefined;
    if (isWatched && delivered.some(({ isDead }) => isDead)) await this.#stopFailing();
  }

  /** What it misses the reconciler sees. */
  async #stopFailing(): Promise<void> {
    try {
      await stopFailing(this.#deps.pool, this.#batch.run);
    } catch (error) {
      this.#deps.log.warn({ err: error, run: this.#batch.run }, "the failures of a replay were not counted");
    }
  }

  #resultOf({ offset, deliveryId, attempts, outcome, isDead }: ReplayedDelivery): ReplayResult | undefined {
    const published = [
      ...new Map(
        [
          ...(this.#earlier.get(deliveryId)?.published ?? []),
          ...outcome.published.filter(isSent).map(viewOf),
        ].map((one) => [one.id, one] as const),
      ).values(),
    ];
    // It goes on later.
    if (outcome.status === "held" || (outcome.status === "failed" && !isDead)) return undefined;
    const asked = this.#answers.get(offset);
    const steps = stepViewsOf(attempts)?.map((step) => {
      const how = asked?.get(step.stepId);
      return how === undefined ? step : { ...step, asked: how };
    });
    const after: OutcomeView = {
      status: outcome.status === "failed" ? "dead" : outcome.status,
      ...(outcome.message === undefined ? {} : { message: outcome.message }),
      ...(steps === undefined ? {} : { steps }),
      published,
    };
    const before = this.#originals.get(offset)?.outcome;
    const { kind, stepIds } = compareOutcomes(before, after);
    const goesOn = outcome.stateWrites.some(({ alarm }) => alarm?.kind === "set");
    return {
      ...{ deliveryId, offset, kind, stepIds },
      ...(kind === "same" && !goesOn ? {} : { before, after }),
    };
  }
}

/** What waits in quarantine was not published. */
function isSent({ checked }: PublishedEvent): boolean {
  return checked?.isQuarantined !== true;
}

function stepIdsOf(steps: readonly PlanStep[]): string[] {
  return steps.flatMap(({ id, branches }) => [id, ...branches.flatMap((branch) => stepIdsOf(branch.steps))]);
}

function viewOf({ id, topic, key, subject, data }: PublishedEvent): PublishedView {
  return {
    ...{ id, topic },
    ...(key === undefined ? {} : { key }),
    ...(subject === undefined ? {} : { subject }),
    data: data ?? null,
  };
}
