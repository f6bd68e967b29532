import { afterAll, beforeAll, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import { redrive } from "@/server/deliveries/redrive";
import type { Deps } from "@/server/deps";
import { cancelReplay, startReplay } from "@/server/replay/change-replay";
import { planReplay } from "@/server/replay/plan-replay";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { useTestRedis } from "@/server/testing/test-redis";
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

const database = useTestDatabase();
const redis = useTestRedis();
let deps: Deps;
let actor: Actor;
let workers: RunningWorkers;
let recorder: Recorder;
let isBroken = false;

beforeAll(async () => {
  recorder = await startRecorder((path) => (isBroken || path === "gone" ? 410 : 200));
  deps = openTestDeps(database.url, {
    LOG_LEVEL: "warn",
    REDIS_URL: redis.url,
    EGRESS_ALLOW: recorder.host,
  });
  actor = await makeWorkspace(deps, "replay");
  workers = await runWorkers(deps);
  const document = flowOf("web-address > orders > http-request > called > counter", {
    httprequest: { method: "POST", url: `http://${recorder.host}/{{ data.path }}` },
    counter: { name: "Calls" },
  });
  await deployDocument(deps, actor, "replay", document);
  await sendEvents(deps, await topicIdOf(deps, actor, "orders"), "o", 30, (n) => ({ path: `c-${n}` }));
  await untilSettled(deps);
});
afterAll(async () => {
  await workers.stop();
  await closeDeps(deps);
  await recorder.close();
});

async function plan(withOutsideEffects: boolean) {
  const topicId = await topicIdOf(deps, actor, "orders");
  const subscription = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
  const options = { subscriptionIds: [subscription.id], withOutsideEffects };
  const selection = { parts: [{ topic: "orders", fromOffset: 1, toOffset: 20 }] };
  return planReplay(deps, actor, { name: "Again", selection, options });
}

async function untilDone(id: string): Promise<void> {
  await until(async () => (await deps.db.replay.findUniqueOrThrow({ where: { id } })).state === "done", {
    limitMs: 25_000,
    message: "The replay did not end.",
  });
}

it("runs stored events again without acting on the outside world", async () => {
  const before = recorder.calls.length;
  const { id, run, total } = await plan(false);
  expect(total).toBe(20);
  await startReplay(deps, actor, { id });
  await untilDone(id);
  await untilSettled(deps);
  await expectBalanced(deps);
  expect(recorder.calls.length).toBe(before);
  expect(await deps.db.delivery.count({ where: { run, status: "succeeded" } })).toBe(20);
  const called = await deps.db.event.findMany({ where: { replayId: id } });
  expect(called.length).toBe(20);
  expect(new Set(called.map((event) => event.causationId)).size).toBe(20);
});

it("acts again when it may, with the keys of the first time", async () => {
  const before = recorder.calls.length;
  const { id } = await plan(true);
  await startReplay(deps, actor, { id });
  await untilDone(id);
  const again = recorder.calls.slice(before);
  expect(again.length).toBe(20);
  const first = new Map(recorder.calls.slice(0, 30).map((call) => [call.path, call.idempotencyKey]));
  for (const { path, idempotencyKey } of again) expect(idempotencyKey).toBe(first.get(path));
});

it("ends when it is cancelled", async () => {
  const { id, run } = await plan(true);
  await deps.db.subscription.updateMany({ data: { state: "paused" } });
  await startReplay(deps, actor, { id });
  await cancelReplay(deps, actor, { id });
  await deps.db.subscription.updateMany({ data: { state: "active" } });
  await untilSettled(deps);
  expect(await deps.db.delivery.count({ where: { run } })).toBe(0);
  await expectBalanced(deps);
});

it("puts dead letters back to work", async () => {
  const topicId = await topicIdOf(deps, actor, "orders");
  isBroken = true;
  await sendEvents(deps, topicId, "d", 10, (n) => ({ path: `d-${n}` }));
  await untilSettled(deps);
  const dead = await deps.db.delivery.findMany({ where: { topicId, status: "dead" } });
  expect(dead.length).toBe(10);
  isBroken = false;
  await redrive(deps, actor, { deliveryIds: dead.map(({ id }) => id) });
  await untilSettled(deps);
  await expectBalanced(deps);
  expect(await count(deps, "SELECT count(*) AS n FROM delivery WHERE status = 'dead'")).toBe(0);
  const one = await deps.db.delivery.findUniqueOrThrow({ where: { id: dead[0]?.id ?? "" } });
  expect(one).toMatchObject({ status: "succeeded", attempts: 2, attemptsBefore: 1, checkpoint: null });
  expect(one.trace).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
});
