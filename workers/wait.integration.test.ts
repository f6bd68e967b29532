import { describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { startReplay } from "@/server/replay/change-replay";
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

describe.each(queues)("waits, on %s", (queue) => {
  /** A path with `once` fails the first time it is called. */
  const engine = useEngine("waits", queue, {
    answer: (path, earlier) => (path.includes("once") && earlier === 0 ? 503 : 200),
  });

  const quick = { attempts: 2, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 5_000 };

  /** Nothing waits any more, for a time or otherwise. */
  async function untilThrough(): Promise<void> {
    await until(
      async () => (await count(engine.deps, "SELECT coalesce(sum(held), 0) AS n FROM lane")) === 0,
      {
        message: "A delivery waits for ever.",
      },
    );
    await untilSettled(engine.deps);
    await expectBalanced(engine.deps);
  }

  /** An hour later, as nobody can wait for it. */
  async function endWaits(topicId: string): Promise<void> {
    const { pool } = engine.deps;
    await pool.query(
      "UPDATE delivery SET due_at = clock_timestamp() WHERE topic_id = $1 AND status = 'held'",
      [topicId],
    );
    await pool.query(
      `UPDATE batch SET blocked_until = clock_timestamp()
       WHERE blocked_until IS NOT NULL AND subscription_id IN (SELECT id FROM subscription WHERE topic_id = $1)`,
      [topicId],
    );
  }

  const heldOf = (topicId: string) => engine.deps.db.delivery.count({ where: { topicId, status: "held" } });

  it("waits without a slot or an attempt, over a restart and a wiped queue", async () => {
    const { deps, actor, recorder } = engine;
    const document = flowOf("web-address > slow > counter, delay, http-request", {
      counter: { name: "Slow" },
      delay: { amount: 1, unit: "hours" },
      httprequest: { method: "POST", url: `http://${recorder.host}/{{ data.path }}` },
    });
    for (const consumer of document.consumers) consumer.failure = quick;
    await deployDocument(deps, actor, "slow", document);
    const topicId = await topicIdOf(deps, actor, "slow");
    await sendEvents(deps, topicId, "s", 30, (n) => ({ path: n % 3 === 0 ? `slow-once-${n}` : `slow-${n}` }));
    await until(async () => (await heldOf(topicId)) === 30);
    // What stands above the wait is saved, and nothing is in hand while it lasts.
    const { value } = await deps.db.stateEntry.findFirstOrThrow({ where: { store: "Slow" } });
    expect(value).toBe(30);
    await until(async () => (await deps.db.batch.count()) === 0);
    const held = await deps.db.delivery.findFirstOrThrow({ where: { topicId, offset: 2 } });
    expect(held).toMatchObject({ attempts: 0, reason: "wait", message: "Waits 1 hour.", stepId: "delay" });
    await engine.restart();
    expect(recorder.calls).toEqual([]);
    await endWaits(topicId);
    await untilThrough();

    expect(recorder.calls.length).toBe(40);
    expect(await count(deps, "SELECT value::text AS n FROM state_entry WHERE store = 'Slow'")).toBe(30);
    const ends = await deps.db.delivery.findMany({ where: { topicId }, orderBy: { offset: "asc" } });
    expect(ends.every(({ status }) => status === "succeeded")).toBe(true);
    expect(ends.map(({ attempts }) => attempts)).toEqual(
      Array.from({ length: 30 }, (_, n) => (n % 3 === 0 ? 2 : 1)),
    );
    expect(ends[1]?.trace).toMatchObject([
      {
        attempt: 1,
        steps: [
          { stepId: "counter", outcome: "done" },
          { stepId: "delay", outcome: "held", note: "Waits 1 hour." },
          { stepId: "httprequest", outcome: "done" },
        ],
      },
    ]);
  });

  it("ends by itself, and never early by the database's clock", async () => {
    const { deps, actor } = engine;
    const document = flowOf("web-address > short > delay", { delay: { amount: 1, unit: "seconds" } });
    await deployDocument(deps, actor, "short", document);
    const topicId = await topicIdOf(deps, actor, "short");
    await sendEvents(deps, topicId, "s", 5);
    const succeeded = { topicId, status: "succeeded" };
    await until(async () => (await deps.db.delivery.count({ where: succeeded })) === 5);
    const early = `SELECT count(*) AS n FROM delivery d JOIN event e USING (topic_id, "offset")
    WHERE d.topic_id = $1 AND d.finished_at < e.received_at + interval '1 second'`;
    expect(await count(deps, early, [topicId])).toBe(0);
  });

  it("sends what stands above the wait before it begins", async () => {
    const { deps, actor } = engine;
    const document = flowOf("web-address > first > delay > second", { delay: { amount: 1, unit: "hours" } });
    const [consumer] = document.consumers;
    consumer?.steps.reverse();
    await deployDocument(deps, actor, "first", document);
    await sendEvents(deps, await topicIdOf(deps, actor, "first"), "f", 1);
    const second = await topicIdOf(deps, actor, "second");
    await until(async () => (await deps.db.event.count({ where: { topicId: second } })) === 1);
    const topicId = await topicIdOf(deps, actor, "first");
    expect(await heldOf(topicId)).toBe(1);
    await endWaits(topicId);
    await untilThrough();
    expect(await deps.db.event.count({ where: { topicId: second } })).toBe(1);
  });

  it("keeps the order behind a wait", async () => {
    const { deps, actor, recorder } = engine;
    const document = flowOf("web-address > lane > wait-until, http-request", {
      waituntil: { kind: "field", date: "{{ data.at }}" },
      httprequest: { method: "POST", url: `http://${recorder.host}/{{ data.path }}` },
    });
    for (const consumer of document.consumers) consumer.order = { mode: "strict" };
    await deployDocument(deps, actor, "lane", document);
    const topicId = await topicIdOf(deps, actor, "lane");
    const later = new Date(Date.now() + 3_600_000).toISOString();
    await sendEvents(deps, topicId, "l", 4, (n) => ({
      path: `lane-${n}`,
      at: n === 1 ? later : "2020-01-01",
    }));
    await until(async () => (await heldOf(topicId)) === 1);
    await endWaits(topicId);
    await untilThrough();
    const paths = recorder.calls.map(({ path }) => path).filter((path) => path.startsWith("lane-"));
    expect(paths).toEqual(["lane-0", "lane-1", "lane-2", "lane-3"]);
  });

  it("does not wait in a replay: its clock jumps", async () => {
    const { deps, actor } = engine;
    const document = flowOf("web-address > long > delay, set-fields > later", {
      delay: { amount: 2, unit: "days" },
      setfields: { fields: [{ field: "at", value: "{{ string(now) }}" }], keepOthers: true },
    });
    await deployDocument(deps, actor, "long", document);
    const topicId = await topicIdOf(deps, actor, "long");
    await sendEvents(deps, topicId, "n", 5);
    await until(async () => (await heldOf(topicId)) === 5);
    const { id: subscriptionId } = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
    const { id } = await planReplay(deps, actor, {
      name: "Long",
      selection: { parts: [{ topic: "long", fromOffset: 1, toOffset: 5 }] },
      options: { subscriptionIds: [subscriptionId], withOutsideEffects: false },
    });
    await startReplay(deps, actor, { id });
    await until(async () => (await deps.db.replay.findUniqueOrThrow({ where: { id } })).state === "done");
    const later = await deps.db.event.findMany({ where: { replayId: id } });
    expect(later.length).toBe(5);
    const sent = await deps.db.event.findMany({ where: { topicId } });
    const twoDays = 2 * 86_400_000;
    for (const { data, causationId } of later) {
      const { at } = JSON.parse(Buffer.from(data).toString());
      const cause = sent.find((event) => event.id === causationId);
      expect(Date.parse(at)).toBe((cause?.time.getTime() ?? 0) + twoDays);
    }
  });
});
