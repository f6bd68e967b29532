import { describe, expect, it } from "vitest";
import type { FlowDocument, Order } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { redrive } from "@/server/deliveries/redrive";
import { resumeConsumer } from "@/server/flows/pause-consumer";
import { drainFlow, resumeFlow } from "@/server/flows/pause-flow";
import { findUnbalanced } from "@/server/log/accounting";
import { until } from "@/server/testing/until";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { queues, useEngine } from "./testing/use-engine";

describe.each(queues)("going on, on %s", (queue) => {
  /** Paths that are refused as long as they are in here. */
  const bad = new Set<string>();
  const held = new Map<string, () => void>();
  const engine = useEngine("going-on", queue, {
    answer: (path) => {
      if (path.startsWith("hang")) return new Promise((resolve) => held.set(path, () => resolve(200)));
      return bad.has(path) ? 503 : 200;
    },
  });

  function caller(topic: string, order: Order, whenGivenUp?: "park" | "stop", attempts = 1): FlowDocument {
    const document = flowOf(`web-address > ${topic} > http-request`, {
      httprequest: {
        method: "POST",
        url: `http://${engine.recorder.host}/{{ data.path }}`,
        timeoutSeconds: 60,
      },
    });
    for (const consumer of document.consumers) {
      consumer.order = order;
      consumer.failure = {
        ...{ attempts, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 60_000 },
        whenGivenUp,
      };
    }
    return document;
  }
  const consumerOf = (document: FlowDocument) => document.consumers[0]?.id ?? "";
  const called = (path: string) => engine.recorder.calls.filter((call) => call.path === path).length;
  const withStatus = (topicId: string, status: string) =>
    engine.deps.db.delivery.findMany({ where: { topicId, status }, orderBy: { offset: "asc" } });
  const untilStatus = (topicId: string, status: string, n: number) =>
    until(async () => (await withStatus(topicId, status)).length === n, {
      message: `Not ${n} deliveries are ${status}.`,
    });
  const waiting = async (topicId: string) => {
    const where = { subscription: { topicId } };
    const { deps } = engine;
    return (await deps.db.parkedKey.count({ where })) + (await deps.db.consumerStop.count({ where }));
  };

  it("finishes what is open when a flow is drained, and then takes nothing until it is resumed", async () => {
    const { deps, actor } = engine;
    await deployDocument(deps, actor, "drain", caller("drain", { mode: "none" }, undefined, 50));
    const topicId = await topicIdOf(deps, actor, "drain");
    const stateOf = async () => (await deps.db.subscription.findFirstOrThrow({ where: { topicId } })).state;
    bad.add("down");
    const first = ["hang-drain", "down", "fine"];
    await sendEvents(deps, topicId, "first", 3, (n) => ({ path: first[n] }));
    await until(() => called("hang-drain") === 1 && called("down") > 0 && called("fine") === 1);
    await drainFlow(deps, actor, { flow: "drain" });
    await sendEvents(deps, topicId, "later", 3, (n) => ({ path: `later-${n}` }));

    // One of them hangs, the other one is tried again and again: both are to come to their end.
    const calls = called("down");
    await until(() => called("down") > calls + 1);
    expect(await stateOf()).toBe("draining");
    held.get("hang-drain")?.();
    bad.delete("down");
    await until(async () => (await stateOf()) === "paused");
    expect(await deps.db.flow.findFirstOrThrow({ where: { slug: "drain" } })).toMatchObject({
      state: "paused",
    });
    expect(await withStatus(topicId, "succeeded")).toHaveLength(3);
    expect(engine.recorder.calls.some(({ path }) => path.startsWith("later"))).toBe(false);

    await resumeFlow(deps, actor, { flow: "drain" });
    await untilSettled(deps);
    await expectBalanced(deps);
    expect(await withStatus(topicId, "succeeded")).toHaveLength(6);
  });

  it("goes on without the events at which it stopped, in every lane, when somebody says so", async () => {
    const { deps, actor } = engine;
    const document = caller("without", { mode: "key", key: "data.customer", lanes: 4 }, "stop");
    await deployDocument(deps, actor, "without", document);
    const topicId = await topicIdOf(deps, actor, "without");
    const customers = Array.from({ length: 8 }, (_, n) => `c${n}`);
    for (const customer of customers) bad.add(`without-${customer}-1`);
    await sendEvents(deps, topicId, "e", customers.length * 3, (n) => {
      const customer = customers[n % customers.length];
      return { customer, path: `without-${customer}-${Math.floor(n / customers.length)}` };
    });
    // Each time it goes on it stops again at what was never tried before.
    await until(async () => (await waiting(topicId)) > 0);
    await until(async () => {
      if ((await waiting(topicId)) > 0 && (await deps.db.batch.count()) === 0) {
        await resumeConsumer(deps, actor, { flow: "without", consumerId: consumerOf(document) });
      }
      return (await withStatus(topicId, "succeeded")).length === customers.length * 2;
    });
    await untilSettled(deps);
    await expectBalanced(deps);
    expect(await waiting(topicId)).toBe(0);
    for (const customer of customers) {
      expect([0, 1, 2].map((n) => called(`without-${customer}-${n}`))).toEqual([1, 1, 1]);
    }

    expect(await withStatus(topicId, "dead")).toHaveLength(customers.length);

    // What it went on without can be redriven later, and stops nobody.
    bad.clear();
    const dead = await withStatus(topicId, "dead");
    await redrive(deps, actor, { deliveryIds: dead.map(({ id }) => id) });
    await untilStatus(topicId, "succeeded", customers.length * 3);
    await untilSettled(deps);
    await expectBalanced(deps);
    expect(await waiting(topicId)).toBe(0);
  });

  it.each(["park", "stop"] as const)(
    "leaves nothing behind of a consumer that is removed while events wait behind a dead letter (%s)",
    async (whenGivenUp) => {
      const { deps, actor } = engine;
      const name = `gone-${whenGivenUp}`;
      const document = caller(name, { mode: "key", key: "data.customer", lanes: 2 }, whenGivenUp);
      const without = { ...document, consumers: [] };
      await deployDocument(deps, actor, name, document);
      const topicId = await topicIdOf(deps, actor, name);
      bad.add(`${name}-0`);
      await sendEvents(deps, topicId, "e", 5, (n) => ({ customer: "a", path: `${name}-${n}` }));
      await untilStatus(topicId, "dead", 1);
      if (whenGivenUp === "park") await untilStatus(topicId, "held", 4);
      expect(await waiting(topicId)).toBe(1);

      await deployDocument(deps, actor, name, without);
      await until(async () => (await waiting(topicId)) === 0 && (await deps.db.batch.count()) === 0);
      await untilStatus(topicId, "held", 0);
      expect(await findUnbalanced(deps.pool)).toEqual([]);
      const cancelled = await withStatus(topicId, "cancelled");
      expect(cancelled.map(({ reason }) => reason)).toEqual(
        Array.from({ length: whenGivenUp === "park" ? 4 : 0 }, () => "consumer-removed"),
      );
      const [dead] = await withStatus(topicId, "dead");
      // Nobody is there to whom it could be given.
      expect(await redrive(deps, actor, { deliveryIds: [dead?.id ?? ""] })).toEqual({ count: 0 });
      expect(await deps.db.delivery.count({ where: { topicId, parkedKey: { not: null } } })).toBe(0);

      // Should it come back, nothing waits for what was given up before.
      await deployDocument(deps, actor, name, document);
      await sendEvents(deps, topicId, "new", 2, (n) => ({ customer: "a", path: `${name}-new-${n}` }));
      await until(() => called(`${name}-new-1`) === 1);
      await untilSettled(deps);
      expect(await findUnbalanced(deps.pool)).toEqual([]);
      expect(await waiting(topicId)).toBe(0);
    },
  );
});
