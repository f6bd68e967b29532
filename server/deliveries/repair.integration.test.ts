import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { discard } from "./discard";
import { listDeadLetterGroups } from "./list-dead-letters";
import { redrive } from "./redrive";
import { retryNow } from "./retry-now";

const database = useTestDatabase();
let actor: Actor;
let stranger: Actor;
let subscriptionId: string;
let dead: string[];

beforeEach(async () => {
  const { deps } = database;
  const name = randomUUID().slice(0, 8);
  actor = await makeWorkspace(deps, `ours-${name}`);
  stranger = await makeWorkspace(deps, `theirs-${name}`);
  const topicId = await makeTopic(deps, actor, "order.placed");
  await writeEvents(deps, topicId, [{ id: "a" }, { id: "b" }, { id: "c" }]);
  subscriptionId = await makeConsumer(deps, actor, topicId, "mail");
  const lane = await deps.db.lane.update({
    where: { subscriptionId_run_number_lanes: { subscriptionId, run: 0, number: 0, lanes: 1 } },
    data: { cursor: 3n, handedOut: 3n, dead: 3n },
  });
  const { revisionId } = await deps.db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  dead = [randomUUID(), randomUUID(), randomUUID()];
  await deps.db.delivery.createMany({
    data: dead.map((id, index) => ({
      id,
      subscriptionId,
      laneId: lane.id,
      topicId,
      offset: BigInt(index + 1),
      revisionId,
      status: "dead",
      reason: "step-failed",
      message: index < 2 ? "The address did not answer." : "Bad address.",
      attempts: 5,
      finishedAt: new Date(),
    })),
  });
});

const lane = () => database.deps.db.lane.findFirstOrThrow({ where: { subscriptionId, run: 0 } });
const group = (message: string) => ({ subscriptionId, stepId: null, reason: "step-failed", message });

it("groups dead letters by cause", async () => {
  const groups = await listDeadLetterGroups(database.deps, actor, {});
  expect(groups.map((each) => [each.message, each.count]).sort()).toEqual([
    ["Bad address.", 1],
    ["The address did not answer.", 2],
  ]);
  expect(await listDeadLetterGroups(database.deps, stranger, {})).toEqual([]);
});

it("redrives a whole group once, and counts it in the lane", async () => {
  const chosen = { group: group("The address did not answer.") };
  const both = await Promise.all([
    redrive(database.deps, actor, chosen),
    redrive(database.deps, actor, chosen),
  ]);
  expect(both.map((each) => each.count).sort()).toEqual([0, 2]);
  expect(await lane()).toMatchObject({ dead: 1n, retrying: 2n });
  const put = await database.deps.db.delivery.findMany({ where: { subscriptionId, status: "retrying" } });
  expect(put).toHaveLength(2);
  expect(put.every((delivery) => delivery.dueAt !== null && delivery.finishedAt === null)).toBe(true);
  expect(await retryNow(database.deps, actor, { deliveryIds: dead })).toEqual({ count: 2 });
});

it("discards with a reason and never brings it back", async () => {
  const chosen = { deliveryIds: dead };
  expect(await discard(database.deps, actor, { chosen, reason: "test orders" })).toEqual({ count: 3 });
  expect(await lane()).toMatchObject({ dead: 0n, discarded: 3n });
  expect(await redrive(database.deps, actor, chosen)).toEqual({ count: 0 });
});

it("lets what waits with order kept go at once, with its batch", async () => {
  const { deps } = database;
  const { id: laneId } = await lane();
  const later = new Date(Date.now() + 3_600_000);
  const { revisionId } = await deps.db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  const batch = await deps.db.batch.create({
    data: { subscriptionId, laneId, revisionId, kind: "log", offsets: [1n], size: 1, blockedUntil: later },
  });
  const id = dead[0] ?? "";
  await deps.db.delivery.update({
    where: { id },
    data: { status: "retrying", batchId: batch.id, dueAt: later, finishedAt: null },
  });
  expect(await retryNow(deps, stranger, { deliveryIds: [id] })).toEqual({ count: 0 });
  expect(await retryNow(deps, actor, { deliveryIds: [id] })).toEqual({ count: 1 });
  const { blockedUntil } = await deps.db.batch.findUniqueOrThrow({ where: { id: batch.id } });
  expect(blockedUntil?.getTime()).toBeLessThan(later.getTime() - 3_000_000);
  // At work: its batch is not blocked.
  await deps.db.batch.update({ where: { id: batch.id }, data: { blockedUntil: null } });
  expect(await retryNow(deps, actor, { deliveryIds: [id] })).toEqual({ count: 0 });
});

it("leaves the deliveries of a replay to the replay", async () => {
  const { deps } = database;
  await deps.db.delivery.updateMany({ where: { id: { in: dead } }, data: { run: 7 } });
  expect(await redrive(deps, actor, { deliveryIds: dead })).toEqual({ count: 0 });
});

it("touches nothing of another workspace", async () => {
  const chosen = { deliveryIds: dead };
  expect(await redrive(database.deps, stranger, chosen)).toEqual({ count: 0 });
  expect(await discard(database.deps, stranger, { chosen, reason: "mine now" })).toEqual({ count: 0 });
  expect(await retryNow(database.deps, stranger, { deliveryIds: dead })).toEqual({ count: 0 });
  expect(await lane()).toMatchObject({ dead: 3n });
});
