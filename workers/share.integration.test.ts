import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { until } from "@/server/testing/until";
import { makeWorkspace } from "@/server/testing/write-events";
import { type RunningWorkers, runWorkers } from "./run-workers";
import {
  count,
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { type Recorder, startRecorder } from "./testing/recorder";
import { queues, useTestQueue } from "./testing/use-engine";

describe.each(queues)("several processes, on %s", (queue) => {
  const database = useTestDatabase();
  const queueOf = useTestQueue(queue);
  let recorder: Recorder;
  let actor: Actor;
  /** Two processes' worth of workers on one database and one queue. */
  const processes: { deps: Deps; workers: RunningWorkers }[] = [];
  let deps: Deps;
  let isSlow = true;
  /** Answers the calls that hang. */
  const letGo: (() => void)[] = [];

  beforeAll(async () => {
    recorder = await startRecorder((path) => {
      if (!isSlow || !path.startsWith("slow")) return 200;
      return new Promise((resolve) => letGo.push(() => resolve(200)));
    });
    const variables = { LOG_LEVEL: "warn", ...queueOf.variables, EGRESS_ALLOW: recorder.host };
    for (let number = 0; number < 2; number += 1) {
      const own = openTestDeps(database.url, variables);
      processes.push({ deps: own, workers: await runWorkers(own) });
    }
    deps = openTestDeps(database.url, variables);
    actor = await makeWorkspace(deps, "share");
  });
  afterAll(async () => {
    // First, or the workers wait for the calls that hang.
    await recorder.close();
    for (const { workers, deps: own } of processes) {
      await workers.stop();
      await closeDeps(own);
    }
    await closeDeps(deps);
  });

  it("adds every event once to a number that two consumers in two processes change", async () => {
    const document = flowOf("web-address > left > counter\nweb-address > right > counter", {
      counter: { name: "Shared" },
      counter2: { name: "Shared" },
    });
    await deployDocument(deps, actor, "state", document);
    const [left, right] = await Promise.all([
      topicIdOf(deps, actor, "left"),
      topicIdOf(deps, actor, "right"),
    ]);
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([sendEvents(deps, left, `l${round}`, 20), sendEvents(deps, right, `r${round}`, 20)]);
    }
    await untilSettled(deps);
    await expectBalanced(deps);
    const state = await deps.db.stateEntry.findFirstOrThrow({ where: { store: "Shared" } });
    expect(state.value).toBe(800);
    // Each delivery saw a sum that nobody else saw.
    const sums = await deps.pool.query<{ n: string }>(
      "SELECT count(DISTINCT trace #>> '{0,steps,0,output,sum}') AS n FROM delivery WHERE topic_id = ANY($1)",
      [[left, right]],
    );
    expect(Number(sums.rows[0]?.n)).toBe(800);
  });

  it("lets a consumer whose calls hang keep nobody else waiting, and commits what is done meanwhile", async () => {
    const document = flowOf("web-address > slow > http-request\nweb-address > quick > http-request", {
      httprequest: { method: "POST", url: `http://${recorder.host}/{{ data.path }}`, timeoutSeconds: 120 },
      httprequest2: { method: "POST", url: `http://${recorder.host}/{{ data.path }}` },
    });
    for (const consumer of document.consumers) {
      consumer.failure = { attempts: 5, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 120_000 };
    }
    await deployDocument(deps, actor, "fair", document);
    const slow = await topicIdOf(deps, actor, "slow");
    const quick = await topicIdOf(deps, actor, "quick");
    // Learns that its calls are quick, so that batches grow.
    await sendEvents(deps, slow, "warm", 50, (n) => ({ path: `warm-${n}` }));
    await until(() => recorder.calls.filter(({ path }) => path.startsWith("warm")).length === 50);
    await sendEvents(deps, slow, "s", 400, (n) => ({ path: n % 4 === 0 ? `slow-${n}` : `fine-${n}` }));
    await until(() => recorder.calls.some(({ path }) => path.startsWith("slow")));
    await sendEvents(deps, quick, "q", 50, (n) => ({ path: `quick-${n}` }));
    const quickDone = "SELECT count(*) AS n FROM delivery WHERE topic_id = $1 AND status = 'succeeded'";
    await until(async () => (await count(deps, quickDone, [quick])) === 50, {
      // Well below the time for which the others hang.
      limitMs: 60_000,
      message: "The quick consumer had to wait for the slow one.",
    });
    // Deliveries of batches that hang are there, although their batch is still open.
    await until(async () => (await count(deps, quickDone, [slow])) > 50, {
      message: "Nothing of the slow batches was committed.",
    });
    isSlow = false;
    for (const answer of letGo.splice(0)) answer();
    await untilSettled(deps);
    await expectBalanced(deps);
  });

  it("lets several consumers that begin to hang at once keep nobody else waiting, whatever their order", async () => {
    isSlow = true;
    const lines = ["hang1", "hang2", "hang3"].map((topic) => `web-address > ${topic} > http-request`);
    const target = { method: "POST", url: `http://${recorder.host}/{{ data.path }}`, timeoutSeconds: 120 };
    const document = flowOf([...lines, "web-address > after > http-request"].join("\n"), {
      httprequest: target,
      httprequest2: target,
      httprequest3: target,
      httprequest4: target,
    });
    document.consumers.forEach((consumer, index) => {
      consumer.failure = { attempts: 5, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 300_000 };
      if (index === 2) consumer.order = { mode: "key", lanes: 64 };
    });
    await deployDocument(deps, actor, "hanging", document);
    const topics = await Promise.all(["hang1", "hang2", "hang3"].map((name) => topicIdOf(deps, actor, name)));
    const after = await topicIdOf(deps, actor, "after");
    // Were quick until now, as far as anybody knows.
    await deps.pool.query(
      `UPDATE lane SET work_micros = 2000 WHERE subscription_id IN (SELECT id FROM subscription WHERE topic_id = ANY($1))`,
      [topics],
    );
    for (const topicId of topics) {
      for (let part = 0; part < 10; part += 1) {
        await sendEvents(
          deps,
          topicId,
          `h${part}`,
          400,
          () => ({ path: "slow" }),
          (n) => `key-${n}`,
        );
      }
    }
    const hanging = "SELECT count(DISTINCT b.subscription_id) AS n FROM batch b WHERE b.taken_by IS NOT NULL";
    await until(async () => (await count(deps, hanging)) === 3);
    await sendEvents(deps, after, "a", 20, (n) => ({ path: `after-${n}` }));
    await until(() => recorder.calls.filter(({ path }) => path.startsWith("after")).length === 20, {
      // The others hang for longer than this.
      limitMs: 60_000,
      message: "The consumer behind those that hang had to wait for them.",
    });
    isSlow = false;
    await deps.pool.query("UPDATE subscription SET state = 'removed' WHERE topic_id = ANY($1)", [topics]);
  });
});
