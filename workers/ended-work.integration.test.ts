import { describe, expect, it } from "vitest";
import type { Order } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { append } from "@/server/log/append";
import { cancelReplay, startReplay } from "@/server/replay/change-replay";
import { planReplay } from "@/server/replay/plan-replay";
import { until } from "@/server/testing/until";
import { deployDocument, sendEvents, topicIdOf, untilSettled } from "./testing/engine-fixture";
import { queues, useEngine } from "./testing/use-engine";

describe.each(queues)("work that has ended, on %s", (queue) => {
  let isDown = false;
  const engine = useEngine("ended", queue, { answer: () => (isDown ? 503 : 200), logLevel: "fatal" });

  /** A consumer that calls out, and tries again some time in the next days. */
  function caller(topic: string, order: Order) {
    const document = flowOf(`web-address > ${topic} > http-request`, {
      httprequest: { method: "POST", url: `http://${engine.recorder.host}/${topic}-{{ data.n }}` },
    });
    for (const consumer of document.consumers) {
      consumer.order = order;
      consumer.failure = {
        attempts: 5,
        initialDelayMs: 86_400_000,
        factor: 7,
        maxDelayMs: 604_800_000,
        timeoutMs: 5_000,
      };
    }
    return document;
  }

  it("ends what an ordered consumer still retries of a replay that is cancelled", async () => {
    const { deps, actor, recorder } = engine;
    await deployDocument(deps, actor, "strict", caller("strict", { mode: "strict" }));
    const topicId = await topicIdOf(deps, actor, "strict");
    await sendEvents(deps, topicId, "s", 3);
    await untilSettled(deps);
    isDown = true;
    const { id: subscriptionId } = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
    const { id, run } = await planReplay(deps, actor, {
      name: "strict",
      selection: { parts: [{ topic: "strict", fromOffset: 1, toOffset: 3 }] },
      options: { subscriptionIds: [subscriptionId], withOutsideEffects: true },
    });
    await startReplay(deps, actor, { id });
    await until(
      async () => (await deps.db.batch.count({ where: { run, blockedUntil: { not: null } } })) === 1,
    );
    const calls = recorder.calls.length;
    await cancelReplay(deps, actor, { id });
    await until(async () => (await deps.db.batch.count({ where: { run } })) === 0);
    const ends = await deps.db.delivery.findMany({ where: { run }, select: { status: true, reason: true } });
    expect(ends.length).toBeGreaterThan(0);
    expect(ends.every((end) => end.status === "cancelled" && end.reason === "replay-cancelled")).toBe(true);
    expect(recorder.calls.length).toBe(calls);
    isDown = false;
    await untilSettled(deps);
  });

  it("ends retries whose event is gone, and keeps what was tried", async () => {
    const { deps, actor } = engine;
    isDown = true;
    await deployDocument(deps, actor, "gone", caller("gone", { mode: "none" }));
    const topicId = await topicIdOf(deps, actor, "gone");
    await sendEvents(deps, topicId, "g", 2);
    const retrying = { topicId, status: "retrying", batchId: null };
    await until(async () => (await deps.db.delivery.count({ where: retrying })) === 2);
    await deps.db.event.deleteMany({ where: { topicId } });
    // The plan of one of them cannot be read any more.
    const [one] = await deps.db.delivery.findMany({ where: { topicId }, orderBy: { offset: "asc" } });
    const lost = "01900000-0000-7000-8000-000000000000";
    await deps.db.delivery.update({ where: { id: one?.id ?? "" }, data: { revisionId: lost } });
    await deps.db.delivery.updateMany({ where: { topicId }, data: { dueAt: new Date() } });
    await until(async () => (await deps.db.delivery.count({ where: { topicId, status: "dead" } })) === 2);
    for (const end of await deps.db.delivery.findMany({ where: { topicId } })) {
      expect(end).toMatchObject({ reason: "event-gone", attempts: 1, stepId: "httprequest" });
      expect(end.trace).toMatchObject([{ attempt: 1, steps: [{ stepId: "httprequest" }] }]);
    }
    isDown = false;
  });

  it("gives up at once what is nested too deeply to be kept between two attempts", async () => {
    const { deps, actor } = engine;
    isDown = true;
    await deployDocument(deps, actor, "deep", caller("deep", { mode: "none" }));
    const topicId = await topicIdOf(deps, actor, "deep");
    const data = Buffer.from(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    const draft = { id: "deep", source: "/test", type: "test", contentType: "application/json", data };
    await append(deps.pool, topicId, [{ draft }]);
    await until(async () => (await deps.db.delivery.count({ where: { topicId, status: "dead" } })) === 1);
    expect(await deps.db.delivery.findFirstOrThrow({ where: { topicId } })).toMatchObject({
      reason: "cannot-be-stored",
    });
    isDown = false;
  });

  it("keeps what a replay counts, and what comes of its events, out of the live numbers", async () => {
    const { deps, actor } = engine;
    const document = flowOf("web-address > first > counter > second > counter", {
      counter: { name: "One" },
      counter2: { name: "Two" },
    });
    await deployDocument(deps, actor, "counting", document);
    const topicId = await topicIdOf(deps, actor, "first");
    await sendEvents(deps, topicId, "c", 3);
    await untilSettled(deps);
    const { id: subscriptionId } = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
    const { id } = await planReplay(deps, actor, {
      name: "counting",
      selection: { parts: [{ topic: "first", fromOffset: 1, toOffset: 2 }] },
      options: { subscriptionIds: [subscriptionId], withOutsideEffects: false },
    });
    await startReplay(deps, actor, { id });
    await until(async () => (await deps.db.replay.findUniqueOrThrow({ where: { id } })).state === "done");
    await untilSettled(deps);
    const sums = await deps.db.stateEntry.findMany({ orderBy: [{ namespace: "desc" }, { store: "asc" }] });
    expect(sums.map(({ namespace, store, value }) => [namespace, store, value])).toEqual([
      ["live", "One", 3],
      ["live", "Two", 3],
      [id, "One", 2],
      [id, "Two", 2],
    ]);
  });

  it("forgets what an event would have added that cannot be stored", async () => {
    const { deps, actor } = engine;
    const document = flowOf("web-address > odd > counter, counter", {
      counter: { name: "All" },
      counter2: { name: "Each", by: "{{ data.key }}" },
    });
    await deployDocument(deps, actor, "odd", document);
    const topicId = await topicIdOf(deps, actor, "odd");
    await sendEvents(deps, topicId, "warm", 3, () => ({ key: "k" }));
    await untilSettled(deps);
    const random = Array.from({ length: 20_000 }, () =>
      String.fromCharCode(33 + Math.floor(Math.random() * 90)),
    );
    await sendEvents(deps, topicId, "odd", 6, (n) => ({ key: n === 2 ? random.join("") : "k" }));
    await untilSettled(deps);
    const stored = await deps.db.stateEntry.findFirstOrThrow({ where: { store: "All" } });
    expect(stored.value).toBe(8);
    const sums = await deps.pool.query<{ sum: string }>(
      `SELECT trace #>> '{0,steps,0,output,sum}' AS sum FROM delivery
     WHERE topic_id = $1 AND status = 'succeeded' ORDER BY (trace #>> '{0,steps,0,output,sum}')::int`,
      [topicId],
    );
    expect(sums.rows.map(({ sum }) => Number(sum))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("gives up what is tried for too long, however many tries are left", async () => {
    const { deps, actor } = engine;
    isDown = true;
    const document = caller("old", { mode: "none" });
    for (const consumer of document.consumers) {
      consumer.failure = {
        ...{ attempts: 50, initialDelayMs: 400, factor: 1, maxDelayMs: 400, timeoutMs: 5_000 },
        maxAgeMs: 300,
      };
    }
    await deployDocument(deps, actor, "old", document);
    const topicId = await topicIdOf(deps, actor, "old");
    await sendEvents(deps, topicId, "old", 1);
    await until(async () => (await deps.db.delivery.count({ where: { topicId, status: "dead" } })) === 1);
    const { attempts } = await deps.db.delivery.findFirstOrThrow({ where: { topicId } });
    expect(attempts).toBeLessThan(30);
    isDown = false;
  });
});
