import { describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { append } from "@/server/log/append";
import { startReplay } from "@/server/replay/change-replay";
import { planReplay } from "@/server/replay/plan-replay";
import { until } from "@/server/testing/until";
import { deployDocument, expectBalanced, topicIdOf, untilSettled } from "./testing/engine-fixture";
import { queues, useEngine } from "./testing/use-engine";

describe.each(queues)("windows, on %s", (queue) => {
  const engine = useEngine("windows", queue);

  const published = async (topicId: string, replayId: string | null = null) => {
    const events = await engine.deps.db.event.findMany({
      where: { topicId, replayId },
      orderBy: { offset: "asc" },
    });
    return events.map(({ data }): unknown => JSON.parse(Buffer.from(data).toString()));
  };

  /** Readings of some devices, one per second of event time; what comes of them is published per minute and device. */
  it("brings every window once: by later events, by silence, over a restart, and in a replay", async () => {
    const { deps, actor } = engine;
    const document = flowOf("web-address > readings > aggregate, set-fields > minutes", {
      aggregate: { figure: "sum", value: "{{ data.n }}", by: "{{ data.device }}", idleSeconds: 3_600 },
      setfields: {
        keepOthers: false,
        fields: [
          { field: "device", value: "{{ steps.aggregate.key }}" },
          { field: "start", value: "{{ steps.aggregate.start }}" },
          { field: "sum", value: "{{ steps.aggregate.value }}" },
          { field: "count", value: "{{ steps.aggregate.count }}" },
        ],
      },
    });
    await deployDocument(deps, actor, "readings", document);
    const topicId = await topicIdOf(deps, actor, "readings");
    const minutes = await topicIdOf(deps, actor, "minutes");
    const first = Date.parse("2026-01-31T13:00:00Z");
    const items = Array.from({ length: 360 }, (_, n) => ({
      draft: {
        id: `r-${n}`,
        source: "/test",
        type: "reading",
        // The last reading of a minute: from its time on, silence closes the window soon.
        time: new Date(first + Math.floor(n / 2) * 1000).toISOString(),
        contentType: "application/json",
        data: Buffer.from(JSON.stringify({ device: `d${n % 2}`, n: 1 })),
      },
    }));
    await append(deps.pool, topicId, items);
    // Two minutes of two devices are closed by later events; the last ones are open.
    await until(async () => (await published(minutes)).length >= 4);
    await untilSettled(deps);
    expect(await published(minutes)).toHaveLength(4);
    await engine.restart();
    // An hour of silence later, as nobody can wait for it.
    await deps.pool.query("UPDATE state_entry SET alarm_at = clock_timestamp() WHERE alarm_at IS NOT NULL");
    await until(async () => (await published(minutes)).length === 6);
    await untilSettled(deps);
    await expectBalanced(deps);
    const expected = [0, 1, 2].flatMap((minute) =>
      ["d0", "d1"].map((device) => ({
        device,
        start: new Date(first + minute * 60_000).toISOString(),
        sum: 60,
        count: 60,
      })),
    );
    const rows = await published(minutes);
    expect(rows).toHaveLength(6);
    for (const row of expected) expect(rows).toContainEqual(row);

    const { id: subscriptionId } = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
    const { id } = await planReplay(deps, actor, {
      name: "Readings",
      selection: { parts: [{ topic: "readings", fromOffset: 1, toOffset: 200 }] },
      options: { subscriptionIds: [subscriptionId], withOutsideEffects: false },
    });
    await startReplay(deps, actor, { id });
    await until(async () => (await deps.db.replay.findUniqueOrThrow({ where: { id } })).state === "done");
    const again = await published(minutes, id);
    expect(again).toHaveLength(4);
    expect(again).toContainEqual(expected[0]);
    expect(again).toContainEqual({ ...expected[3], sum: 40, count: 40 });
    await expectBalanced(deps);
  });

  it("sends late events to a topic of their own, with the count of the window untouched", async () => {
    const { deps, actor } = engine;
    const document = flowOf("web-address > metered > aggregate, counter\nweb-address > metered.late", {
      aggregate: { idleSeconds: 3_600, onLate: "publish", lateTopic: "metered.late" },
      counter: { name: "Metered", amount: "{{ steps.aggregate.count }}" },
    });
    for (const consumer of document.consumers) consumer.order = { mode: "strict" };
    await deployDocument(deps, actor, "metered", document);
    const topicId = await topicIdOf(deps, actor, "metered");
    const items = [15, 30, 75, 20, 140].map((second, index) => ({
      draft: {
        ...{ id: `m-${index}`, source: "/test", type: "reading", contentType: "application/json" },
        time: new Date(Date.parse("2026-01-31T13:00:00Z") + second * 1000).toISOString(),
        data: Buffer.from(JSON.stringify({ second })),
      },
    }));
    await append(deps.pool, topicId, items);
    const late = await topicIdOf(deps, actor, "metered.late");
    await until(async () => (await published(late)).length > 0);
    const sum = async () => (await deps.db.stateEntry.findFirst({ where: { store: "Metered" } }))?.value;
    await until(async () => (await sum()) === 3);
    await untilSettled(deps);
    await expectBalanced(deps);
    expect(await published(late)).toEqual([{ second: 20 }]);
    const delivery = await deps.db.delivery.findFirstOrThrow({ where: { topicId, offset: 4 } });
    expect(delivery.message).toContain("so it goes to metered.late");
  });
});
