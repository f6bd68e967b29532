import { beforeAll, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { pauseConsumer, resumeConsumer } from "../flows/pause-consumer";
import { dispatchBatches } from "../log/dispatch";
import { repair } from "../log/repair";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { listTopics } from "./list-topics";
import { drainTopic, pauseTopic, resumeTopic } from "./pause-topic";

const database = useTestDatabase();
let actor: Actor;
let topicId: string;
let subscriptionId: string;

const cut = async () => (await dispatchBatches(database.deps.pool, {}, 16)).queued.length;
const pauseOf = async () =>
  (await database.deps.db.topic.findUniqueOrThrow({ where: { id: topicId } })).pause;

/** What was cut is done, without anybody to do it. */
async function finish(): Promise<void> {
  const { pool } = database.deps;
  await pool.query("UPDATE lane l SET succeeded = l.handed_out, open_batches = 0");
  await pool.query("DELETE FROM batch");
}

beforeAll(async () => {
  actor = await makeWorkspace(database.deps, "pausing");
  topicId = await makeTopic(database.deps, actor, "order.placed");
  subscriptionId = await makeConsumer(database.deps, actor, topicId, "mail");
  await writeEvents(database.deps, topicId, [{ id: "a" }]);
});

it("hands out nothing from a paused topic, takes events, and goes on when it is resumed", async () => {
  const { deps } = database;
  expect(await pauseTopic(deps, actor, { topic: "order.placed" })).toEqual({ pause: "paused" });
  await writeEvents(deps, topicId, [{ id: "b" }]);
  expect(await cut()).toBe(0);
  expect(await drainTopic(deps, actor, { topic: "order.placed" })).toEqual({ pause: "paused" });
  const [topic] = await listTopics(deps, actor, {});
  expect(topic).toMatchObject({ pause: "paused", pausedBy: actor.name, head: 2 });
  await resumeTopic(deps, actor, { topic: "order.placed" });
  expect(await cut()).toBeGreaterThan(0);
  expect(await deps.db.auditEntry.count({ where: { action: { startsWith: "topic." } } })).toBeGreaterThan(1);
});

it("finishes what is open before a draining topic is paused, and says how much that is", async () => {
  const { deps } = database;
  await drainTopic(deps, actor, { topic: "order.placed" });
  await writeEvents(deps, topicId, [{ id: "c" }]);
  expect(await cut()).toBe(0);
  await repair(deps.pool, 60_000);
  const [topic] = await listTopics(deps, actor, {});
  expect(topic).toMatchObject({ pause: "draining", stillOpen: 2 });
  await finish();
  await repair(deps.pool, 60_000);
  expect(await pauseOf()).toBe("paused");
  await resumeTopic(deps, actor, { topic: "order.placed" });
  expect(await cut()).toBe(1);
  await finish();
});

it("pauses a draining consumer when nothing of it is open", async () => {
  const { deps } = database;
  await deps.db.subscription.update({ where: { id: subscriptionId }, data: { state: "draining" } });
  await writeEvents(deps, topicId, [{ id: "d" }]);
  expect(await cut()).toBe(0);
  await repair(deps.pool, 60_000);
  const { state } = await deps.db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  expect(state).toBe("paused");
});

it("does not know topics and consumers of others", async () => {
  const stranger = await makeWorkspace(database.deps, "strangers");
  await expect(pauseTopic(database.deps, stranger, { topic: "order.placed" })).rejects.toThrow("no topic");
  for (const useCase of [pauseConsumer, resumeConsumer]) {
    await expect(useCase(database.deps, stranger, { flow: "mail", consumerId: "mail" })).rejects.toThrow();
  }
});
