import type { Plan, PlanConsumer } from "@/flow/compile/plan";
import { type Checkpoint, checkpointSchema, type PublishedEvent } from "@/flow/delivery/checkpoint";
import type { AttemptTrace } from "@/flow/delivery/delivery-trace";
import type { PipelineOutcome, StateWrite, StepRuntime } from "@/flow/delivery/pipeline-outcome";
import { decideRetry } from "@/flow/delivery/retry-decision";
import { runPipeline } from "@/flow/delivery/run-pipeline";
import { keepsGoodTrace } from "@/flow/delivery/trace-mode";
import type { EventEnvelope } from "@/flow/event/event-envelope";
import { executors } from "@/nodes/registry/executors.gen";
import type { DeliveryResult } from "@/server/log/commit";
import { parseEventData } from "@/server/log/event-data";
import type { LoadedEvent } from "@/server/log/load-batch";
import type { TakenBatch } from "@/server/log/take";
import type { Call } from "./breakers";
import { type HeldPublished, heldPublished } from "./commit-held";
import { deliveryIdOf } from "./delivery-id";
import { publishedDraft } from "./published-draft";
import type { ReplayedDelivery, ReplayRun } from "./replay-run";
import type { StateSession, StateView } from "./state-view";

/** Attempts whose traces are kept; the first ones of a long series go. */
const MAX_TRACES = 20;

/** What the deliveries of one batch have in common. */
export interface BatchContext {
  readonly batch: TakenBatch;
  readonly plan: Plan;
  readonly consumer: PlanConsumer;
  /** Its steps call the outside world now: a replay that must not only computes. */
  readonly callsOut: boolean;
  /** Those that the consumer follows. */
  readonly topics: readonly { readonly id: string; readonly name: string }[];
  /** The outside world as steps meet it with this event. */
  readonly runtimeFor: (event: EventEnvelope, state: StateSession) => Promise<StepRuntime>;
  readonly state: StateView;
  /** A replay that acts on the outside world uses the keys of the first time. */
  readonly reusesEffects: boolean;
  /** What a replay is compared with; absent when it is live. */
  readonly replay?: ReplayRun | undefined;
  readonly publicUrl: string;
}

/** One attempt of one delivery, ready to be committed. */
export interface Delivered {
  /** Absent when the event is gone. */
  readonly event?: LoadedEvent | undefined;
  readonly result: DeliveryResult;
  /** What it has read of the state; absent when its steps did not run. */
  readonly state?: StateSession | undefined;
  readonly stateWrites: readonly StateWrite[];
  /** What waits in quarantine instead of being published. */
  readonly held?: readonly HeldPublished[] | undefined;
  /** Of a replay, when its steps ran. */
  readonly replayed?: ReplayedDelivery | undefined;
  /** What the world outside said; absent when it was not asked. */
  readonly call?: Call | undefined;
  /** Its share of the working time of the batch; absent when its steps did not run. */
  readonly workMicros?: number | undefined;
}

/** An end that needs no run of the steps. */
export interface PlainEnd {
  readonly status: "dead" | "cancelled";
  readonly reason: string;
  readonly message: string;
}

/** Id of the delivery of an event in this batch. */
export function deliveryIdIn(batch: TakenBatch, event: LoadedEvent): string {
  return deliveryIdOf(batch.subscriptionId, batch.run, batch.topicId, event.envelope.offset);
}

/**
 * Where the state of an event's delivery is kept: a replay, and everything that comes of the events it publishes,
 * counts apart from what is live.
 */
export function namespaceOf(batch: Pick<TakenBatch, "replayId">, event: EventEnvelope | undefined): string {
  return batch.replayId ?? event?.replayId ?? "live";
}

/** A delivery that ends without its steps having run. */
export function endWithoutRun(batch: TakenBatch, event: LoadedEvent, end: PlainEnd): Delivered {
  const { earlier } = event;
  const result: DeliveryResult = {
    deliveryId: deliveryIdIn(batch, event),
    offset: event.envelope.offset,
    isKnown: earlier !== undefined,
    ...end,
    attempts: earlier?.attempts ?? 0,
    durationMicros: 0,
    trace: JSON.stringify(earlier?.trace ?? []),
    // A dead letter may be redriven: it goes on where it stopped.
    checkpoint: end.status === "dead" ? checkpointOf(event) : undefined,
    published: [],
  };
  return { event, result, stateWrites: [] };
}

/** A delivery that waits behind an earlier one of its key. Nothing of it ran, no attempt is spent. */
export function waitBehind(batch: TakenBatch, event: LoadedEvent, key: string): Delivered {
  const { earlier } = event;
  const result: DeliveryResult = {
    deliveryId: deliveryIdIn(batch, event),
    offset: event.envelope.offset,
    isKnown: earlier !== undefined,
    status: "held",
    reason: "parked",
    message: `Waits behind an earlier event of \`${key}\` that was given up.`,
    waitsFor: key,
    attempts: earlier?.attempts ?? 0,
    durationMicros: 0,
    trace: JSON.stringify(earlier?.trace ?? []),
    checkpoint: checkpointOf(event),
    published: [],
  };
  return { event, result, stateWrites: [] };
}

function checkpointOf({ earlier }: LoadedEvent): Checkpoint | undefined {
  return earlier?.checkpoint === undefined ? undefined : checkpointSchema.parse(earlier.checkpoint);
}

/** Runs one attempt of a delivery and decides what becomes of it. */
export async function deliverEvent(context: BatchContext, event: LoadedEvent): Promise<Delivered> {
  const { batch } = context;
  const { envelope, earlier } = event;
  const { plan, consumer } = context.replay?.versionOf(envelope.offset) ?? context;
  if (envelope.hops >= batch.hopLimit) {
    return endWithoutRun(batch, event, {
      status: "dead",
      reason: "loop-limit",
      message: `Came from ${batch.hopLimit} events in a row, the limit: this looks like a loop.`,
    });
  }
  const deliveryId = deliveryIdIn(batch, event);
  const attempt = (earlier?.attempts ?? 0) + 1;
  const state = context.state.session(namespaceOf(batch, envelope));
  const outcome = await runPipeline({
    consumer,
    executorOf: (type) => executors[type],
    event: envelope,
    data: parseEventData(envelope.contentType, event.data),
    deliveryId,
    topics: context.topics,
    topicId: batch.topicId,
    scope: `${batch.flowId}/${batch.consumerId}`,
    ...(context.reusesEffects
      ? { effectsId: deliveryIdOf(batch.subscriptionId, 0, batch.topicId, envelope.offset) }
      : {}),
    attempt,
    checkpoint: checkpointOf(event),
    runtime: await context.runtimeFor(envelope, state),
    now: batch.takenAt,
    ...(batch.run > 0 ? { virtualNow: new Date(envelope.time) } : {}),
  });
  // A dry run leaves nothing behind that anybody would react to.
  const published = context.replay?.isDryRun === true ? [] : outcome.published;
  const drafted = published.map((one) => draftOf(context, plan, event, one));
  const held = drafted.flatMap(({ held: one }) => one ?? []);
  const sent = held.length === 0 ? drafted : drafted.filter((one) => one.held === undefined);
  const isUnrecorded =
    (outcome.status === "succeeded" || outcome.status === "filtered") &&
    !keepsGoodTrace(batch.keepTraces, deliveryId, batch.size) &&
    !hasFailed(earlier?.trace ?? []);
  const result = {
    deliveryId,
    offset: envelope.offset,
    isKnown: earlier !== undefined,
    // A wait spends no attempt: the same one goes on after it.
    attempts: outcome.status === "held" ? attempt - 1 : attempt,
    durationMicros: outcome.trace.durationMs * 1000,
    // One text instead of many small objects: it lives until the commit, and whatever lives is copied by the collector.
    // An empty one takes the place of what a wait has left.
    trace: isUnrecorded ? "[]" : JSON.stringify(tracesOf(earlier?.trace ?? [], outcome.trace)),
  };
  const end = endOf(context, consumer, event, outcome, attempt, sent);
  return {
    event,
    result: { ...result, ...end },
    held,
    replayed:
      context.replay === undefined
        ? undefined
        : {
            ...{ offset: envelope.offset, deliveryId, outcome },
            attempts: tracesOf(earlier?.trace ?? [], outcome.trace),
            isDead: end.status === "dead" || end.status === "cancelled",
          },
    state,
    stateWrites: outcome.stateWrites,
    call: consumer.isOutside && envelope.replayId === undefined ? callOf(consumer, outcome) : undefined,
  };
}

/** What an attempt says about where it calls: that it works, or that trying again may help. */
function callOf(consumer: PlanConsumer, outcome: PipelineOutcome): Call | undefined {
  if (outcome.status === "succeeded") return { isFailed: false, destination: "", isHost: false, message: "" };
  if (outcome.status !== "failed" || !outcome.failure.isRetryable) return undefined;
  const { stepId, message } = outcome.failure;
  const step = outcome.trace.steps.findLast((one) => one.stepId === stepId);
  const url = step?.exchanges?.at(-1)?.url;
  const host = url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;
  return { isFailed: true, destination: host ?? consumer.name, isHost: host !== undefined, message };
}

/** How long ago the first attempt began; what was redriven is as young as an event that just came. */
function ageOf({ earlier }: LoadedEvent, batch: TakenBatch): number {
  if (earlier === undefined || earlier.attemptsBefore > 0) return 0;
  return batch.takenAt.getTime() - earlier.firstAt.getTime();
}

function hasFailed(attempts: readonly AttemptTrace[]): boolean {
  return attempts.some(({ steps }) => steps.some(({ outcome }) => outcome === "failed"));
}

function tracesOf(earlier: readonly AttemptTrace[], latest: AttemptTrace): readonly AttemptTrace[] {
  const before = earlier.at(-1);
  if (before?.attempt === latest.attempt) return [...earlier.slice(0, -1), afterWait(before, latest)];
  return earlier.length === 0 ? [latest] : [...earlier.slice(1 - MAX_TRACES), latest];
}

/** One attempt in two parts, with a wait between them. */
function afterWait(before: AttemptTrace, after: AttemptTrace): AttemptTrace {
  const startedMs = Date.parse(after.startedAt) - Date.parse(before.startedAt);
  const steps = after.steps.map((step) => ({ ...step, startedMs: step.startedMs + startedMs }));
  return {
    ...before,
    durationMs: before.durationMs + after.durationMs,
    steps: [...before.steps, ...steps],
  };
}

function draftOf({ publicUrl, batch }: BatchContext, plan: Plan, event: LoadedEvent, one: PublishedEvent) {
  const topicId = plan.topicIds[one.topic];
  // The compiler lets no such plan through.
  if (topicId === undefined) throw new Error(`The plan knows no topic ${one.topic}.`);
  const draft = publishedDraft(publicUrl, batch, event.envelope, one);
  return { topicId, draft, held: heldPublished(one, topicId, draft) };
}

function endOf(
  context: BatchContext,
  consumer: PlanConsumer,
  event: LoadedEvent,
  outcome: PipelineOutcome,
  attempt: number,
  published: DeliveryResult["published"],
) {
  const { batch } = context;
  // Whatever comes later in this lane waits for it.
  const isKept = batch.isOrdered && batch.kind !== "due";
  if (outcome.status !== "failed") {
    if (outcome.status === "held") {
      const { message, stepId, checkpoint, until } = outcome;
      return {
        ...{ status: outcome.status, reason: "wait", message, stepId, checkpoint, published },
        ...{ dueMs: until.getTime() - batch.takenAt.getTime(), isDueFromTake: true, isKept },
      };
    }
    const reason = outcome.status === "filtered" ? "filtered" : undefined;
    return { status: outcome.status, reason, message: outcome.message, published };
  }
  const { failure, checkpoint } = outcome;
  if (context.replay?.isDryRun === true) {
    const { message, stepId } = failure;
    // Nobody waits for a dry run, and it leaves no dead letters.
    return { status: "cancelled" as const, reason: "dry-run", message, stepId, published: [] };
  }
  const decision = decideRetry({
    attempt: attempt - (event.earlier?.attemptsBefore ?? 0),
    failure,
    policy: consumer.failure,
    random: Math.random(),
    ageMs: ageOf(event, batch),
    maxAgeMs: consumer.failure.maxAgeMs,
  });
  const end = {
    reason: failure.code,
    message: failure.message,
    stepId: failure.stepId,
    checkpoint,
    published: [],
  };
  return decision.kind === "dead"
    ? { ...end, status: "dead" as const }
    : {
        ...end,
        status: "retrying" as const,
        dueMs: decision.delayMs,
        isKept,
      };
}
