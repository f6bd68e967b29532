import { hostname } from "node:os";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { evaluateAlerts } from "@/server/alerts/evaluate-alerts";
import type { Deps } from "@/server/deps";
import { createEgressGuard } from "@/server/egress/egress-guard";
import { tidyExports, writeExportPart } from "@/server/exports/write-export";
import { noteHealing } from "@/server/health/healing";
import { LatencyLog } from "@/server/health/latency-log";
import { sampleMinute } from "@/server/health/sample-minute";
import type { Hint } from "@/server/log/hint";
import { openHintConnection } from "@/server/log/hint-connection";
import { createAnnouncer } from "@/server/log/notify";
import { extendLeases, type TakenBatch } from "@/server/log/take";
import { beatWorker, enterWorker, holdWorkerLock, leaveWorker } from "@/server/log/worker-process";
import { createWorkerMetrics, watchProcess } from "@/server/metrics/process-metrics";
import { serveMetrics } from "@/server/metrics/serve-metrics";
import { foldFailures } from "@/server/problems/fold-failures";
import { healProblems, tidyProblems } from "@/server/problems/heal-problems";
import { stepRedrives } from "@/server/problems/step-redrives";
import { openBatchQueue } from "@/server/queue/batch-queue";
import { goOnPlanning } from "@/server/replay/go-on-planning";
import { tidyPlans } from "@/server/replay/tidy-plans";
import { forgetHistory } from "@/server/retention/forget-history";
import { purgeTopics } from "@/server/retention/purge-topics";
import { createTopicTrimmer, forgetKeys } from "@/server/retention/trim-topics";
import { tidyTestRuns } from "@/server/test-runs/take-test-run";
import { sendNotices } from "./alerts/send-notices";
import { Breakers } from "./deliver/breakers";
import { deliverBatch, deliverTaken, LEASE_MS } from "./deliver/deliver-batch";
import { DirectRuns } from "./deliver/direct-runs";
import { EventMemory } from "./deliver/event-memory";
import { Gate } from "./deliver/gate";
import { createDraftCache, createPlanCache, readPlansAhead } from "./deliver/plan-cache";
import { createReplayEffects } from "./deliver/replay-effects";
import { Thread } from "./deliver/thread";
import { createTopicGates } from "./deliver/topic-gates";
import { createTurns } from "./deliver/turns";
import type { WorkerParts } from "./deliver/worker-parts";
import { Dispatcher } from "./dispatch/dispatcher";
import { reconcile } from "./reconcile/reconcile";
import { repeat } from "./repeat";
import { createHttpClient } from "./runtime/http";
import { RunnerPool } from "./runtime/sandbox/runner-pool";
import { fenceFlag } from "./runtime/sandbox/start-runner";
import { fireSchedules, msUntilNextFire } from "./schedule/fire-schedules";
import { TestRunner } from "./test-runs/test-runner";
import { workWatched } from "./watchdog";

/**
 * Batches that one process is given at a time: enough to hide the waits for commits and for the outside. It can run
 * twice as many, so that a consumer whose turn comes need not wait for those that hang.
 */
const SLOTS = 16;
/**
 * Small batches that a process runs as soon as it has cut them, without a way through the queue. Few, so that what needs
 * time is shared with other processes.
 */
const DIRECT = 4;
const BEAT_MS = 2_000;
const RECONCILE_MS = 2_000;
const SCHEDULE_POLL_MS = 1_000;
/** Net under lost hints of drafts that shall be tried. */
const TRY_MS = 1_000;
/** Files of events that somebody has asked for. */
const EXPORT_MS = 1_000;
/** Replays over so many events that whoever asked has not waited for the plan. */
const PLAN_MS = 1_000;
/** Jobs that wait for two looks while slots are free: nobody listens any more. */
const LOOK_MS = 10_000;
/** How soon a notice goes out; the rules say themselves when they are due. */
const ALERTS_MS = 2_000;
/** How soon a problem that healed is seen as such. */
const HEAL_MS = 5_000;
/** How soon a failure is seen as a problem, and how smoothly a redrive with a rate goes. */
const FAILURES_MS = 1_000;
/** Lost figures are those of so long, when a process is killed. */
const FIGURES_MS = 10_000;
/** Deleting what nobody needs any more: often enough to stay small, and never for long at a time. */
const TIDY_MS = 5_000;
const TIDY_LIMIT_MS = 2_000;
/** How long a stop waits for what runs; what is not done by then is taken over by others or by the next start. */
const DRAIN_MS = 10_000;
/** How long what is cut off then has to notice. */
const CUT_MS = 1_000;

/** A workers process at work. */
export interface RunningWorkers {
  /** Begins nothing new, commits what is done, gives the rest back. */
  stop(): Promise<void>;
}

/** Starts dispatching, delivering, schedules and the reconciler on one database. */
export async function runWorkers(deps: Deps): Promise<RunningWorkers> {
  const { log, pool, env } = deps;
  const queue = await openBatchQueue(deps);
  if (queue.kind === "postgres") log.info("no Redis is configured: the queue runs on PostgreSQL");
  const processName = `${hostname()}/${process.pid}`;
  const workerId = await enterWorker(pool, processName, SLOTS, queue.kind);
  const direct = new DirectRuns(DIRECT);
  // Until everything that a batch needs is there, nothing is begun.
  let begin: ((batch: TakenBatch) => Promise<void>) | undefined;
  const dispatcher = new Dispatcher(deps, queue, SLOTS, {
    workerId,
    leaseMs: LEASE_MS,
    free: () => (begin === undefined ? 0 : direct.free),
    run: (batch) => direct.run(async () => begin?.(batch)),
  });
  const replayDispatcher = new Dispatcher(deps, queue, SLOTS, undefined);
  const wake = (topicId?: string) => {
    dispatcher.wake(topicId);
    if (topicId === undefined) replayDispatcher.wake();
  };
  const planOf = createPlanCache(deps);
  await readPlansAhead(deps, planOf);
  let tests: TestRunner | undefined;
  const onHints = (hints: readonly Hint[]) => {
    if (hints.length === 0) wake();
    for (const { kind, id } of hints) {
      if (kind === "appended") wake(id);
      if (kind === "changed") {
        wake();
        void readPlansAhead(deps, planOf, id);
      }
      if (kind === "tried") tests?.wake();
    }
  };
  const connection = await openHintConnection(deps, "worker", onHints, (client) =>
    holdWorkerLock(client, workerId),
  ).catch(async (error: unknown) => {
    await Promise.all([dispatcher.stop(), replayDispatcher.stop()]);
    await queue.close();
    await leaveWorker(pool, workerId);
    throw error;
  });
  const announcer = createAnnouncer(pool, log);
  const guard = createEgressGuard(env.EGRESS_ALLOW);
  const http = createHttpClient({ guard, publicUrl: env.MILLRACE_URL });
  const runners = new RunnerPool();
  if (fenceFlag === undefined) {
    log.warn(
      "this Node.js has no permission model: the processes that run code of flows are less fenced than they could be",
    );
  }
  const stopping = new AbortController();
  // Set first of all: what comes again and again begins nothing long any more.
  const leaving = new AbortController();
  const over = new AbortController();
  const latencies = new LatencyLog();
  const metrics = createWorkerMetrics(latencies);
  const watched = watchProcess();
  const served = await serveMetrics(deps, () => [...watched(), ...metrics.collect()]);
  const runtime = { deps, guard, http, runners };
  const tester = new TestRunner(deps, runtime);
  tests = tester;
  const parts: WorkerParts = {
    deps,
    workerId,
    runtime,
    planOf,
    draftOf: createDraftCache(deps),
    mayReplayAct: createReplayEffects(deps),
    topicGates: createTopicGates(deps),
    breakers: new Breakers(pool),
    announcer,
    metrics,
    held: new Set(),
    events: new EventMemory(pool),
    gate: new Gate(stopping.signal),
    thread: new Thread(),
    takeTurns: createTurns(),
    stopping: stopping.signal,
    over: over.signal,
    wake,
    wakeReplay: (topicId) => replayDispatcher.wake(topicId),
    freed: (topicId) => dispatcher.freed(topicId),
    wakeWithin: (ms) => {
      dispatcher.wakeWithin(ms);
      replayDispatcher.wakeWithin(ms);
    },
    requeue: (batch) => queue.add([batch]),
  };
  begin = (batch) => deliverTaken(parts, batch);
  const worker = workWatched(log, queue, 2 * SLOTS, (job) => deliverBatch(parts, job));

  const trimmer = createTopicTrimmer(pool);
  let repairs = 0;
  let usedBefore = performance.eventLoopUtilization();
  const repeating = [
    repeat(log, "keeping leases", BEAT_MS, async () => {
      if (parts.held.size > 0) await extendLeases(pool, [...parts.held], workerId, LEASE_MS);
      const reported = repairs;
      const used = performance.eventLoopUtilization();
      const { utilization: load } = performance.eventLoopUtilization(used, usedBefore);
      await beatWorker(pool, workerId, { repairs: reported, load, memoryBytes: process.memoryUsage.rss() });
      repairs -= reported;
      usedBefore = used;
      return BEAT_MS;
    }),
    repeat(log, "the reconciler", RECONCILE_MS, async () => {
      const repaired = await reconcile(deps, queue);
      repairs += repaired;
      metrics.repaired(repaired);
      return RECONCILE_MS;
    }),
    repeat(log, "the watchdog", LOOK_MS, async () => {
      if (await worker.look()) {
        await noteHealing(pool, { kind: "worker-renewed", process: processName });
      }
      return LOOK_MS;
    }),
    repeat(log, "figures for Health", FIGURES_MS, async () => {
      await latencies.write(pool);
      await sampleMinute(pool);
      return FIGURES_MS;
    }),
    repeat(log, "the scheduler", SCHEDULE_POLL_MS, async () => {
      await fireSchedules(deps, (topicId) => {
        announcer.announce("appended", topicId);
        wake(topicId);
      });
      const ms = (await msUntilNextFire(deps)) ?? SCHEDULE_POLL_MS;
      return Math.min(SCHEDULE_POLL_MS, Math.max(0, ms));
    }),
    repeat(log, "trying drafts", TRY_MS, async () => {
      tester.wake();
      return TRY_MS;
    }),
    repeat(log, "writing exports", EXPORT_MS, async () => ((await writeExportPart(deps)) ? 0 : EXPORT_MS)),
    repeat(log, "planning replays", PLAN_MS, async () => ((await goOnPlanning(deps)) ? 0 : PLAN_MS)),
    repeat(log, "counting failures", FAILURES_MS, async () => {
      await foldFailures(pool);
      return FAILURES_MS;
    }),
    repeat(log, "redrives", FAILURES_MS, async () => {
      const onPutBack = (topicId: string) => {
        announcer.announce("changed", topicId);
        wake();
      };
      await stepRedrives(pool, onPutBack, leaving.signal);
      return FAILURES_MS;
    }),
    repeat(log, "healed problems", HEAL_MS, async () => {
      await healProblems(pool);
      return HEAL_MS;
    }),
    repeat(log, "alerts", ALERTS_MS, async () => {
      await evaluateAlerts(pool);
      await sendNotices(runtime, (topicId) => {
        announcer.announce("appended", topicId);
        wake(topicId);
      });
      return ALERTS_MS;
    }),
    repeat(log, "tidying up", TIDY_MS, async () => {
      await tidyExports(pool);
      await tidyTestRuns(pool);
      await tidyProblems(pool);
      await tidyPlans(pool, TIDY_LIMIT_MS);
      await trimmer.trim(TIDY_LIMIT_MS);
      await forgetKeys(pool, TIDY_LIMIT_MS);
      await forgetHistory(pool, TIDY_LIMIT_MS);
      await purgeTopics(pool, TIDY_LIMIT_MS);
      return TIDY_MS;
    }),
  ];
  wake();

  return {
    stop: async () => {
      leaving.abort();
      await Promise.all([
        dispatcher.stop(),
        replayDispatcher.stop(),
        ...repeating.slice(1).map((one) => one.stop()),
      ]);
      const drained = Promise.all([worker.close(), direct.idle(), tester.stop()]);
      stopping.abort();
      await within(DRAIN_MS, drained);
      over.abort();
      runners.close();
      await http.close();
      await within(CUT_MS, drained);
      await repeating[0]?.stop();
      await announcer.idle();
      await latencies
        .write(pool)
        .catch((error: unknown) => log.info({ err: error }, "the last latencies are lost"));
      await served.close();
      await leaveWorker(pool, workerId);
      await connection.close();
      await queue.close();
    },
  };
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const limit = new AbortController();
  await Promise.race([work, pause(ms, undefined, { signal: limit.signal })]);
  limit.abort();
}
