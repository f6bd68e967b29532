import { expect, it } from "vitest";
import type { TakenBatch } from "@/server/log/take";
import { useTestDatabase } from "@/server/testing/test-database";
import { makeTopic, makeWorkspace, writeEvents } from "@/server/testing/write-events";
import { sendEvents } from "../testing/engine-fixture";
import { EventMemory } from "./event-memory";

const database = useTestDatabase();
/** However long the loads take, nothing of what is remembered grows old. */
const timeless = () => 0;

it("reads an event of several consumers once, and of a lone one every time", async () => {
  const actor = await makeWorkspace(database.deps, "memory");
  const topicId = await makeTopic(database.deps, actor, "orders");
  const events = Array.from({ length: 30 }, (_, index) => ({ id: `e-${index}` }));
  await writeEvents(database.deps, topicId, events);
  const memory = new EventMemory(database.deps.pool, timeless);
  const load = async (subscriptionId: string, fromOffset: number, toOffset: number) => {
    const batch = { ...other, topicId, subscriptionId, fromOffset, toOffset };
    const { events: loaded, isComplete } = await memory.load(batch);
    expect(isComplete).toBe(true);
    expect(loaded.map(({ envelope }) => envelope.offset)).toEqual(
      Array.from({ length: toOffset - fromOffset + 1 }, (_, index) => fromOffset + index),
    );
    return loaded;
  };

  const [alone] = await load("a", 1, 10);
  const [again] = await load("a", 1, 10);
  expect(again).not.toBe(alone);
  const first = await load("b", 1, 20);
  const [shared] = first;
  // Whoever works on them empties the list.
  first.length = 0;
  expect((await load("a", 1, 15))[0]).toBe(shared);
  // What is not known as a whole is read anew.
  expect((await load("a", 11, 30))[0]).not.toBe(shared);
});

it("remembers no more small events than fit, whatever they take beside their payload", async () => {
  const actor = await makeWorkspace(database.deps, "small");
  const topicId = await makeTopic(database.deps, actor, "small");
  // Payloads of two bytes: ten thousand of each load are nothing by themselves.
  for (let part = 0; part < 3; part += 1) await sendEvents(database.deps, topicId, `s-${part}`, 10_000);
  const memory = new EventMemory(database.deps.pool, timeless);
  const load = async (subscriptionId: string, part: number) => {
    const batch = { ...other, topicId, subscriptionId };
    const [fromOffset, toOffset] = [part * 10_000 + 1, (part + 1) * 10_000];
    return (await memory.load({ ...batch, fromOffset, toOffset })).events[0];
  };
  await load("a", 0);
  const first = await load("b", 0);
  const second = await load("b", 1);
  const third = await load("b", 2);
  expect(await load("a", 2)).toBe(third);
  expect(await load("a", 1)).toBe(second);
  expect(await load("a", 0)).not.toBe(first);
});

it("loads a list in portions, and says up to where it has looked", async () => {
  const actor = await makeWorkspace(database.deps, "portions");
  const topicId = await makeTopic(database.deps, actor, "portions");
  const events = Array.from({ length: 10 }, (_, index) => ({ id: `p-${index}` }));
  await writeEvents(database.deps, topicId, events);
  // Gone by retention: a portion of which nothing is left must not look like the end, nor be loaded for ever.
  await database.deps.pool.query('DELETE FROM event WHERE topic_id = $1 AND "offset" IN (1, 2, 5)', [
    topicId,
  ]);
  const memory = new EventMemory(database.deps.pool);
  const load = async (offsets: number[], limit?: number) => {
    const batch = { ...other, topicId, subscriptionId: "a", fromOffset: null, toOffset: null, offsets };
    const { events: loaded, ...rest } = await memory.load(batch, limit);
    return { offsets: loaded.map(({ envelope }) => envelope.offset), ...rest };
  };
  expect(await load([3, 1, 2, 4], 2)).toEqual({ offsets: [], isComplete: false, through: 2 });
  expect(await load([9, 3, 5, 4], 3)).toEqual({ offsets: [3, 4], isComplete: false, through: 5 });
  const all = { isComplete: true, through: Number.POSITIVE_INFINITY };
  expect(await load([9, 3], 2)).toEqual({ offsets: [3, 9], ...all });
  expect(await load([3, 5, 9])).toEqual({ offsets: [3, 9], ...all });
});

/** What of a batch does not matter here. */
const other: TakenBatch = {
  batchId: 1,
  run: 0,
  revisionId: "r",
  kind: "log",
  fromOffset: null,
  toOffset: null,
  offsets: null,
  deliveryIds: null,
  size: 1,
  take: 1,
  strikes: 1,
  takenAt: new Date(),
  subscriptionId: "s",
  workspaceId: "w",
  flowId: "f",
  consumerId: "c",
  topicId: "t",
  topic: "orders",
  state: "active",
  isOrdered: false,
  hopLimit: 100,
  replayId: undefined,
  replayOptions: undefined,
  isReplayCancelled: false,
  breakerMs: undefined,
  keepTraces: "all",
  orderKey: null,
  whenGivenUp: undefined,
  hasParked: false,
  hasStopped: false,
};
