import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { dispatchBatches } from "../log/dispatch";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { cancelReplay, pauseReplay, resumeReplay, startReplay } from "./change-replay";
import { getReplay, replayItems, replayTargets } from "./list-replays";
import { planReplay } from "./plan-replay";

const database = useTestDatabase();
let actor: Actor;
let stranger: Actor;
let consumer: string;
let middle: Date;

beforeAll(async () => {
  const { deps } = database;
  actor = await makeWorkspace(deps, "ours");
  stranger = await makeWorkspace(deps, "theirs");
  const orders = await makeTopic(deps, actor, "order.placed");
  const unread = await makeTopic(deps, actor, "nobody.reads");
  await writeEvents(deps, orders, [{ id: "a" }, { id: "b" }, { id: "c" }]);
  await deps.pool.query(
    "UPDATE event SET received_at = received_at - interval '1 minute' WHERE topic_id = $1",
    [orders],
  );
  middle = new Date(Date.now() - 30_000);
  await writeEvents(deps, orders, [{ id: "d" }, { id: "e" }]);
  await writeEvents(deps, unread, [{ id: "x" }]);
  consumer = await makeConsumer(deps, actor, orders, "mail");
});

const plan = (parts: Parameters<typeof planReplay>[2]["selection"]["parts"], ids = [consumer]) =>
  planReplay(database.deps, actor, {
    name: "again",
    selection: { parts },
    options: { subscriptionIds: ids, withOutsideEffects: false },
  });

const offsets = async (id: string) =>
  (await replayItems(database.deps, actor, { id })).map((item) => item.offset);

describe("planReplay", () => {
  it("joins offsets, ranges and times, each event once, in the order of the log", async () => {
    const { id, total } = await plan([
      { topic: "order.placed", offsets: [5, 1] },
      { topic: "order.placed", fromOffset: 1, toOffset: 2 },
    ]);
    expect(total).toBe(3);
    expect(await offsets(id)).toEqual([1, 2, 5]);
  });

  it("chooses by the time of arrival", async () => {
    const { id } = await plan([{ topic: "order.placed", from: middle, to: new Date(Date.now() + 60_000) }]);
    expect(await offsets(id)).toEqual([4, 5]);
  });

  it("keeps only events that a chosen consumer reacts to, and says so when none is left", async () => {
    await expect(plan([{ topic: "nobody.reads", offsets: [1] }])).rejects.toMatchObject({
      code: "bad-input",
    });
  });

  it("does not know the consumers of another workspace", async () => {
    await expect(
      planReplay(database.deps, stranger, {
        name: "steal",
        selection: { parts: [{ topic: "order.placed", offsets: [1] }] },
        options: { subscriptionIds: [consumer], withOutsideEffects: true },
      }),
    ).rejects.toMatchObject({ code: "not-found" });
    expect(await replayTargets(database.deps, stranger, { topics: ["order.placed"] })).toEqual([]);
  });
});

describe("a replay's states", () => {
  it("stays planned when it cannot be started, since running without lanes would count as done", async () => {
    const { deps } = database;
    const topicId = await makeTopic(deps, actor, "order.gone");
    await writeEvents(deps, topicId, [{ id: "g" }]);
    const gone = await makeConsumer(deps, actor, topicId, "gone");
    const { id } = await plan([{ topic: "order.gone", offsets: [1] }], [gone]);
    await deps.db.subscription.delete({ where: { id: gone } });
    await expect(startReplay(deps, actor, { id })).rejects.toThrow();
    expect(await getReplay(deps, actor, { id })).toMatchObject({ state: "planned" });
  });

  it("starts once, pauses, resumes and is cancelled for good", async () => {
    const { deps } = database;
    const { id, run } = await plan([{ topic: "order.placed", offsets: [1, 2] }]);
    const starts = await Promise.allSettled([
      startReplay(deps, actor, { id }),
      startReplay(deps, actor, { id }),
    ]);
    expect(starts.map((start) => start.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await deps.db.lane.findMany({ where: { run } })).toMatchObject([{ cursor: 0n, endAt: 2n }]);
    await pauseReplay(deps, actor, { id });
    await resumeReplay(deps, actor, { id });
    await cancelReplay(deps, actor, { id });
    await expect(resumeReplay(deps, actor, { id })).rejects.toMatchObject({ code: "conflict" });
    expect(await getReplay(deps, actor, { id })).toMatchObject({ state: "cancelled", total: 2 });
    await expect(getReplay(deps, stranger, { id })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a running replay", () => {
  it("leaves half of the slots to what arrives meanwhile", async () => {
    const { deps } = database;
    const topic = await makeTopic(deps, actor, "order.many");
    await writeEvents(
      deps,
      topic,
      Array.from({ length: 40 }, (_, index) => ({ id: `m${index}` })),
    );
    const reader = await makeConsumer(deps, actor, topic, "reader");
    // One event is as long as a batch may be.
    await deps.db.lane.updateMany({
      where: { subscriptionId: reader },
      data: { cursor: 40, workMicros: 250_000 },
    });
    const { id } = await plan([{ topic: "order.many", fromOffset: 1, toOffset: 40 }], [reader]);
    await startReplay(deps, actor, { id });
    await deps.db.lane.updateMany({ where: { subscriptionId: reader }, data: { workMicros: 250_000 } });
    expect((await dispatchBatches(deps.pool, { topicIds: [topic] }, 8)).queued).toHaveLength(4);
    expect(await dispatchBatches(deps.pool, { topicIds: [topic] }, 8)).toEqual({
      queued: [],
      taken: [],
      isMoreLeft: true,
    });
  });
});
