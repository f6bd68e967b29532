import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { cancelReplay, startReplay } from "@/server/replay/change-replay";
import { getReplay } from "@/server/replay/list-replays";
import { replayDifferences } from "@/server/replay/list-results";
import { planReplay } from "@/server/replay/plan-replay";
import { until } from "@/server/testing/until";
import {
  count,
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
  untilTransactionsEnded,
} from "./testing/engine-fixture";
import { queues, useEngine } from "./testing/use-engine";

const EVENTS = 40;

describe.each(queues)("what a replay promises, on %s", (queue) => {
  const engine = useEngine("promises", queue);
  let orders: string;

  /** Two consumers of `orders`: one computes and publishes, the other calls out. */
  beforeAll(async () => {
    const document = flowOf(
      `web-address > orders > set-fields > priced
       > orders > http-request`,
      {
        setfields: {
          fields: [
            { field: "double", value: "{{ data.n * 2 }}" },
            { field: "label", value: "No. {{ data.n }}" },
          ],
          keepOthers: true,
        },
        httprequest: { method: "POST", url: `http://${engine.recorder.host}/{{ data.n }}` },
      },
    );
    await deployDocument(engine.deps, engine.actor, "shop", document);
    orders = await topicIdOf(engine.deps, engine.actor, "orders");
    await sendEvents(engine.deps, orders, "o", EVENTS);
    await untilSettled(engine.deps);
  });

  async function subscriptionOf(consumerId: string): Promise<string> {
    const found = await engine.deps.db.subscription.findFirstOrThrow({
      where: { topicId: orders, consumerId },
    });
    return found.id;
  }

  async function plan(consumerId: string, offsets: number[], isCompared = true) {
    return planReplay(engine.deps, engine.actor, {
      name: "Again",
      selection: { parts: [{ topic: "orders", offsets }] },
      options: {
        subscriptionIds: [await subscriptionOf(consumerId)],
        withOutsideEffects: false,
        isCompared,
      },
    });
  }

  const stateOf = async (id: string) => (await getReplay(engine.deps, engine.actor, { id })).state;

  async function finish(id: string): Promise<void> {
    await startReplay(engine.deps, engine.actor, { id });
    await until(async () => (await stateOf(id)) === "done");
    await untilSettled(engine.deps);
  }

  const outputs = async (where: string, values: unknown[]) => {
    const found = await engine.deps.pool.query<{ cause: string; data: string }>(
      `SELECT e.causation_id AS cause, convert_from(e.data, 'UTF8') AS data FROM event e
       JOIN topic t ON t.id = e.topic_id WHERE t.name = 'priced' AND ${where} ORDER BY e.causation_id`,
      values,
    );
    return found.rows;
  };

  it("comes to equal outputs, byte by byte, and marks them, whichever events were chosen", async () => {
    const chosen = fc.uniqueArray(fc.integer({ min: 1, max: EVENTS }), { minLength: 1, maxLength: EVENTS });
    await fc.assert(
      fc.asyncProperty(chosen, async (offsets) => {
        const { id, total } = await plan("consumer", offsets);
        expect(total).toBe(offsets.length);
        await finish(id);
        const again = await outputs("e.replay_id = $1", [id]);
        const causes = offsets.map((offset) => `o-${offset - 1}`);
        const first = await outputs("e.replay_id IS NULL AND e.causation_id = ANY($1)", [causes]);
        expect(again).toEqual(first);
        const differences = await replayDifferences(engine.deps, engine.actor, { id });
        expect(differences.filter(({ count: n }) => n > 0)).toEqual([
          { kind: "same", count: offsets.length },
        ]);
      }),
      { numRuns: 3 },
    );
    await expectBalanced(engine.deps);
  });

  it("reaches nobody outside and no other consumer", async () => {
    const calls = engine.recorder.calls.length;
    const { id, run } = await plan("consumer2", [1, 2, 3]);
    await finish(id);
    expect(engine.recorder.calls.length).toBe(calls);
    const consumers = await engine.deps.db.delivery.findMany({
      where: { run },
      select: { subscriptionId: true },
    });
    expect(consumers.length).toBe(3);
    expect(new Set(consumers.map(({ subscriptionId }) => subscriptionId))).toEqual(
      new Set([await subscriptionOf("consumer2")]),
    );
  });

  it("does not include what arrives after it was planned", async () => {
    const { id, run, total } = await planReplay(engine.deps, engine.actor, {
      name: "All",
      selection: { parts: [{ topic: "orders", isAll: true }] },
      options: { subscriptionIds: [await subscriptionOf("consumer")], withOutsideEffects: false },
    });
    await sendEvents(engine.deps, orders, "late", 5);
    await finish(id);
    expect(total).toBe(EVENTS);
    expect(await engine.deps.db.delivery.count({ where: { run } })).toBe(EVENTS);
    expect(
      await engine.deps.db.delivery.count({ where: { run, topicId: orders, offset: { gt: EVENTS } } }),
    ).toBe(0);
  });

  it("stops within what is in flight when it is cancelled, and each id runs once", async () => {
    const offsets = Array.from({ length: EVENTS }, (_, index) => index + 1);
    const { id, run } = await plan("consumer", offsets, false);
    await startReplay(engine.deps, engine.actor, { id });
    await cancelReplay(engine.deps, engine.actor, { id });
    // What was being handed out at that moment still is.
    await untilTransactionsEnded(engine.deps);
    await until(async () => (await count(engine.deps, "SELECT count(*) AS n FROM batch")) === 0);
    const done = "SELECT count(*) AS n FROM delivery WHERE run = $1";
    const handedOut = "SELECT coalesce(sum(handed_out), 0) AS n FROM lane WHERE run = $1";
    expect(await count(engine.deps, done, [run])).toBe(await count(engine.deps, handedOut, [run]));
    expect(await stateOf(id)).toBe("cancelled");
    await expectBalanced(engine.deps);
  });

  it("only takes what fits the filter", async () => {
    const planned = async (filter: object) => {
      const found = await planReplay(engine.deps, engine.actor, {
        name: "Some",
        selection: { parts: [{ topic: "orders", isAll: true }], filter },
        options: { subscriptionIds: [await subscriptionOf("consumer")], withOutsideEffects: false },
      });
      return found.total;
    };
    expect(await planned({ text: '"n":17' })).toBe(1);
    expect(await planned({ correlationId: "o-3" })).toBe(1);
    await expect(planned({ isDead: true })).rejects.toMatchObject({ code: "bad-input" });
    await expect(planned({ key: "nobody" })).rejects.toMatchObject({ code: "bad-input" });
  });
});
