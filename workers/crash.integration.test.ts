import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { useTestRedis } from "@/server/testing/test-redis";
import { until } from "@/server/testing/until";
import { makeWorkspace } from "@/server/testing/write-events";
import {
  count,
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { startWorkersProcess, type WorkersProcess } from "./testing/workers-process";

const EVENTS = 2_000;

describe.each(["redis", "postgres"] as const)("crashes, on %s", (backend) => {
  const database = useTestDatabase();
  const redis = useTestRedis();
  let deps: Deps;
  let actor: Actor;
  let workers: WorkersProcess | undefined;

  const start = async () => {
    workers = await startWorkersProcess({
      DATABASE_URL: database.url,
      ...(backend === "redis" ? { REDIS_URL: redis.url } : {}),
    });
    return workers;
  };

  beforeAll(async () => {
    deps = openTestDeps(database.url, { LOG_LEVEL: "warn" });
    actor = await makeWorkspace(deps, "crash");
  });
  afterAll(async () => {
    await workers?.kill();
    await closeDeps(deps);
  });

  /** Two consumers in a row, so that published events and a sum can be checked too. */
  async function deployChain(name: string): Promise<string> {
    const document = flowOf(`web-address > ${name}.in > set-fields > ${name}.out > counter`, {
      setfields: { fields: [{ field: "seen", value: true }], keepOthers: true },
      counter: { name, amount: "{{ data.n }}" },
    });
    await deployDocument(deps, actor, name, document);
    return topicIdOf(deps, actor, `${name}.in`);
  }

  /** Half of them done, half not: the middle of everything. */
  async function untilInFlight(topicId: string): Promise<void> {
    const sql = "SELECT count(*) AS n FROM delivery WHERE topic_id = $1";
    await until(async () => (await count(deps, sql, [topicId])) >= EVENTS / 10, { everyMs: 2 });
  }

  async function expectOnce(name: string): Promise<void> {
    await untilSettled(deps, 60_000);
    await expectBalanced(deps);
    const out = await topicIdOf(deps, actor, `${name}.out`);
    expect(await count(deps, "SELECT count(*) AS n FROM event WHERE topic_id = $1", [out])).toBe(EVENTS);
    const causes = "SELECT count(DISTINCT causation_id) AS n FROM event WHERE topic_id = $1";
    expect(await count(deps, causes, [out])).toBe(EVENTS);
    const sum = await deps.db.stateEntry.findFirstOrThrow({
      where: { workspaceId: actor.workspaceId, store: name },
    });
    expect(sum.value).toBe((EVENTS * (EVENTS - 1)) / 2);
  }

  it("delivers every event once when the workers are killed with events in flight", async () => {
    const topicId = await deployChain("killed");
    const first = await start();
    await sendEvents(deps, topicId, "k", EVENTS);
    await untilInFlight(topicId);
    await first.kill();
    expect(await count(deps, "SELECT count(*) AS n FROM batch")).toBeGreaterThan(0);
    await start();
    await expectOnce("killed");
  }, 90_000);

  if (backend === "redis") {
    it("delivers every event once when Redis is wiped meanwhile", async () => {
      const topicId = await deployChain("wiped");
      await sendEvents(deps, topicId, "w", EVENTS);
      await untilInFlight(topicId);
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
      await expectOnce("wiped");
    }, 90_000);

    it("goes on when Redis was killed and comes back empty-handed", async () => {
      const topicId = await deployChain("away");
      await sendEvents(deps, topicId, "a", EVENTS);
      await untilInFlight(topicId);
      redis.kill();
      await redis.start();
      await expectOnce("away");
    }, 90_000);
  }

  it("finishes what runs on SIGTERM, and the next process does the rest", async () => {
    const topicId = await deployChain("stopped");
    await sendEvents(deps, topicId, "s", EVENTS);
    await untilInFlight(topicId);
    expect(await workers?.stop()).toBe(0);
    await expectBalancedWhileStopped();
    await start();
    await expectOnce("stopped");
  }, 90_000);

  /** After a stop in order nobody holds a batch. */
  async function expectBalancedWhileStopped(): Promise<void> {
    expect(await count(deps, "SELECT count(*) AS n FROM batch WHERE taken_by IS NOT NULL")).toBe(0);
  }
});
