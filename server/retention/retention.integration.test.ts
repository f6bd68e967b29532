import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { findUnbalanced } from "../log/accounting";
import { planReplay } from "../replay/plan-replay";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { getTopic } from "../topics/list-topics";
import { setRetention } from "../topics/set-retention";
import { forgetHistory } from "./forget-history";
import { createTopicTrimmer, forgetKeys } from "./trim-topics";

const database = useTestDatabase();
/** No pass is broken off. */
const UNHURRIED_MS = 600_000;
const keepAll = { keepDays: null, keepEvents: null, keepTraceDays: null };

/** A topic with ten events that one consumer has had; those of `dead` it could not take. */
async function delivered(name: string, dead: readonly number[] = []) {
  const { deps } = database;
  const actor = await makeWorkspace(deps, name);
  const topicId = await makeTopic(deps, actor, name);
  const events = Array.from({ length: 10 }, (_, index) => ({ id: `${name}-${index}` }));
  await writeEvents(deps, topicId, events);
  const subscriptionId = await makeConsumer(deps, actor, topicId, name);
  const failed = BigInt(dead.length);
  const lane = await deps.db.lane.update({
    where: { subscriptionId_run_number_lanes: { subscriptionId, run: 0, number: 0, lanes: 1 } },
    data: { cursor: 10n, lowWatermark: 10n, handedOut: 10n, dead: failed, succeeded: 10n - failed },
  });
  const { revisionId } = await deps.db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  await deps.db.delivery.createMany({
    data: events.map((_, index) => ({
      id: randomUUID(),
      subscriptionId,
      laneId: lane.id,
      topicId,
      offset: BigInt(index + 1),
      revisionId,
      status: dead.includes(index + 1) ? "dead" : "succeeded",
      attempts: 1,
      trace: [{ attempt: 1 }],
      finishedAt: new Date(),
    })),
  });
  return { actor, topicId, subscriptionId, laneId: lane.id };
}

async function offsets(topicId: string): Promise<number[]> {
  const rows = await database.deps.db.event.findMany({ where: { topicId }, orderBy: { offset: "asc" } });
  return rows.map(({ offset }) => Number(offset));
}

const retain = (actor: Actor, topic: string, change: object) =>
  setRetention(database.deps, actor, { topic, ...keepAll, ...change });

it("keeps what an alarm of the state needs until it has rung", async () => {
  const { deps } = database;
  const { actor, topicId } = await delivered("alarms");
  const { id: alarmDelivery } = await deps.db.delivery.findFirstOrThrow({ where: { topicId, offset: 2 } });
  const row = { workspaceId: actor.workspaceId, namespace: "live", store: "step", key: "k" };
  const alarmAt = new Date(Date.now() + 60_000);
  await deps.db.stateEntry.create({ data: { ...row, value: {}, alarmAt, alarmDelivery, alarmRun: 0 } });
  const trimmer = createTopicTrimmer(deps.pool);
  await retain(actor, "alarms", { keepEvents: 4 });
  await trimmer.trim(UNHURRIED_MS);
  expect(await offsets(topicId)).toEqual([2, 7, 8, 9, 10]);
  await deps.db.stateEntry.update({
    where: { workspaceId_namespace_store_key: row },
    data: { alarmAt: null, alarmDelivery: null },
  });
  await trimmer.trim(UNHURRIED_MS);
  expect(await offsets(topicId)).toEqual([7, 8, 9, 10]);
});

it("keeps the newest events, and what a dead letter needs until it has ended", async () => {
  const { deps } = database;
  const { actor, topicId, laneId } = await delivered("newest", [3]);
  const trimmer = createTopicTrimmer(deps.pool);
  await trimmer.trim(UNHURRIED_MS);
  expect(await offsets(topicId)).toHaveLength(10);
  await retain(actor, "newest", { keepEvents: 4 });
  await trimmer.trim(UNHURRIED_MS);
  expect(await offsets(topicId)).toEqual([3, 7, 8, 9, 10]);
  expect(await getTopic(deps, actor, { topic: "newest" })).toMatchObject({
    head: 10,
    storedEvents: 5,
    keepEvents: 4,
    heldBack: 0,
    heldBackBy: [],
  });
  expect(await deps.db.delivery.count({ where: { topicId } })).toBe(5);
  expect(await findUnbalanced(deps.pool)).toEqual([]);

  await deps.db.delivery.updateMany({ where: { topicId, status: "dead" }, data: { status: "discarded" } });
  await deps.db.lane.update({ where: { id: laneId }, data: { dead: 0n, discarded: 1n } });
  await trimmer.trim(UNHURRIED_MS);
  expect(await offsets(topicId)).toEqual([7, 8, 9, 10]);
  expect(await findUnbalanced(deps.pool)).toEqual([]);
});

it("deletes by age, and nothing that a lagging consumer or a replay still needs, and says so", async () => {
  const { deps } = database;
  const { actor, topicId, subscriptionId, laneId } = await delivered("old");
  await deps.pool.query(
    `UPDATE event SET received_at = now() - interval '3 days' WHERE topic_id = $1 AND "offset" <= 8`,
    [topicId],
  );
  await deps.db.lane.update({ where: { id: laneId }, data: { lowWatermark: 5n } });
  const { id } = await planReplay(deps, actor, {
    name: "Again",
    selection: { parts: [{ topic: "old", fromOffset: 3, toOffset: 4 }] },
    options: { subscriptionIds: [subscriptionId], withOutsideEffects: false },
  });
  const trimmer = createTopicTrimmer(deps.pool);
  await retain(actor, "old", { keepDays: 2 });
  await trimmer.trim(UNHURRIED_MS);
  expect((await offsets(topicId))[0]).toBe(3);
  expect(await getTopic(deps, actor, { topic: "old" })).toMatchObject({
    heldBack: 6,
    heldBackBy: ["old", "Again"],
  });
  await deps.db.replay.update({ where: { id }, data: { state: "done" } });
  await trimmer.trim(UNHURRIED_MS);
  expect((await offsets(topicId))[0]).toBe(6);
  await deps.db.lane.update({ where: { id: laneId }, data: { lowWatermark: 10n } });
  await trimmer.trim(UNHURRIED_MS);
  expect(await offsets(topicId)).toEqual([9, 10]);
});

it("cuts the traces of what went well, and forgets old ids", async () => {
  const { deps } = database;
  const { actor, topicId } = await delivered("traces", [2]);
  await deps.pool.query("UPDATE event SET received_at = now() - interval '3 days' WHERE topic_id = $1", [
    topicId,
  ]);
  await retain(actor, "traces", { keepTraceDays: 2 });
  await createTopicTrimmer(deps.pool).trim(UNHURRIED_MS);
  expect(await offsets(topicId)).toHaveLength(10);
  const kept = await deps.pool.query<{ offset: string }>(
    `SELECT "offset" FROM delivery WHERE topic_id = $1 AND trace IS NOT NULL`,
    [topicId],
  );
  expect(kept.rows).toEqual([{ offset: "2" }]);

  const key = (eventId: string, at: Date) => ({
    topicId,
    producerId: topicId,
    source: "/s",
    eventId,
    offset: 1n,
    bodyHash: Buffer.alloc(32),
    at,
  });
  const old = new Date(Date.now() - 8 * 86_400_000);
  await deps.db.idempotencyKey.createMany({ data: [key("old", old), key("new", new Date())] });
  await forgetKeys(deps.pool, UNHURRIED_MS);
  expect((await deps.db.idempotencyKey.findMany()).map(({ eventId }) => eventId)).toEqual(["new"]);
});

it("forgets old figures per minute and the state of replays that ended, and no other", async () => {
  const { deps } = database;
  const { actor, subscriptionId } = await delivered("history");
  const dayMs = 86_400_000;
  const minute = (days: number) => ({ subscriptionId, run: 0, minute: new Date(Date.now() - days * dayMs) });
  await deps.db.deliveryMinute.createMany({ data: [minute(36), minute(34), minute(0)] });
  const replay = async (state: string, days: number) => {
    const { id, run } = await deps.db.replay.create({
      data: {
        ...{ workspaceId: actor.workspaceId, name: state, state, selection: {}, options: {} },
        ...{ createdBy: "tester", finishedAt: new Date(Date.now() - days * dayMs) },
      },
    });
    // A window that is open: its time comes with the end of the replay, and never when that was cancelled.
    const alarm = { alarmDelivery: randomUUID(), alarmRun: run };
    await deps.db.stateEntry.create({
      data: { workspaceId: actor.workspaceId, namespace: id, store: "window", key: "", value: 1, ...alarm },
    });
    await deps.db.replayResult.create({
      data: {
        ...{ run, deliveryId: randomUUID(), subscriptionId, topicId: randomUUID(), offset: 1 },
        ...{ kind: "same", stepIds: [] },
      },
    });
    return id;
  };
  await replay("done", 32);
  const [old, young, cancelled, running] = [
    await replay("done", 8),
    await replay("done", 6),
    await replay("cancelled", 8),
    await replay("running", 8),
  ];
  await deps.db.stateEntry.createMany({
    data: [old, young, cancelled, running, "live"].map((namespace) => ({
      ...{ workspaceId: actor.workspaceId, namespace, store: "history", key: "", value: 1 },
    })),
  });
  await forgetHistory(deps.pool, UNHURRIED_MS);
  expect(await deps.db.deliveryMinute.count({ where: { subscriptionId } })).toBe(2);
  const left = await deps.db.stateEntry.findMany({ where: { store: "history" } });
  expect(left.map(({ namespace }) => namespace).sort()).toEqual([young, running, "live"].sort());
  const open = await deps.db.stateEntry.findMany({ where: { store: "window" } });
  expect(open.map(({ namespace }) => namespace)).toEqual(expect.arrayContaining([old, young, running]));
  expect(open.map(({ namespace }) => namespace)).not.toContain(cancelled);
  // Of five replays one ended more than a month ago.
  expect(await deps.db.replayResult.count()).toBe(4);
});
