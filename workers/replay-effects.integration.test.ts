import { beforeAll, describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { cancelReplay, pauseReplay, resumeReplay, startReplay } from "@/server/replay/change-replay";
import { getReplay } from "@/server/replay/list-replays";
import { planReplay } from "@/server/replay/plan-replay";
import { until } from "@/server/testing/until";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { queues, useEngine } from "./testing/use-engine";

let isDown = false;
let isGone = false;
describe.each(queues)("what a replay may touch, on %s", (queue) => {
  const engine = useEngine("replays", queue, { answer: () => (isGone ? 410 : isDown ? 503 : 200) });

  /** `orders` is changed and published to `paid`, and `paid` is sent outside; three events went through. */
  beforeAll(async () => {
    const document = flowOf("web-address > orders > set-fields > paid > http-request", {
      setfields: { fields: [{ field: "b", value: "1" }], keepOthers: true },
      httprequest: { method: "POST", url: `http://${engine.recorder.host}/{{ data.path }}` },
    });
    for (const consumer of document.consumers) {
      // What fails waits for longer than the test.
      consumer.failure = {
        ...{ attempts: 20, initialDelayMs: 86_400_000, factor: 1, maxDelayMs: 86_400_000 },
        timeoutMs: 5_000,
      };
    }
    await deployDocument(engine.deps, engine.actor, "shop", document);
    await sendEvents(engine.deps, await topicIdOf(engine.deps, engine.actor, "orders"), "o", 3, (n) => ({
      path: `p-${n}`,
    }));
    await untilSettled(engine.deps);
  });

  async function start(
    topic: string,
    withOutsideEffects: boolean,
    stopAfterFailures?: number,
  ): Promise<string> {
    const topicId = await topicIdOf(engine.deps, engine.actor, topic);
    const { id: subscriptionId } = await engine.deps.db.subscription.findFirstOrThrow({ where: { topicId } });
    const { id } = await planReplay(engine.deps, engine.actor, {
      name: topic,
      selection: { parts: [{ topic, fromOffset: 1, toOffset: 3 }] },
      options: { subscriptionIds: [subscriptionId], withOutsideEffects, stopAfterFailures },
    });
    await startReplay(engine.deps, engine.actor, { id });
    return id;
  }

  const untilState = (id: string, state: string) =>
    until(async () => (await getReplay(engine.deps, engine.actor, { id })).state === state);
  const waiting = (id: string) => async () => (await getReplay(engine.deps, engine.actor, { id })).open === 3;

  it("calls nobody when outside effects are off, nor does what comes of the events it publishes", async () => {
    expect(engine.recorder.calls.length).toBe(3);
    const id = await start("orders", false);
    await untilState(id, "done");
    await untilSettled(engine.deps);
    await expectBalanced(engine.deps);
    expect(await getReplay(engine.deps, engine.actor, { id })).toMatchObject({
      succeeded: 3,
      dead: 0,
      open: 0,
    });
    const paid = await topicIdOf(engine.deps, engine.actor, "paid");
    expect(await engine.deps.db.event.count({ where: { topicId: paid, replayId: id } })).toBe(3);
    expect(await engine.deps.db.delivery.count({ where: { topicId: paid, status: "succeeded" } })).toBe(6);
    expect(engine.recorder.calls.length).toBe(3);
  });

  it("calls with the keys of the first time when they are on", async () => {
    const id = await start("paid", true);
    await untilState(id, "done");
    expect(engine.recorder.calls.length).toBe(6);
    expect(new Set(engine.recorder.calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(3);
  });

  it("pauses by itself after as many failures as it may have, and goes on when it is let", async () => {
    isGone = true;
    const id = await start("paid", true, 1);
    await untilState(id, "paused");
    // What was in flight ends first.
    await until(async () => (await engine.deps.db.batch.count()) === 0);
    const { dead, pausedBecause } = await getReplay(engine.deps, engine.actor, { id });
    expect(dead).toBeGreaterThan(0);
    expect(pausedBecause).toMatch(/given up/);
    isGone = false;
    await resumeReplay(engine.deps, engine.actor, { id });
    await untilState(id, "done");
    expect(await getReplay(engine.deps, engine.actor, { id })).toMatchObject({
      ...{ succeeded: 3 - dead, dead, pausedBecause: null },
    });
    await expectBalanced(engine.deps);
  });

  it("waits while it is paused, and ends what waits when it is cancelled", async () => {
    isDown = true;
    const id = await start("paid", true);
    await until(waiting(id));
    await pauseReplay(engine.deps, engine.actor, { id });
    // What was under way ends first.
    await until(async () => (await engine.deps.db.batch.count()) === 0 && (await waiting(id)()));
    isDown = false;
    // The live run goes on meanwhile: when this one is through, the paused replay had its chance.
    await sendEvents(engine.deps, await topicIdOf(engine.deps, engine.actor, "orders"), "live", 1, () => ({
      path: "live",
    }));
    await until(() => engine.recorder.calls.some(({ path }) => path === "live"));
    expect(await getReplay(engine.deps, engine.actor, { id })).toMatchObject({
      state: "paused",
      succeeded: 0,
    });
    isDown = true;
    await resumeReplay(engine.deps, engine.actor, { id });
    await cancelReplay(engine.deps, engine.actor, { id });
    await until(async () => (await getReplay(engine.deps, engine.actor, { id })).open === 0);
    await untilSettled(engine.deps);
    expect(
      await engine.deps.db.delivery.count({ where: { status: "cancelled", reason: "replay-cancelled" } }),
    ).toBe(3);
    await expectBalanced(engine.deps);
    isDown = false;
  });
});
