import { v5 } from "uuid";
import type { PlanConsumer } from "../compile/plan";
import { boundedValue } from "../delivery/bounded-value";
import type { PublishedEvent } from "../delivery/checkpoint";
import { derivedIdNamespace } from "../delivery/derived-ids";
import type { PipelineOutcome, StateWrite, StepRuntime } from "../delivery/pipeline-outcome";
import { runPipeline } from "../delivery/run-pipeline";
import type { EventEnvelope } from "../event/event-envelope";
import type { StepExecutor } from "../node/step-definition";
import type { DraftConsumers } from "./draft-consumers";
import type { TestDelivery, TestRunResult, TestSample } from "./test-run";

/** More than a drawing that people look at; a loop ends here. */
const MAX_DELIVERIES = 100;
/** No step of a draft takes longer than people wait, and no delivery begins after that. */
const MAX_MS = 30_000;

/** What a run of a draft needs of the world. */
export interface DraftRun {
  /** Seed of all ids that it makes. */
  readonly id: string;
  readonly consumers: DraftConsumers;
  readonly sample: TestSample;
  /** Time of the database. */
  readonly now: Date;
  readonly executorOf: (type: string) => StepExecutor | undefined;
  /** The outside world of one delivery, and what shows its writes to those after it. */
  readonly open: () => {
    readonly runtime: StepRuntime;
    readonly keep: (writes: readonly StateWrite[]) => void;
  };
}

interface Arrived {
  readonly event: EventEnvelope;
  readonly data: unknown;
  readonly cause: TestDelivery["cause"];
}

/**
 * Runs a sample through a draft, and what is published through the consumers behind it, one delivery after the other.
 * Nothing is appended and no state is written. Waits are not waited for.
 */
export async function runDraft(run: DraftRun): Promise<TestRunResult> {
  const deliveries: TestDelivery[] = [];
  const reached = new Set<string>();
  const queue: Arrived[] = [{ event: envelopeOf(run), data: run.sample.data, cause: undefined }];
  const runtime = run.open().runtime;
  const startMs = runtime.elapsedMs();
  let number = 0;
  for (let arrived = queue.shift(); arrived; arrived = queue.shift()) {
    const { topic } = arrived.event;
    reached.add(topic);
    for (const consumer of run.consumers.ready) {
      if (!consumer.topicIds.includes(topic)) continue;
      const cut =
        deliveries.length >= MAX_DELIVERIES
          ? `Ended after ${MAX_DELIVERIES} deliveries: this looks like a loop.`
          : runtime.elapsedMs() - startMs > MAX_MS
            ? `Ended after ${MAX_MS / 1000} s.`
            : undefined;
      if (cut !== undefined) return { ...resultOf(run, deliveries, reached), cut };
      const { delivery, published } = await deliver(run, consumer, arrived);
      for (const one of published) {
        // Nobody hears of it before somebody releases it.
        if (one.checked?.isQuarantined === true) continue;
        number += 1;
        queue.push({
          event: causedBy(arrived.event, one, number),
          data: one.data,
          cause: { delivery: deliveries.length, stepId: one.stepId },
        });
      }
      deliveries.push(delivery);
    }
  }
  return resultOf(run, deliveries, reached);
}

function resultOf(
  { consumers }: DraftRun,
  deliveries: readonly TestDelivery[],
  reached: ReadonlySet<string>,
): TestRunResult {
  return {
    deliveries: [...deliveries],
    unfinished: consumers.unfinished
      .filter(({ when }) => when.some((topic) => reached.has(topic)))
      .map(({ consumerId, message }) => ({ consumerId, message })),
  };
}

async function deliver(
  run: DraftRun,
  consumer: PlanConsumer,
  { event, data, cause }: Arrived,
): Promise<{ delivery: TestDelivery; published: readonly PublishedEvent[] }> {
  const { runtime, keep } = run.open();
  const { failure } = consumer;
  const outcome = await runPipeline({
    consumer: { ...consumer, failure: { ...failure, timeoutMs: Math.min(failure.timeoutMs, MAX_MS) } },
    executorOf: run.executorOf,
    event,
    data,
    deliveryId: v5(`try/${run.id}/${consumer.id}/${event.topic}/${event.id}`, derivedIdNamespace),
    topics: consumer.topicIds.map((name) => ({ id: name, name })),
    topicId: event.topic,
    // What steps keep for themselves begins empty: that an event came before in earnest is no reason to skip it here.
    scope: `try/${run.id}/${consumer.id}`,
    attempt: 1,
    runtime,
    now: run.now,
    virtualNow: run.now,
  });
  keep(outcome.stateWrites);
  return {
    published: outcome.published,
    delivery: {
      consumerId: consumer.id,
      topic: event.topic,
      data: boundedValue(data),
      ...(cause ? { cause } : {}),
      ...endOf(outcome),
      trace: outcome.trace,
      published: outcome.published.map(({ topic, stepId, data: sent }) => ({
        topic,
        stepId,
        data: boundedValue(sent),
      })),
    },
  };
}

function endOf(outcome: PipelineOutcome): Pick<TestDelivery, "status" | "message" | "isRetryable"> {
  if (outcome.status === "failed") {
    const { message, isRetryable } = outcome.failure;
    return { status: "failed", message, isRetryable };
  }
  const message = outcome.message === undefined ? {} : { message: outcome.message };
  return { status: outcome.status === "filtered" ? "filtered" : "succeeded", ...message };
}

function envelopeOf({ id, sample, now }: DraftRun): EventEnvelope {
  const eventId = sample.id ?? id;
  return {
    id: eventId,
    source: sample.source ?? "/sample",
    type: sample.type ?? sample.topic,
    ...(sample.subject === undefined ? {} : { subject: sample.subject }),
    ...(sample.key === undefined ? {} : { key: sample.key }),
    time: sample.time ?? now.toISOString(),
    topic: sample.topic,
    offset: 1,
    contentType: "application/json",
    correlationId: eventId,
    hops: 0,
    isTest: true,
    extensions: {},
  };
}

function causedBy(
  before: EventEnvelope,
  { id, topic, subject, key }: PublishedEvent,
  number: number,
): EventEnvelope {
  return {
    id,
    source: before.source,
    type: topic,
    ...(subject === undefined ? {} : { subject }),
    ...(key === undefined ? {} : { key }),
    time: before.time,
    topic,
    offset: number + 1,
    contentType: "application/json",
    correlationId: before.correlationId,
    causationId: before.id,
    hops: before.hops + 1,
    isTest: true,
    extensions: {},
  };
}
