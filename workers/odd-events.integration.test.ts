import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { append } from "@/server/log/append";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { useTestRedis } from "@/server/testing/test-redis";
import { makeWorkspace } from "@/server/testing/write-events";
import { type RunningWorkers, runWorkers } from "./run-workers";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";

const database = useTestDatabase();
const redis = useTestRedis();
let deps: Deps;
let actor: Actor;
let workers: RunningWorkers;

beforeAll(async () => {
  deps = openTestDeps(database.url, { LOG_LEVEL: "fatal", REDIS_URL: redis.url });
  actor = await makeWorkspace(deps, "odd");
  workers = await runWorkers(deps);
});
afterAll(async () => {
  await workers.stop();
  await closeDeps(deps);
});

const endOf = (topicId: string) => deps.db.delivery.findFirstOrThrow({ where: { topicId } });

it("keeps U+0000 and half characters in the history instead of giving the event up", async () => {
  const document = flowOf("web-address > nul > set-fields", {
    setfields: { fields: [{ field: "b", value: "1" }], keepOthers: true },
  });
  await deployDocument(deps, actor, "nul", document);
  const topicId = await topicIdOf(deps, actor, "nul");
  await sendEvents(deps, topicId, "nul", 1, () => ({ a: "x\u0000y\ud800z" }));
  await untilSettled(deps);
  const delivery = await endOf(topicId);
  expect(delivery).toMatchObject({ status: "succeeded", reason: null });
  expect(JSON.stringify(delivery.trace)).toContain("x\\u0000y\\ud800z");
});

it("goes on after an event that is nested too deeply to find its key", async () => {
  const document = flowOf("web-address > deep > filter", {
    filter: { condition: { match: "all", rows: [{ field: "data.n", operator: "lt", value: 600 }] } },
  });
  for (const consumer of document.consumers) {
    consumer.order = { mode: "key", key: "data.customer", lanes: 2 };
  }
  await deployDocument(deps, actor, "deep", document);
  const topicId = await topicIdOf(deps, actor, "deep");
  const data = Buffer.from("[".repeat(200_000) + "]".repeat(200_000));
  const draft = { id: "deep", source: "/test", type: "test", contentType: "application/json", data };
  await append(deps.pool, topicId, [{ draft }]);
  await sendEvents(deps, topicId, "flat", 5, (n) => ({ n, customer: `c${n}` }));
  await untilSettled(deps);
  await expectBalanced(deps);
  expect(await deps.db.delivery.count({ where: { topicId } })).toBe(6);
});

it("gives up at once what no index can hold", async () => {
  const document = flowOf("web-address > long > counter", {
    counter: { name: "Sum", amount: 1, by: "{{ data.key }}" },
  });
  await deployDocument(deps, actor, "long", document);
  const topicId = await topicIdOf(deps, actor, "long");
  await sendEvents(deps, topicId, "long", 1, () => ({ key: randomBytes(20_000).toString("base64") }));
  await untilSettled(deps, 10_000);
  expect(await endOf(topicId)).toMatchObject({ status: "dead", reason: "cannot-be-stored" });
});
