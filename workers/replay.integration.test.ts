import { beforeAll, describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { redrive } from "@/server/deliveries/redrive";
import { cancelReplay, startReplay } from "@/server/replay/change-replay";
import { planReplay } from "@/server/replay/plan-replay";
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

let isBroken = false;
describe.each(queues)("replays, on %s", (queue) => {
  const engine = useEngine("replay", queue, {
    answer: (path) => (isBroken || path === "gone" ? 410 : 200),
  });

  beforeAll(async () => {
    const document = flowOf("web-address > orders > http-request > called > counter", {
      httprequest: { method: "POST", url: `http://${engine.recorder.host}/{{ data.path }}` },
      counter: { name: "Calls" },
    });
    await deployDocument(engine.deps, engine.actor, "replay", document);
    await sendEvents(engine.deps, await topicIdOf(engine.deps, engine.actor, "orders"), "o", 30, (n) => ({
      path: `c-${n}`,
    }));
    await untilSettled(engine.deps);
  });

  async function plan(withOutsideEffects: boolean) {
    const topicId = await topicIdOf(engine.deps, engine.actor, "orders");
    const subscription = await engine.deps.db.subscription.findFirstOrThrow({ where: { topicId } });
    const options = { subscriptionIds: [subscription.id], withOutsideEffects };
    const selection = { parts: [{ topic: "orders", fromOffset: 1, toOffset: 20 }] };
    return planReplay(engine.deps, engine.actor, { name: "Again", selection, options });
  }

  async function untilDone(id: string): Promise<void> {
    await until(
      async () => (await engine.deps.db.replay.findUniqueOrThrow({ where: { id } })).state === "done",
      {
        message: "The replay did not end.",
      },
    );
  }

  it("runs stored events again without acting on the outside world", async () => {
    const before = engine.recorder.calls.length;
    const { id, run, total } = await plan(false);
    expect(total).toBe(20);
    await startReplay(engine.deps, engine.actor, { id });
    await untilDone(id);
    await untilSettled(engine.deps);
    await expectBalanced(engine.deps);
    expect(engine.recorder.calls.length).toBe(before);
    expect(await engine.deps.db.delivery.count({ where: { run, status: "succeeded" } })).toBe(20);
    const called = await engine.deps.db.event.findMany({ where: { replayId: id } });
    expect(called.length).toBe(20);
    expect(new Set(called.map((event) => event.causationId)).size).toBe(20);
  });

  it("acts again when it may, with the keys of the first time", async () => {
    const before = engine.recorder.calls.length;
    const { id } = await plan(true);
    await startReplay(engine.deps, engine.actor, { id });
    await untilDone(id);
    const again = engine.recorder.calls.slice(before);
    expect(again.length).toBe(20);
    const first = new Map(engine.recorder.calls.slice(0, 30).map((call) => [call.path, call.idempotencyKey]));
    for (const { path, idempotencyKey } of again) expect(idempotencyKey).toBe(first.get(path));
  });

  it("ends when it is cancelled", async () => {
    const { id, run } = await plan(true);
    await engine.deps.db.subscription.updateMany({ data: { state: "paused" } });
    await startReplay(engine.deps, engine.actor, { id });
    await cancelReplay(engine.deps, engine.actor, { id });
    await engine.deps.db.subscription.updateMany({ data: { state: "active" } });
    await untilSettled(engine.deps);
    expect(await engine.deps.db.delivery.count({ where: { run } })).toBe(0);
    await expectBalanced(engine.deps);
  });

  it("puts dead letters back to work", async () => {
    const topicId = await topicIdOf(engine.deps, engine.actor, "orders");
    isBroken = true;
    await sendEvents(engine.deps, topicId, "d", 10, (n) => ({ path: `d-${n}` }));
    await untilSettled(engine.deps);
    const dead = await engine.deps.db.delivery.findMany({ where: { topicId, status: "dead" } });
    expect(dead.length).toBe(10);
    isBroken = false;
    await redrive(engine.deps, engine.actor, { deliveryIds: dead.map(({ id }) => id) });
    await untilSettled(engine.deps);
    await expectBalanced(engine.deps);
    expect(await count(engine.deps, "SELECT count(*) AS n FROM delivery WHERE status = 'dead'")).toBe(0);
    const one = await engine.deps.db.delivery.findUniqueOrThrow({ where: { id: dead[0]?.id ?? "" } });
    expect(one).toMatchObject({ status: "succeeded", attempts: 2, attemptsBefore: 1, checkpoint: null });
    expect(one.trace).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
  });
});
