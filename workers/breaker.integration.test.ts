import { describe, expect, it } from "vitest";
import type { Order } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { flowActivity } from "@/server/live/flow-activity";
import { until } from "@/server/testing/until";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { queues, useEngine } from "./testing/use-engine";

describe.each(queues)("breakers, on %s", (queue) => {
  let isDown = false;
  const engine = useEngine("breaker", queue, { answer: () => (isDown ? 503 : 200) });

  it.each([{ mode: "none" }, { mode: "key", lanes: 4 }] as const satisfies readonly Order[])(
    "holds a consumer whose destination is down without spending attempts (order $mode)",
    async (order) => {
      const { deps, actor, recorder } = engine;
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
      await until(async () => (await deps.db.breaker.count()) === 1);
      const { consumers } = await flowActivity(deps, actor, { flow: order.mode, topics: [topic] });
      expect(consumers[0]?.breaker).toMatchObject({ destination: recorder.host });
      expect(consumers[0]?.breaker?.reason).toContain("503");
      // Two probes later still nobody has made calls in vain for each event.
      await until(async () => ((await deps.db.breaker.findFirst())?.failedProbes ?? 0) >= 2);
      expect(recorder.calls.length - before).toBeLessThan(200);
      isDown = false;
      await untilSettled(deps);
      await expectBalanced(deps);
      expect(await deps.db.breaker.count()).toBe(0);
      expect(await deps.db.delivery.count({ where: { topicId, status: "succeeded" } })).toBeGreaterThan(400);
    },
  );

  it("shares what one consumer knows about a host with the others", async () => {
    const { deps, actor, recorder } = engine;
    const target = (path: string) => ({
      method: "POST",
      url: `http://${recorder.host}/${path}-{{ data.n }}`,
    });
    const document = flowOf("web-address > shared.a > http-request\nweb-address > shared.b > http-request", {
      httprequest: target("a"),
      httprequest2: target("b"),
    });
    for (const consumer of document.consumers) {
      consumer.failure = { attempts: 4, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 5_000 };
    }
    // One after the other, so that none is under way when the first ones have failed.
    if (document.consumers[1]) document.consumers[1].order = { mode: "strict" };
    await deployDocument(deps, actor, "shared", document);
    const [a, b] = [await topicIdOf(deps, actor, "shared.a"), await topicIdOf(deps, actor, "shared.b")];
    isDown = true;
    const callsOf = (path: string) =>
      recorder.calls.filter((call) => call.path.startsWith(`${path}-`)).length;
    await sendEvents(deps, a, "a", 100);
    await until(async () => (await deps.db.breaker.count()) === 1);
    await sendEvents(deps, b, "b", 100);
    await until(async () => (await deps.db.breaker.count()) === 2);
    expect(callsOf("a")).toBeGreaterThanOrEqual(20);
    expect(callsOf("b")).toBeLessThan(10);
    await until(async () => (await deps.db.breaker.count({ where: { failedProbes: { gt: 0 } } })) === 2);
    // One of them is far from its next try.
    await deps.pool.query(
      `UPDATE breaker SET next_try_at = clock_timestamp() + interval '1 hour'
       WHERE subscription_id = (SELECT id FROM subscription WHERE topic_id = $1)`,
      [b],
    );
    await deps.pool.query(
      "UPDATE batch SET blocked_until = clock_timestamp() + interval '1 hour' WHERE is_held AND subscription_id = (SELECT id FROM subscription WHERE topic_id = $1)",
      [b],
    );
    isDown = false;
    await untilSettled(deps);
    await expectBalanced(deps);
    expect(await deps.db.breaker.count()).toBe(0);
  });
});
