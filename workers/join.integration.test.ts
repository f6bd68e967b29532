import { describe, expect, it } from "vitest";
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
import { queues, useEngine } from "./testing/use-engine";

describe.each(queues)("joins, on %s", (queue) => {
  const engine = useEngine("joins", queue);

  /** `a` and `b` are joined into `both`. */
  async function deployJoin(name: string, config: Record<string, string | number>) {
    const { deps, actor } = engine;
    const document = flowOf(
      `web-address > ${name}-a > wait-for-all > ${name}-both\nweb-address > ${name}-b`,
      {
        waitforall: { by: "{{ data.n }}", ...config },
      },
    );
    for (const consumer of document.consumers) consumer.when.push(`${name}-b`);
    await deployDocument(deps, actor, name, document);
    return {
      a: await topicIdOf(deps, actor, `${name}-a`),
      b: await topicIdOf(deps, actor, `${name}-b`),
      both: await topicIdOf(deps, actor, `${name}-both`),
    };
  }

  const joined = async (topicId: string, replayId: string | null = null) => {
    const events = await engine.deps.db.event.findMany({ where: { topicId, replayId } });
    return events.map(({ data }): unknown => JSON.parse(Buffer.from(data).toString()));
  };

  it("joins each pair once, whichever comes first, and lets the rest time out", async () => {
    const { deps, actor } = engine;
    const { a, b, both } = await deployJoin("pairs", { amount: 1, unit: "hours" });
    await sendEvents(deps, a, "a", 40, (n) => ({ n, left: n }));
    await sendEvents(deps, b, "b", 35, (n) => ({ n, right: n }));
    await until(async () => (await joined(both)).length >= 35);
    await untilSettled(deps);
    expect(await joined(both)).toHaveLength(35);
    await engine.restart();
    // An hour later, as nobody can wait for it.
    await deps.pool.query("UPDATE state_entry SET alarm_at = clock_timestamp() WHERE alarm_at IS NOT NULL");
    await until(async () => (await joined(both)).length === 40);
    await untilSettled(deps);
    await until(async () => (await deps.db.delivery.count({ where: { status: "held" } })) === 0);
    await expectBalanced(deps);
    const rows = await joined(both);
    expect(rows).toHaveLength(40);
    for (let n = 0; n < 40; n += 1) {
      expect(rows).toContainEqual(n < 35 ? { n, left: n, right: n } : { n, left: n });
    }
    const late = await deps.db.delivery.findFirstOrThrow({ where: { topicId: a, offset: 40 } });
    expect(late).toMatchObject({ status: "succeeded", attempts: 2 });
    await sendEvents(deps, b, "late", 1, () => ({ n: 39, right: 39 }));
    await untilSettled(deps);
    const end = await deps.db.delivery.findFirstOrThrow({ where: { topicId: b, offset: 36 } });
    expect(end.message).toContain("Came too late");
    expect(await joined(both)).toHaveLength(40);

    // A replay has joins of its own, and does not wait for what is missing.
    const subscriptions = await deps.db.subscription.findMany({ where: { topicId: { in: [a, b] } } });
    const { id } = await planReplay(deps, actor, {
      name: "Pairs",
      selection: {
        parts: [
          { topic: "pairs-a", fromOffset: 1, toOffset: 10 },
          { topic: "pairs-b", fromOffset: 1, toOffset: 8 },
        ],
      },
      options: { subscriptionIds: subscriptions.map((one) => one.id), withOutsideEffects: false },
    });
    await startReplay(deps, actor, { id });
    await until(async () => (await deps.db.replay.findUniqueOrThrow({ where: { id } })).state === "done");
    const again = await joined(both, id);
    expect(again).toHaveLength(10);
    expect(again).toContainEqual({ n: 7, left: 7, right: 7 });
    expect(again).toContainEqual({ n: 9, left: 9 });
    await expectBalanced(deps);
  });
});
