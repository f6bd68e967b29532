import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { startReplay } from "@/server/replay/change-replay";
import { getReplay } from "@/server/replay/list-replays";
import { replayDifferences } from "@/server/replay/list-results";
import { planReplay } from "@/server/replay/plan-replay";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { useTestRedis } from "@/server/testing/test-redis";
import { until } from "@/server/testing/until";
import { makeWorkspace } from "@/server/testing/write-events";
import { deployChain } from "./testing/chain";
import { count, expectBalanced, sendEvents, topicIdOf, untilSettled } from "./testing/engine-fixture";
import { startWorkersProcess, type WorkersProcess } from "./testing/workers-process";

const EVENTS = 1_500;

const database = useTestDatabase();
const redis = useTestRedis();
let deps: Deps;
let actor: Actor;
let workers: WorkersProcess | undefined;

beforeAll(async () => {
  deps = openTestDeps(database.url, { LOG_LEVEL: "warn", REDIS_URL: redis.url });
  actor = await makeWorkspace(deps, "replay-crash");
});
afterAll(async () => {
  await workers?.kill();
  await closeDeps(deps);
});

it("runs each event once and compares it once when the workers are killed in the middle", async () => {
  const start = async () => {
    workers = await startWorkersProcess({ DATABASE_URL: database.url, REDIS_URL: redis.url });
  };
  const topicId = await deployChain(deps, actor, "chain");
  await sendEvents(deps, topicId, "k", EVENTS);
  await start();
  await untilSettled(deps);
  const { id: subscriptionId } = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
  let replay = { id: "", run: 0 };
  const doneSql = "SELECT count(*) AS n FROM delivery WHERE run = $1";
  let isThrough = true;
  // Again when it was through before the blow fell.
  while (isThrough) {
    replay = await planReplay(deps, actor, {
      name: "Again",
      selection: { parts: [{ topic: "chain.in", isAll: true }] },
      options: { subscriptionIds: [subscriptionId], withOutsideEffects: false, isCompared: true },
    });
    await startReplay(deps, actor, { id: replay.id });
    const { run } = replay;
    await until(async () => (await count(deps, doneSql, [run])) > 0, { limitMs: 30_000, everyMs: 2 });
    await workers?.kill();
    isThrough = (await count(deps, doneSql, [run])) === EVENTS;
    await start();
  }
  const { id } = replay;
  await until(async () => (await getReplay(deps, actor, { id })).state === "done", { limitMs: 60_000 });
  await untilSettled(deps);
  await expectBalanced(deps);
  expect(await count(deps, doneSql, [replay.run])).toBe(EVENTS);
  const out = await topicIdOf(deps, actor, "chain.out");
  const published = await deps.db.event.findMany({
    where: { topicId: out, replayId: id },
    select: { causationId: true },
  });
  expect(published.length).toBe(EVENTS);
  expect(new Set(published.map(({ causationId }) => causationId)).size).toBe(EVENTS);
  const differences = await replayDifferences(deps, actor, { id });
  expect(differences.filter(({ count: n }) => n > 0)).toEqual([{ kind: "same", count: EVENTS }]);
}, 120_000);
