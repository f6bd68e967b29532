import { afterAll, beforeAll, expect, it } from "vitest";
import type { Order } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { flowActivity } from "@/server/live/flow-activity";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { useTestRedis } from "@/server/testing/test-redis";
import { until } from "@/server/testing/until";
import { makeWorkspace } from "@/server/testing/write-events";
import { type RunningWorkers, runWorkers } from "./run-workers";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { type Recorder, startRecorder } from "./testing/recorder";

const database = useTestDatabase();
const redis = useTestRedis();
let deps: Deps;
let actor: Actor;
let workers: RunningWorkers;
let recorder: Recorder;
let isDown = false;

beforeAll(async () => {
  recorder = await startRecorder(() => (isDown ? 503 : 200));
  deps = openTestDeps(database.url, { LOG_LEVEL: "warn", REDIS_URL: redis.url, EGRESS_ALLOW: recorder.host });
  actor = await makeWorkspace(deps, "breaker");
  workers = await runWorkers(deps);
});
afterAll(async () => {
  await workers.stop();
  await closeDeps(deps);
  await recorder.close();
});

it.each([{ mode: "none" }, { mode: "key", lanes: 4 }] as const satisfies readonly Order[])(
  "holds a consumer whose destination is down without spending attempts (order $mode)",
  async (order) => {
    const topic = `calls.${order.mode}`;
    const document = flowOf(`web-address > ${topic} > http-request`, {
      httprequest: { method: "POST", url: `http://${recorder.host}/${order.mode}-{{ data.n }}` },
    });
    for (const consumer of document.consumers) {
      consumer.order = order;
      consumer.failure = { attempts: 4, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 5_000 };
    }
    await deployDocument(deps, actor, order.mode, document);
    const topicId = await topicIdOf(deps, actor, topic);
    await sendEvents(deps, topicId, "warm", 20);
    await untilSettled(deps);
    isDown = true;
    const before = recorder.calls.length;
    await sendEvents(
      deps,
      topicId,
      "e",
      400,
      (n) => ({ n }),
      (n) => `key-${n % 40}`,
    );
    await until(async () => (await deps.db.breaker.count()) === 1, { limitMs: 10_000 });
    const { consumers } = await flowActivity(deps, actor, { flow: order.mode, topics: [topic] });
    expect(consumers[0]?.breaker).toMatchObject({ destination: recorder.host });
    expect(consumers[0]?.breaker?.reason).toContain("503");
    // Two probes later still nobody has made calls in vain for each event.
    await until(async () => ((await deps.db.breaker.findFirst())?.failedProbes ?? 0) >= 2, {
      limitMs: 15_000,
    });
    expect(recorder.calls.length - before).toBeLessThan(200);
    isDown = false;
    await untilSettled(deps, 25_000);
    await expectBalanced(deps);
    expect(await deps.db.breaker.count()).toBe(0);
    expect(await deps.db.delivery.count({ where: { topicId, status: "succeeded" } })).toBeGreaterThan(400);
  },
  60_000,
);
