import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { eventDeliveries } from "@/server/events/event-deliveries";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { useTestRedis } from "@/server/testing/test-redis";
import { until } from "@/server/testing/until";
import { makeWorkspace } from "@/server/testing/write-events";
import { setRetention } from "@/server/topics/set-retention";
import { type RunningWorkers, runWorkers } from "./run-workers";
import {
  count,
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";

const fastRetries = { attempts: 3, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 5_000 };

describe.each(["redis", "postgres"] as const)("the engine on %s", (backend) => {
  const database = useTestDatabase();
  const redis = useTestRedis();
  let deps: Deps;
  let workers: RunningWorkers;

  beforeAll(async () => {
    deps = openTestDeps(database.url, {
      LOG_LEVEL: "warn",
      ...(backend === "redis" ? { REDIS_URL: redis.url } : {}),
    });
    workers = await runWorkers(deps);
  });
  afterAll(async () => {
    await workers.stop();
    await closeDeps(deps);
  });

  it("filters, changes, publishes and counts; each event ends in one delivery per consumer", async () => {
    const actor = await makeWorkspace(deps, "main");
    const document = flowOf("web-address > orders > filter, set-fields > paid > counter", {
      filter: {
        condition: { match: "all", rows: [{ field: "data.n", operator: "lt", value: 600 }] },
      },
      setfields: { fields: [{ field: "double", value: "{{ data.n * 2.0 }}" }], keepOthers: true },
      counter: { name: "Sum", amount: "{{ data.double }}" },
    });
    await deployDocument(deps, actor, "main", document);
    await sendEvents(deps, await topicIdOf(deps, actor, "orders"), "o", 1000);
    await untilSettled(deps);
    await expectBalanced(deps);
    expect(await count(deps, "SELECT count(*) AS n FROM delivery WHERE status = 'filtered'")).toBe(400);
    expect(await count(deps, "SELECT count(*) AS n FROM delivery WHERE status = 'succeeded'")).toBe(1200);
    const published = await deps.db.event.findMany({
      where: { topicId: await topicIdOf(deps, actor, "paid") },
      orderBy: { offset: "asc" },
    });
    expect(published.length).toBe(600);
    expect(published.find(({ causationId }) => causationId === "o-7")).toMatchObject({
      type: "paid",
      hops: 1,
      correlationId: "o-7",
    });
    const state = await deps.db.stateEntry.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
    expect(state.value).toBe(599 * 600);
  });

  it("keeps what the steps did as the topic is set, and of failures always", async () => {
    const actor = await makeWorkspace(deps, "traces");
    const document = flowOf("web-address > failures > counter, delay\nweb-address > sampled > counter", {
      counter: { name: "One", amount: "{{ data.amount }}" },
      counter2: { name: "Two" },
      delay: { amount: 0.2, unit: "seconds" },
    });
    for (const consumer of document.consumers) consumer.failure = fastRetries;
    await deployDocument(deps, actor, "traces", document);
    const keep = { keepDays: null, keepEvents: null, keepTraceDays: null };
    for (const keepTraces of ["failures", "sampled"] as const) {
      await setRetention(deps, actor, { topic: keepTraces, ...keep, keepTraces });
    }
    const failures = await topicIdOf(deps, actor, "failures");
    await sendEvents(deps, failures, "f", 10, (n) => ({ amount: n === 7 ? "no number" : 1 }));
    const sampled = await topicIdOf(deps, actor, "sampled");
    // Known to be quick, so that there is load however slow this machine is.
    await deps.db.lane.updateMany({
      where: { subscription: { topicId: sampled } },
      data: { workMicros: 100 },
    });
    await sendEvents(deps, sampled, "s", 2_000);
    await until(
      async () =>
        (await deps.db.delivery.count({ where: { topicId: failures, finishedAt: { not: null } } })) === 10,
    );
    await untilSettled(deps);
    const of = (topic: string, offset: number) => eventDeliveries(deps, actor, { topic, offset });
    expect(await of("failures", 1)).toMatchObject([{ status: "succeeded", trace: [], traceGap: "not-kept" }]);
    expect(await of("failures", 8)).toMatchObject([
      { status: "dead", trace: [{ steps: [{ outcome: "failed" }] }], traceGap: null },
    ]);
    const kept = await count(
      deps,
      "SELECT count(*) AS n FROM delivery WHERE topic_id = $1 AND json_array_length(trace) > 0",
      [sampled],
    );
    expect(kept).toBeGreaterThan(20);
    expect(kept).toBeLessThan(1_500);
    expect(await deps.db.stateEntry.findFirstOrThrow({ where: { store: "Two" } })).toMatchObject({
      value: 2_000,
    });
    await expectBalanced(deps);
  });

  it("retries what fails, and gives up after the last attempt", async () => {
    const actor = await makeWorkspace(deps, "retries");
    const document = flowOf("web-address > orders > counter", {
      counter: { name: "Sum", amount: "{{ data.amount }}" },
    });
    for (const consumer of document.consumers) consumer.failure = fastRetries;
    await deployDocument(deps, actor, "retries", document);
    const topicId = await topicIdOf(deps, actor, "orders");
    await sendEvents(deps, topicId, "r", 20, (n) => ({ amount: n === 7 ? "no number" : 1 }));
    await untilSettled(deps);
    await expectBalanced(deps);
    const dead = await deps.db.delivery.findMany({ where: { topicId, status: "dead" } });
    expect(dead.map(({ offset, reason }) => [Number(offset), reason])).toEqual([[8, "no-number"]]);
  });
});
