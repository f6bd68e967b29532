import { describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { startReplay } from "@/server/replay/change-replay";
import { planReplay } from "@/server/replay/plan-replay";
import { until } from "@/server/testing/until";
import { runWorkers } from "./run-workers";
import {
  count,
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { queues, useEngine } from "./testing/use-engine";

describe.each(queues)("state, on %s", (queue) => {
  const engine = useEngine("state", queue);

  const stateOf = (store: string, namespace = "live") =>
    engine.deps.db.stateEntry.findMany({
      where: { store, namespace, isRemoved: false },
      orderBy: { key: "asc" },
    });

  it("loses no change of a row that several batches in two processes change", async () => {
    const { deps, actor, recorder } = engine;
    const other = await runWorkers(deps);
    // The second one calls out before it changes the row, several events at a time.
    const document = flowOf(
      `web-address > rows > update-state
     > rows > http-request, update-state, update-state`,
      {
        updatestate: { store: "Rows", operation: "append", value: "{{ data.n }}", keep: 1000 },
        httprequest: { method: "POST", url: `http://${recorder.host}/{{ data.n }}` },
        updatestate2: { store: "Rows", operation: "append", value: "{{ data.n + 1000 }}", keep: 1000 },
        updatestate3: { store: "Sum", operation: "add", value: "{{ data.n }}" },
      },
    );
    await deployDocument(deps, actor, "rows", document);
    const topicId = await topicIdOf(deps, actor, "rows");
    // Each is a batch of its own at first, and whichever is through has all the others run again.
    await sendEvents(deps, topicId, "r", 20);
    await untilSettled(deps);
    await other.stop();
    await expectBalanced(deps);
    const numbers = Array.from({ length: 20 }, (_, n) => n);
    const [row] = await stateOf("Rows");
    const list = Array.isArray(row?.value) ? row.value.map(Number) : [];
    expect(list.toSorted((a, b) => a - b)).toEqual([...numbers, ...numbers.map((n) => n + 1000)]);
    expect((await stateOf("Sum"))[0]?.value).toBe(numbers.reduce((sum, n) => sum + n, 0));
    // What ran again did not call again.
    expect(recorder.calls.length).toBe(20);
    const attempts = await deps.db.delivery.findMany({ where: { topicId }, select: { attempts: true } });
    expect(attempts.every((one) => one.attempts === 1)).toBe(true);
  });

  it("shows one event what another one saved, and keeps a replay apart", async () => {
    const { deps, actor } = engine;
    const document = flowOf("web-address > visits > read-state, update-state, update-state, filter > again", {
      readstate: { store: "Seen", by: "{{ data.who }}" },
      updatestate: { store: "Seen", by: "{{ data.who }}", operation: "set", value: "yes" },
      updatestate2: { store: "Gone", by: "{{ data.who }}", operation: "remove" },
      filter: {
        condition: { match: "all", rows: [{ field: "steps.readstate.exists", operator: "is-yes" }] },
      },
    });
    await deployDocument(deps, actor, "visits", document);
    const topicId = await topicIdOf(deps, actor, "visits");
    await sendEvents(deps, topicId, "v", 20, (n) => ({ who: `w${n % 5}` }));
    await untilSettled(deps);
    await expectBalanced(deps);
    const again = { topicId: await topicIdOf(deps, actor, "again") };
    expect(await deps.db.event.count({ where: again })).toBe(15);
    expect((await stateOf("Seen")).length).toBe(5);

    const { id: subscriptionId } = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
    const { id } = await planReplay(deps, actor, {
      name: "Visits",
      selection: { parts: [{ topic: "visits", fromOffset: 1, toOffset: 10 }] },
      options: { subscriptionIds: [subscriptionId], withOutsideEffects: false },
    });
    await startReplay(deps, actor, { id });
    await until(async () => (await deps.db.replay.findUniqueOrThrow({ where: { id } })).state === "done");
    // From nothing: the first visit of each is not one again.
    expect(await deps.db.event.count({ where: { ...again, replayId: id } })).toBe(5);
    expect((await stateOf("Seen", id)).length).toBe(5);
    expect(
      await count(
        deps,
        "SELECT max(version) AS n FROM state_entry WHERE store = 'Seen' AND namespace = 'live'",
      ),
    ).toBe(1);
  });

  it("lets one of several equal events through, with several batches at once", async () => {
    const { deps, actor } = engine;
    const document = flowOf("web-address > orders > deduplicate > once", {
      deduplicate: { by: "{{ data.order }}", amount: 1, unit: "hours" },
    });
    await deployDocument(deps, actor, "orders", document);
    const topicId = await topicIdOf(deps, actor, "orders");
    await sendEvents(deps, topicId, "d", 60, (n) => ({ order: `o${n % 12}` }));
    await untilSettled(deps);
    await engine.restart();
    await sendEvents(deps, topicId, "e", 12, (n) => ({ order: `o${n}` }));
    await untilSettled(deps);
    await expectBalanced(deps);
    expect(await deps.db.event.count({ where: { topicId: await topicIdOf(deps, actor, "once") } })).toBe(12);
    const skipped = await deps.db.delivery.findMany({ where: { topicId, status: "filtered" } });
    expect(skipped).toHaveLength(60);
    expect(skipped[0]?.message).toMatch(
      /^Skipped by \*Deduplicate\*: o\d+ came already, with event `d-\d+`\.$/,
    );
  });
});
