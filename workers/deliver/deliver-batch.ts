import { setTimeout as pause } from "node:timers/promises";
import type { Plan, PlanConsumer } from "@/flow/compile/plan";
import { LaneOrder } from "@/flow/delivery/lane-order";
import type { StepRuntime } from "@/flow/delivery/pipeline-outcome";
import type { EventEnvelope } from "@/flow/event/event-envelope";
import { isDatabaseAway } from "@/server/gateway/database-away";
import { holdBatch } from "@/server/log/breaker";
import { giveBack } from "@/server/log/give-back";
import { loadBatch } from "@/server/log/load-batch";
import { readPlaces } from "@/server/log/parking";
import { type TakenBatch, takeBatch } from "@/server/log/take";
import type { BatchJob } from "@/server/queue/batch-queue";
import { replayOptionsSchema } from "@/server/replay/replay-schemas";
import { createStepRuntime } from "../runtime/step-runtime";
import { BatchCommitter } from "./batch-committer";
import { BatchRun } from "./batch-run";
import { createCallMemory } from "./call-memory";
import { type BatchContext, type Delivered, endWithoutRun, type PlainEnd, waitBehind } from "./deliver-event";
import { holderOf, publishedTopics } from "./hold-published";
import { eventGone, planMissing, replayCancelled } from "./plain-ends";
import { ReplayRun } from "./replay-run";
import { type StateSession, StateView } from "./state-view";
import type { WorkerParts } from "./worker-parts";

/** How long nobody else may take a batch; kept up while its process works on it. */
export const LEASE_MS = 8_000;

/** Whoever publishes nothing, or only to topics without a gate, pays nothing for gates. */
async function holderFor(
  parts: WorkerParts,
  plan: Plan,
  consumer: PlanConsumer,
): Promise<StepRuntime["hold"]> {
  const topics = publishedTopics(consumer.steps);
  if (topics.length === 0) return undefined;
  const all = await parts.topicGates();
  const gates = topics.flatMap((topic) => {
    const gate = all.get(plan.topicIds[topic] ?? "");
    return gate === undefined ? [] : [[topic, gate] as const];
  });
  return holderOf(parts.deps, new Map(gates));
}

async function contextOf(
  parts: WorkerParts,
  batch: TakenBatch,
  state: StateView,
): Promise<BatchContext | undefined> {
  const options = batch.run === 0 ? undefined : replayOptionsSchema.parse(batch.replayOptions);
  const plan =
    options?.revision === "draft"
      ? await parts.draftOf(batch.run, batch.flowId)
      : await parts.planOf(batch.revisionId);
  const consumer = plan?.consumers.find(({ id }) => id === batch.consumerId);
  if (plan === undefined || consumer === undefined) return undefined;
  const isActing = options?.withOutsideEffects ?? true;
  const replay =
    options === undefined
      ? undefined
      : new ReplayRun(parts.deps, batch, options, parts.planOf, { plan, consumer });
  const remembering = createCallMemory();
  const hold = await holderFor(parts, plan, consumer);
  const runtimeFor = async ({ replayId, offset }: EventEnvelope, session: StateSession) => {
    // What a replay publishes is delivered live: there too it acts on nothing that the replay must not touch.
    const acts = batch.run > 0 || replayId === undefined ? isActing : await parts.mayReplayAct(replayId);
    // An event that runs through what it ran through then is held to the gates of the topics that this publishes to.
    const version = replay?.versionOf(offset);
    const runtime = createStepRuntime(parts.runtime, {
      workspaceId: batch.workspaceId,
      caller: batch.subscriptionId,
      readState: (store, key) => session.read(store, key),
      hold: version === undefined ? hold : await holderFor(parts, version.plan, version.consumer),
      mayAct: () => acts,
    });
    if (replay !== undefined && !acts) return replay.answering(offset, runtime);
    return consumer.isOutside ? remembering(runtime) : runtime;
  };
  const publicUrl = parts.deps.env.MILLRACE_URL;
  const topics = Object.entries(plan.topicIds).flatMap(([name, id]) =>
    consumer.topicIds.includes(id) ? [{ id, name }] : [],
  );
  return {
    batch,
    plan,
    consumer,
    callsOut: consumer.isOutside && isActing,
    topics,
    runtimeFor,
    state,
    reusesEffects: batch.run > 0,
    replay,
    publicUrl,
  };
}

/** Ends all of a batch without running a step. */
async function endAll(parts: WorkerParts, batch: TakenBatch, state: StateView, end: PlainEnd): Promise<void> {
  const order = new LaneOrder(batch.whenGivenUp, batch.kind === "due");
  const committer = new BatchCommitter(parts, batch, state, { order, callsOut: false });
  let isComplete = false;
  while (!isComplete) {
    const { current } = committer;
    const loaded = await loadBatch(parts.deps.pool, current);
    isComplete = loaded.isComplete;
    const found = new Set(loaded.events.map(({ envelope }) => envelope.offset));
    if (isComplete) committer.expire((offset) => !found.has(offset));
    order.learn(
      await readPlaces(
        parts.deps.pool,
        batch,
        loaded.events.map(({ envelope }) => envelope.offset),
      ),
    );
    const ends: Delivered[] = [];
    for (const event of loaded.events) {
      if (order.isStopped) break;
      const key = order.waitsFor(event.envelope.offset);
      ends.push(key === undefined ? endWithoutRun(batch, event, end) : waitBehind(batch, event, key));
      if (key === undefined) order.note(event.envelope.offset, end.status);
    }
    if (isComplete && batch.kind === "due") ends.push(...eventGone(current, loaded.events));
    if ((await committer.commit(ends, false)) !== "committed" || order.isStopped) return;
  }
}

/** Between two attempts to give a batch back. */
const GIVE_BACK_EVERY_MS = 500;

/**
 * The database was away, or had no connection to spare: as soon as it answers anybody may go on. Without this the batch
 * would wait for the end of its lease and then be treated as one whose process died, one event at a time.
 */
async function handBack({ deps, requeue, over }: WorkerParts, batch: TakenBatch): Promise<void> {
  const { batchId, take, run } = batch;
  const deadline = performance.now() + LEASE_MS;
  while (performance.now() < deadline && !over.aborted) {
    try {
      if (await giveBack(deps.pool, batch)) await requeue({ batchId, take, isReplay: run > 0 });
      return;
    } catch (error) {
      deps.log.debug({ err: error, batch: batchId }, "a batch could not be given back yet");
      await pause(GIVE_BACK_EVERY_MS);
    }
  }
}

async function workOff(parts: WorkerParts, batch: TakenBatch): Promise<void> {
  const state = new StateView(parts.deps.pool, batch.workspaceId);
  if (batch.isReplayCancelled) {
    await endAll(parts, batch, state, replayCancelled);
    return;
  }
  if (batch.breakerMs === undefined) parts.breakers.heardClosed(batch.subscriptionId);
  if ((batch.breakerMs ?? 0) > 0) {
    await holdBatch(parts.deps.pool, batch);
    return;
  }
  const context = await contextOf(parts, batch, state);
  // Nothing can be run without a plan: all of them are dead letters, which can be redriven.
  if (context === undefined) await endAll(parts, batch, state, planMissing);
  else if (context.callsOut) await new BatchRun(parts, context, state).run();
  else await parts.gate.through(batch, () => new BatchRun(parts, context, state).run());
}

/**
 * Works off a batch that this process has taken. Never throws: what went wrong is logged, and the batch, whose row is
 * still there, comes back: at once when the database was away for a moment, else when its lease ends.
 */
export async function deliverTaken(parts: WorkerParts, batch: TakenBatch): Promise<void> {
  parts.held.add(batch.batchId);
  if (batch.run === 0) parts.thread.noteLive();
  try {
    await workOff(parts, batch);
  } catch (error) {
    parts.deps.log.error({ err: error, batch: batch.batchId }, "a batch could not be worked off");
    if (isDatabaseAway(error)) await handBack(parts, batch);
  } finally {
    parts.held.delete(batch.batchId);
  }
}

/** Takes a batch and works it off, as `deliverTaken`. */
export async function deliverBatch(parts: WorkerParts, job: BatchJob): Promise<void> {
  try {
    const batch = await takeBatch(parts.deps.pool, job, parts.workerId, LEASE_MS);
    if (batch !== undefined) await deliverTaken(parts, batch);
  } catch (error) {
    parts.deps.log.error({ err: error, batch: job.batchId }, "a batch could not be taken");
  }
}
