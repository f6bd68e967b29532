import { expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { startReplay } from "@/server/replay/change-replay";
import { planReplay } from "@/server/replay/plan-replay";
import { until } from "@/server/testing/until";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { useEngine } from "./testing/use-engine";

const EVENTS = 6;
const engine = useEngine("paced", "redis");

it("runs one event an hour, in order, over a restart, and is done behind the last", async () => {
  const { deps, actor } = engine;
  const document = flowOf("web-address > orders > http-request", {
    httprequest: { method: "POST", url: `http://${engine.recorder.host}/{{ data.n }}` },
  });
  for (const consumer of document.consumers) consumer.order = { mode: "key", key: "data.k", lanes: 2 };
  await deployDocument(deps, actor, "paced", document);
  const topicId = await topicIdOf(deps, actor, "orders");
  await sendEvents(deps, topicId, "o", EVENTS, (n) => ({ n, k: `k-${n % 2}` }));
  await untilSettled(deps);
  const before = engine.recorder.calls.length;
  const subscription = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
  const { id, run } = await planReplay(deps, actor, {
    name: "Again",
    selection: { parts: [{ topic: "orders", isAll: true }] },
    options: {
      subscriptionIds: [subscription.id],
      withOutsideEffects: true,
      pace: { kind: "rate", perSecond: 1 / 3600 },
    },
  });
  await startReplay(deps, actor, { id });
  for (let due = 1; due <= EVENTS; due += 1) {
    await until(async () => (await deps.db.delivery.count({ where: { run, status: "succeeded" } })) >= due);
    const calls = engine.recorder.calls.slice(before);
    expect(calls.map(({ path }) => path)).toEqual(Array.from({ length: due }, (_, n) => String(n)));
    expect(await deps.db.replay.findUnique({ where: { id } })).toMatchObject({ pacedTo: BigInt(due) });
    if (due === 3) await engine.restart();
    if (due === EVENTS) break;
    expect(await deps.db.replay.findUnique({ where: { id } })).toMatchObject({ state: "running" });
    await deps.pool.query("UPDATE replay SET paced_since = paced_since - interval '1 hour' WHERE id = $1", [
      id,
    ]);
  }
  await until(async () => (await deps.db.replay.findUniqueOrThrow({ where: { id } })).state === "done");
  await expectBalanced(deps);
});
