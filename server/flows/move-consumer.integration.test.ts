import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { findUnbalanced } from "../log/accounting";
import { useTestDatabase } from "../testing/test-database";
import { makeWorkspace, writeEvents } from "../testing/write-events";
import { createFlow } from "./create-flow";
import { deployFlow } from "./deploy-flow";
import { moveConsumer } from "./move-consumer";

const database = useTestDatabase();

/** A consumer that has had the first six of ten events; the fifth is dead, the sixth is tried again. */
async function halfWay(name: string) {
  const { deps } = database;
  const actor = await makeWorkspace(deps, name);
  const { slug: flow } = await createFlow(deps, actor, {
    document: flowOf("web-address > orders > counter", { counter: { name: "Orders" } }),
  });
  await deployFlow(deps, actor, { flow });
  const subscription = await deps.db.subscription.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
    include: { lanes: true },
  });
  const { id: subscriptionId, topicId, revisionId } = subscription;
  const laneId = subscription.lanes[0]?.id ?? 0n;
  await writeEvents(
    deps,
    topicId,
    Array.from({ length: 10 }, (_, n) => ({ id: `e${n}` })),
  );
  const statuses = ["succeeded", "succeeded", "succeeded", "succeeded", "dead", "retrying"];
  await deps.db.delivery.createMany({
    data: statuses.map((status, index) => ({
      ...{ id: randomUUID(), subscriptionId, laneId, topicId, revisionId, status },
      offset: BigInt(index + 1),
      dueAt: status === "retrying" ? new Date() : null,
    })),
  });
  await deps.db.lane.update({
    where: { id: laneId },
    data: { cursor: 6n, lowWatermark: 5n, handedOut: 6n, succeeded: 4n, dead: 1n, retrying: 1n },
  });
  const move = (target: Parameters<typeof moveConsumer>[2]["target"]) =>
    moveConsumer(deps, actor, { flow, consumerId: "consumer", topic: "orders", target });
  const lane = () => deps.db.lane.findUniqueOrThrow({ where: { id: laneId } });
  return { actor, topicId, subscriptionId, laneId, revisionId, move, lane };
}

it("skips to now, and keeps what is tried again", async () => {
  const { move, lane } = await halfWay("skip");
  expect(await move({ to: "now" })).toEqual({ offset: 10, skipped: 4, undone: 0 });
  expect(await lane()).toMatchObject({ cursor: 10n, retrying: 1n, dead: 1n });
  expect(await findUnbalanced(database.deps.pool)).toEqual([]);
});

it("goes back behind an offset, and makes those deliveries undone", async () => {
  const { deps } = database;
  const { move, lane, subscriptionId, laneId, revisionId, actor } = await halfWay("back");
  const batch = await deps.db.batch.create({
    data: { subscriptionId, laneId, revisionId, kind: "log", offsets: [6n], size: 1 },
  });
  await expect(move({ to: "offset", offset: 3 })).rejects.toThrow("It is at work");
  await deps.db.batch.delete({ where: { id: batch.id } });
  expect(await deps.db.delivery.count({ where: { subscriptionId } })).toBe(6);
  expect(await move({ to: "offset", offset: 3 })).toEqual({ offset: 3, skipped: 0, undone: 3 });
  expect(await lane()).toMatchObject({ cursor: 3n, retrying: 0n, dead: 0n, purged: 3n });
  expect(await deps.db.delivery.count({ where: { subscriptionId } })).toBe(3);
  expect(await findUnbalanced(deps.pool)).toEqual([]);
  const audit = await deps.db.auditEntry.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId, action: "consumer.moved" },
  });
  expect(audit.detail).toEqual({ topic: "orders", from: 6, to: 3 });
});

it("begins with the first event of a time, and never before what is stored", async () => {
  const { deps } = database;
  const { move, lane, topicId } = await halfWay("time");
  await deps.pool.query(
    `UPDATE event SET received_at = timestamptz '2026-01-01 00:00Z' + "offset" * interval '1 minute' WHERE topic_id = $1`,
    [topicId],
  );
  expect(await move({ to: "time", time: new Date("2026-01-01T00:08:00Z") })).toMatchObject({ offset: 7 });
  await deps.db.topic.update({ where: { id: topicId }, data: { trimmedTo: 5n } });
  expect(await move({ to: "offset", offset: 0 })).toMatchObject({ offset: 5, undone: 1 });
  expect((await lane()).lowWatermark).toBeLessThanOrEqual(5n);
  await expect(move({ to: "offset", offset: 99 })).resolves.toMatchObject({ offset: 10 });
});
