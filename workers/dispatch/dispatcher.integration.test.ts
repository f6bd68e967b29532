import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type BatchQueue, openBatchQueue } from "@/server/queue/batch-queue";
import { useTestDatabase } from "@/server/testing/test-database";
import { until } from "@/server/testing/until";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "@/server/testing/write-events";
import { Dispatcher } from "./dispatcher";

const database = useTestDatabase();
let queue: BatchQueue;
let topicId: string;
let unconsumedId: string;

beforeAll(async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "dispatching");
  topicId = await makeTopic(deps, actor, "order.placed");
  unconsumedId = await makeTopic(deps, actor, "order.sent");
  const subscriptionId = await makeConsumer(deps, actor, topicId, "mail");
  // In order, and one batch is open: what arrives waits for its end.
  await deps.db.subscription.update({ where: { id: subscriptionId }, data: { orderMode: "strict" } });
  await deps.db.lane.updateMany({ where: { subscriptionId }, data: { openBatches: 1 } });
  await writeEvents(deps, topicId, [{ id: "a" }]);
  queue = await openBatchQueue(deps);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});
afterAll(() => queue.close());

it("looks again at once at a topic of which a batch ended while it looked at all of them", async () => {
  const { pool, log } = database.deps;
  const query = vi.spyOn(pool, "query");
  const asked = () =>
    query.mock.calls.flatMap(([call]) => {
      const text = JSON.stringify(call);
      return text.includes('"millrace-dispatch"') ? [text.includes(topicId) ? "topic" : "all"] : [];
    });
  let hasEnded = false;
  const dispatcher = new Dispatcher({ pool, log }, queue, 16, {
    workerId: 1,
    leaseMs: 8_000,
    // It is asked for as the last thing before the database is.
    free: () => {
      if (!hasEnded) queueMicrotask(() => dispatcher.freed(topicId));
      hasEnded = true;
      return 0;
    },
    run: () => undefined,
  });
  dispatcher.wake();
  await until(() => asked().length >= 2);
  await dispatcher.stop();
  expect(asked().slice(0, 2)).toEqual(["all", "topic"]);
});

it("asks nothing for a topic that nobody consumes, until somebody does", async () => {
  const { deps } = database;
  const query = vi.spyOn(deps.pool, "query");
  const asked = () => query.mock.calls.map(([call]) => JSON.stringify(call));
  const looks = (text: string) =>
    asked().filter((call) => call.includes('"millrace-dispatch"') && call.includes(text)).length;
  const direct = { workerId: 1, leaseMs: 8_000, free: () => 0, run: () => undefined };
  const dispatcher = new Dispatcher(deps, queue, 16, direct);
  dispatcher.wake();
  await until(() => asked().some((call) => call.includes('"millrace-next-due"')));
  dispatcher.wake(unconsumedId);
  dispatcher.wake(topicId);
  await until(() => looks(topicId) > 0);
  expect(looks(unconsumedId)).toBe(0);
  await makeConsumer(deps, await makeWorkspace(deps, "consuming"), unconsumedId, "late");
  dispatcher.wake();
  await until(() => {
    dispatcher.wake(unconsumedId);
    return looks(unconsumedId) > 0;
  });
  await dispatcher.stop();
});

it("looks again at what is asked for in the very moment in which a look ends", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "asking-twice");
  const quietId = await makeTopic(deps, actor, "order.paid");
  await makeConsumer(deps, actor, quietId, "books");
  const direct = { workerId: 1, leaseMs: 8_000, free: () => 0, run: () => undefined };
  const query = vi.spyOn(deps.pool, "query");
  const asked = () =>
    query.mock.calls.flatMap(([call]) => {
      const text = JSON.stringify(call);
      if (text.includes('"millrace-consumed-topics"')) return ["round"];
      return text.includes('"millrace-dispatch"') && text.includes(quietId) ? ["topic"] : [];
    });
  // Nothing comes to its help: not the look that follows a second later.
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  // Which of the turns after the answer that moment is, is nobody's business.
  for (let turns = 0; turns < 16; turns += 1) {
    query.mockClear();
    let hasWoken = false;
    const add = () =>
      new Promise<void>((resolve) => {
        queueMicrotask(() => {
          resolve();
          if (asked().at(-1) !== "topic" || hasWoken) return;
          hasWoken = true;
          // Behind whoever waits for the answer, in each turn.
          void afterTurns(turns, () => dispatcher.wake(quietId));
        });
      });
    const dispatcher = new Dispatcher(deps, { ...queue, add }, 16, direct);
    dispatcher.wake();
    await until(() => query.mock.calls.some(([call]) => JSON.stringify(call).includes("millrace-next-due")));
    dispatcher.wake(quietId);
    await until(() => asked().length >= 3);
    await dispatcher.stop();
    expect(asked().slice(0, 3), `after ${turns} turns`).toEqual(["round", "topic", "topic"]);
  }
});

async function afterTurns(turns: number, then: () => void): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
  then();
}
