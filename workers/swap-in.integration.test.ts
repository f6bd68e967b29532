import { beforeAll, describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { startReplay } from "@/server/replay/change-replay";
import { getReplay } from "@/server/replay/list-replays";
import { planReplay } from "@/server/replay/plan-replay";
import { readSwap, swapIn } from "@/server/replay/swap-in";
import { until } from "@/server/testing/until";
import { deployDocument, sendEvents, topicIdOf, untilSettled } from "./testing/engine-fixture";
import { useEngine } from "./testing/use-engine";

describe("a projection that is rebuilt", () => {
  const engine = useEngine("rebuild", "redis");
  let orders: string;

  const document = (amount: string) =>
    flowOf("web-address > orders > counter", { counter: { name: "Revenue", amount } });
  const liveRevenue = async () => {
    const found = await engine.deps.db.stateEntry.findFirst({
      where: { workspaceId: engine.actor.workspaceId, namespace: "live", store: "Revenue", isRemoved: false },
    });
    return found?.value;
  };

  /** Counts in cents where euros were meant, until it is repaired. */
  beforeAll(async () => {
    await deployDocument(engine.deps, engine.actor, "shop", document("{{ data.n * 100 }}"));
    orders = await topicIdOf(engine.deps, engine.actor, "orders");
    await sendEvents(engine.deps, orders, "o", 4);
    await untilSettled(engine.deps);
    await deployDocument(engine.deps, engine.actor, "shop", document("{{ data.n }}"));
  });

  async function replayAll(isDryRun: boolean): Promise<string> {
    const { id: subscriptionId } = await engine.deps.db.subscription.findFirstOrThrow({
      where: { topicId: orders },
    });
    const { id } = await planReplay(engine.deps, engine.actor, {
      name: "Rebuild",
      reason: "Counted in cents",
      selection: { parts: [{ topic: "orders", isAll: true }] },
      options: { subscriptionIds: [subscriptionId], withOutsideEffects: false, isDryRun },
    });
    await startReplay(engine.deps, engine.actor, { id });
    await until(async () => (await getReplay(engine.deps, engine.actor, { id })).state === "done");
    return id;
  }

  it("takes the place of the live one when it is swapped in, once, and goes on from there", async () => {
    const id = await replayAll(false);
    expect(await liveRevenue()).toBe(600);
    expect(await readSwap(engine.deps, engine.actor, { id })).toEqual({
      stores: [{ store: "Revenue", rows: 1, liveRows: 1, openAlarms: 0 }],
      leftOut: 0,
    });
    await swapIn(engine.deps, engine.actor, { id });
    expect(await liveRevenue()).toBe(6);
    await expect(swapIn(engine.deps, engine.actor, { id })).rejects.toMatchObject({ code: "conflict" });
    await sendEvents(engine.deps, orders, "more", 3);
    await untilSettled(engine.deps);
    expect(await liveRevenue()).toBe(9);
    expect(await readSwap(engine.deps, engine.actor, { id })).toMatchObject({ leftOut: 3 });
    expect(await getReplay(engine.deps, engine.actor, { id })).toMatchObject({ swappedBy: "Tester" });
    const audit = await engine.deps.db.auditEntry.findMany({ where: { action: "replay.swapped-in" } });
    expect(audit).toMatchObject([{ resource: "Rebuild", actorName: "Tester" }]);
  });

  it("is refused for a dry run, and while windows are open", async () => {
    const dry = await replayAll(true);
    await expect(swapIn(engine.deps, engine.actor, { id: dry })).rejects.toMatchObject({ code: "conflict" });
    const id = await replayAll(false);
    await engine.deps.pool.query(
      `UPDATE state_entry SET alarm_delivery = gen_random_uuid(), alarm_at = clock_timestamp() + interval '1 day'
       WHERE namespace = 'live' AND store = 'Revenue'`,
    );
    await expect(swapIn(engine.deps, engine.actor, { id })).rejects.toMatchObject({ code: "conflict" });
    expect(await getReplay(engine.deps, engine.actor, { id })).toMatchObject({ swappedAt: null });
  });
});
