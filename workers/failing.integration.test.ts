import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import { listDeadLetterGroups } from "@/server/deliveries/list-dead-letters";
import { redrive } from "@/server/deliveries/redrive";
import type { Deps } from "@/server/deps";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { useTestRedis } from "@/server/testing/test-redis";
import { until } from "@/server/testing/until";
import { makeWorkspace } from "@/server/testing/write-events";
import { type RunningWorkers, runWorkers } from "./run-workers";
import { count, deployDocument, expectBalanced, sendEvents, topicIdOf } from "./testing/engine-fixture";

// Here so many that a job for each would show; `npm run faults -- F24 --full` fails a hundred thousand.
const EVENTS = 20_000;
const REDIS_KEYS = 500;
const REDIS_MB = 20;

const database = useTestDatabase();
const redis = useTestRedis();
let deps: Deps;
let actor: Actor;
let workers: RunningWorkers;

beforeAll(async () => {
  deps = openTestDeps(database.url, { REDIS_URL: redis.url });
  actor = await makeWorkspace(deps, "failing");
  workers = await runWorkers(deps);
});
afterAll(async () => {
  await workers.stop();
  await closeDeps(deps);
});

it("keeps Redis small while twenty thousand deliveries fail, are all put back to work at once, and fail again", async () => {
  const document = flowOf("web-address > failing > counter", {
    counter: { name: "Sum", amount: "{{ data.none }}" },
  });
  await deployDocument(deps, actor, "failing", document);
  const topicId = await topicIdOf(deps, actor, "failing");
  const client = new Redis(redis.url);
  let [keys, megabytes] = [0, 0];
  /** Waits until all have failed so often, and notes how much Redis holds meanwhile. */
  const untilFailed = (attempts: number) =>
    until(
      async () => {
        const [, used] = /^used_memory:(\d+)/m.exec(await client.info("memory")) ?? [];
        megabytes = Math.max(megabytes, Number(used) / 1024 / 1024);
        keys = Math.max(keys, await client.dbsize());
        const sql =
          "SELECT count(*) AS n FROM delivery WHERE topic_id = $1 AND status = 'dead' AND attempts = $2";
        return (await count(deps, sql, [topicId, attempts])) === EVENTS;
      },
      { limitMs: 60_000, everyMs: 50, message: `Not all have failed ${attempts} times.` },
    );
  try {
    for (let part = 0; part < EVENTS; part += 1_000) await sendEvents(deps, topicId, `f-${part}`, 1_000);
    await untilFailed(1);
    const [group] = await listDeadLetterGroups(deps, actor, {});
    if (group === undefined) throw new Error("There is no group of dead letters.");
    const { subscriptionId, stepId, reason, message } = group;
    // All of them are due at the same moment.
    const { count: again } = await redrive(deps, actor, {
      group: { subscriptionId, stepId, reason, message },
    });
    expect(again).toBe(EVENTS);
    await untilFailed(2);
  } finally {
    client.disconnect();
  }
  await expectBalanced(deps);
  expect(keys).toBeGreaterThan(0);
  expect(keys).toBeLessThan(REDIS_KEYS);
  expect(megabytes).toBeLessThan(REDIS_MB);
});
