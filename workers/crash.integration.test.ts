import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { useTestRedis } from "@/server/testing/test-redis";
import { makeWorkspace } from "@/server/testing/write-events";
import { deployChain, expectOnce, untilInFlight } from "./testing/chain";
import { count, sendEvents } from "./testing/engine-fixture";
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

  it("delivers every event once when the workers are killed with events in flight", async () => {
    const topicId = await deployChain(deps, actor, "killed");
    let sent = 0;
    do {
      // Again when it was through before the blow fell.
      const from = sent;
      await start();
      await sendEvents(deps, topicId, `k-${from}`, EVENTS, (n) => ({ n: from + n }));
      sent += EVENTS;
      await untilInFlight(deps, topicId, from + EVENTS / 10);
      await workers?.kill();
    } while ((await count(deps, "SELECT count(*) AS n FROM batch")) === 0);
    await start();
    await expectOnce(deps, actor, "killed", sent);
  });

  if (backend === "redis") {
    it("delivers every event once when Redis is wiped meanwhile", async () => {
      const topicId = await deployChain(deps, actor, "wiped");
      await sendEvents(deps, topicId, "w", EVENTS);
      await untilInFlight(deps, topicId, EVENTS / 10);
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
      await expectOnce(deps, actor, "wiped", EVENTS);
    });

    it("goes on when Redis was killed and comes back empty-handed", async () => {
      const topicId = await deployChain(deps, actor, "away");
      await sendEvents(deps, topicId, "a", EVENTS);
      await untilInFlight(deps, topicId, EVENTS / 10);
      redis.kill();
      await redis.start();
      await expectOnce(deps, actor, "away", EVENTS);
    });
  }

  it("finishes what runs on SIGTERM, and the next process does the rest", async () => {
    const topicId = await deployChain(deps, actor, "stopped");
    await sendEvents(deps, topicId, "s", EVENTS);
    await untilInFlight(deps, topicId, EVENTS / 10);
    expect(await workers?.stop()).toBe(0);
    await expectBalancedWhileStopped();
    await start();
    await expectOnce(deps, actor, "stopped", EVENTS);
  });

  /** After a stop in order nobody holds a batch. */
  async function expectBalancedWhileStopped(): Promise<void> {
    expect(await count(deps, "SELECT count(*) AS n FROM batch WHERE taken_by IS NOT NULL")).toBe(0);
  }
});
