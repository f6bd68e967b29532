import { afterAll, beforeAll, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { cancelReplay, pauseReplay, resumeReplay, startReplay } from "@/server/replay/change-replay";
import { getReplay } from "@/server/replay/list-replays";
import { planReplay } from "@/server/replay/plan-replay";
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

/** `orders` is changed and published to `paid`, and `paid` is sent outside; three events went through. */
beforeAll(async () => {
  recorder = await startRecorder(() => (isDown ? 503 : 200));
  deps = openTestDeps(database.url, {
    LOG_LEVEL: "warn",
    REDIS_URL: redis.url,
    EGRESS_ALLOW: recorder.host,
  });
  actor = await makeWorkspace(deps, "replays");
  workers = await runWorkers(deps);
  const document = flowOf("web-address > orders > set-fields > paid > http-request", {
    setfields: { fields: [{ field: "b", value: "1" }], keepOthers: true },
    httprequest: { method: "POST", url: `http://${recorder.host}/{{ data.path }}` },
  });
  for (const consumer of document.consumers) {
    consumer.failure = { attempts: 20, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 5_000 };
  }
  await deployDocument(deps, actor, "shop", document);
  await sendEvents(deps, await topicIdOf(deps, actor, "orders"), "o", 3, (n) => ({ path: `p-${n}` }));
  await untilSettled(deps);
});
afterAll(async () => {
  await workers.stop();
  await closeDeps(deps);
  await recorder.close();
});

async function start(topic: string, withOutsideEffects: boolean): Promise<string> {
  const topicId = await topicIdOf(deps, actor, topic);
  const { id: subscriptionId } = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
  const { id } = await planReplay(deps, actor, {
    name: topic,
    selection: { parts: [{ topic, fromOffset: 1, toOffset: 3 }] },
    options: { subscriptionIds: [subscriptionId], withOutsideEffects },
  });
  await startReplay(deps, actor, { id });
  return id;
}

const untilState = (id: string, state: string) =>
  until(async () => (await getReplay(deps, actor, { id })).state === state, { limitMs: 15_000 });
const waiting = (id: string) => async () => (await getReplay(deps, actor, { id })).open === 3;

it("calls nobody when outside effects are off, nor does what comes of the events it publishes", async () => {
  expect(recorder.calls.length).toBe(3);
  const id = await start("orders", false);
  await untilState(id, "done");
  await untilSettled(deps);
  await expectBalanced(deps);
  expect(await getReplay(deps, actor, { id })).toMatchObject({ succeeded: 3, dead: 0, open: 0 });
  const paid = await topicIdOf(deps, actor, "paid");
  expect(await deps.db.event.count({ where: { topicId: paid, replayId: id } })).toBe(3);
  expect(await deps.db.delivery.count({ where: { topicId: paid, status: "succeeded" } })).toBe(6);
  expect(recorder.calls.length).toBe(3);
});

it("calls with the keys of the first time when they are on", async () => {
  const id = await start("paid", true);
  await untilState(id, "done");
  expect(recorder.calls.length).toBe(6);
  expect(new Set(recorder.calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3);
});

it("waits while it is paused, and ends what waits when it is cancelled", async () => {
  isDown = true;
  const id = await start("paid", true);
  await until(waiting(id), { limitMs: 10_000 });
  await pauseReplay(deps, actor, { id });
  // What was under way ends first.
  await until(async () => (await deps.db.batch.count()) === 0 && (await waiting(id)()));
  isDown = false;
  // The live run goes on meanwhile: when this one is through, the paused replay had its chance.
  await sendEvents(deps, await topicIdOf(deps, actor, "orders"), "live", 1, () => ({ path: "live" }));
  await until(() => recorder.calls.some(({ path }) => path === "live"));
  expect(await getReplay(deps, actor, { id })).toMatchObject({ state: "paused", succeeded: 0 });
  isDown = true;
  await resumeReplay(deps, actor, { id });
  await cancelReplay(deps, actor, { id });
  await until(async () => (await getReplay(deps, actor, { id })).open === 0, { limitMs: 15_000 });
  await untilSettled(deps);
  expect(await deps.db.delivery.count({ where: { status: "cancelled", reason: "replay-cancelled" } })).toBe(
    3,
  );
  await expectBalanced(deps);
  isDown = false;
});
