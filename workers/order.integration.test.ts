import { describe, expect, it } from "vitest";
import type { FlowDocument, Order } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { until } from "@/server/testing/until";
import {
  count,
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { queues, useEngine } from "./testing/use-engine";

let isDown = false;
/** A path with `once` fails the first time it is called; one with `down` as long as its system is down. */
const answer = (path: string, earlier: number) =>
  (path.includes("once") && earlier === 0) || (path.includes("down") && isDown) ? 503 : 200;
describe.each(queues)("order, on %s", (queue) => {
  const engine = useEngine("order", queue, { answer });

  function caller(topic: string, order: Order): FlowDocument {
    const document = flowOf(`web-address > ${topic} > http-request`, {
      httprequest: { method: "POST", url: `http://${engine.recorder.host}/{{ data.path }}` },
    });
    for (const consumer of document.consumers) {
      consumer.order = order;
      consumer.failure = { attempts: 3, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 5_000 };
    }
    return document;
  }

  /** Paths that were answered well, in the order of the calls. */
  function done(prefix: string): string[] {
    const seen = new Map<string, number>();
    return engine.recorder.calls.flatMap(({ path }) => {
      const earlier = seen.get(path) ?? 0;
      seen.set(path, earlier + 1);
      return path.startsWith(prefix) && answer(path, earlier) === 200 ? [path] : [];
    });
  }

  it("keeps strict order over a failure: everything later waits", async () => {
    await deployDocument(engine.deps, engine.actor, "strict", caller("strict", { mode: "strict" }));
    const topicId = await topicIdOf(engine.deps, engine.actor, "strict");
    const paths = Array.from({ length: 40 }, (_, n) => (n % 13 === 7 ? `s-once-${n}` : `s-${n}`));
    await sendEvents(engine.deps, topicId, "s", paths.length, (n) => ({ path: paths[n] }));
    await untilSettled(engine.deps);
    await expectBalanced(engine.deps);
    expect(done("s-")).toEqual(paths);
  });

  it("goes on with what waited when a consumer stops keeping order", async () => {
    const patient = (order: Order) => {
      const document = caller("loosened", order);
      // Never given up before the system is back.
      for (const consumer of document.consumers) {
        consumer.failure = { ...consumer.failure, attempts: 50, initialDelayMs: 1_000, maxDelayMs: 1_000 };
      }
      return document;
    };
    isDown = true;
    await deployDocument(engine.deps, engine.actor, "loosened", patient({ mode: "strict" }));
    const topicId = await topicIdOf(engine.deps, engine.actor, "loosened");
    await sendEvents(engine.deps, topicId, "l", 3, (n) => ({ path: n === 0 ? "l-down" : `l-${n}` }));
    await until(
      async () => (await engine.deps.db.batch.count({ where: { blockedUntil: { not: null } } })) > 0,
    );
    await deployDocument(engine.deps, engine.actor, "loosened", patient({ mode: "none" }));
    isDown = false;
    await untilSettled(engine.deps);
    await expectBalanced(engine.deps);
    expect(await engine.deps.db.delivery.count({ where: { topicId, status: "succeeded" } })).toBe(3);
  });

  it("keeps the order of each key, and the keys apart", async () => {
    await deployDocument(
      engine.deps,
      engine.actor,
      "keys",
      caller("keys", { mode: "key", key: "data.customer", lanes: 4 }),
    );
    const topicId = await topicIdOf(engine.deps, engine.actor, "keys");
    const paths = Array.from({ length: 80 }, (_, n) => `k-${n % 5}-${n === 12 ? "once-" : ""}${n}`);
    await sendEvents(engine.deps, topicId, "k", paths.length, (n) => ({
      path: paths[n],
      customer: `c${n % 5}`,
    }));
    await untilSettled(engine.deps);
    await expectBalanced(engine.deps);
    for (let key = 0; key < 5; key += 1) {
      expect(done(`k-${key}-`)).toEqual(paths.filter((path) => path.startsWith(`k-${key}-`)));
    }
    const lanes = await count(
      engine.deps,
      "SELECT count(*) AS n FROM lane WHERE lanes = 4 AND handed_out > 0",
    );
    expect(lanes).toBeGreaterThan(1);
  });

  it("retries with the same key, and other calls have other keys", async () => {
    await deployDocument(engine.deps, engine.actor, "retry", caller("retry", { mode: "none" }));
    const topicId = await topicIdOf(engine.deps, engine.actor, "retry");
    await sendEvents(engine.deps, topicId, "r", 20, (n) => ({ path: `r-once-${n}` }));
    await untilSettled(engine.deps);
    await expectBalanced(engine.deps);
    const calls = engine.recorder.calls.filter(({ path }) => path.startsWith("r-"));
    expect(calls.length).toBe(40);
    expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(20);
    expect(new Set(calls.map(({ path, idempotencyKey }) => `${path} ${idempotencyKey}`)).size).toBe(20);
  });

  it("gives a paused consumer nothing until it is resumed", async () => {
    await deployDocument(engine.deps, engine.actor, "pause", caller("pause", { mode: "none" }));
    const topicId = await topicIdOf(engine.deps, engine.actor, "pause");
    await engine.deps.db.subscription.updateMany({ where: { topicId }, data: { state: "paused" } });
    await sendEvents(engine.deps, topicId, "p", 5, (n) => ({ path: `p-${n}` }));
    // The others go on meanwhile: when this one is through, the paused one had its chance.
    await sendEvents(engine.deps, await topicIdOf(engine.deps, engine.actor, "retry"), "q", 1, () => ({
      path: "q-0",
    }));
    await until(() => done("q-").length === 1);
    expect(done("p-")).toEqual([]);
    await engine.deps.db.subscription.updateMany({ where: { topicId }, data: { state: "active" } });
    await untilSettled(engine.deps);
    expect(done("p-").length).toBe(5);
  });
});
