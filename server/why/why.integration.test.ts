import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { why } from "./why";

const database = useTestDatabase();
let actor: Actor;
let stranger: Actor;
let topicId: string;
let mail: string;

beforeEach(async () => {
  const { deps } = database;
  const name = randomUUID().slice(0, 8);
  actor = await makeWorkspace(deps, `ours-${name}`);
  stranger = await makeWorkspace(deps, `theirs-${name}`);
  topicId = await makeTopic(deps, actor, "order.placed");
  await writeEvents(deps, topicId, [
    { id: "a", key: "order-1", correlationId: "talk" },
    { id: "b", key: "order-1", correlationId: "talk", causationId: "a" },
    { id: "c", key: "order-2" },
  ]);
  mail = await makeConsumer(deps, actor, topicId, "mail");
});

const lane = (subscriptionId: string) =>
  database.deps.db.lane.findFirstOrThrow({ where: { subscriptionId, run: 0 } });

async function handOut(subscriptionId: string, cursor: bigint): Promise<bigint> {
  const { id } = await lane(subscriptionId);
  await database.deps.db.lane.update({ where: { id }, data: { cursor } });
  return id;
}

async function deliver(offset: number, over: { status: string; reason?: string; message?: string }) {
  const { deps } = database;
  const { revisionId } = await deps.db.subscription.findUniqueOrThrow({ where: { id: mail } });
  const laneId = await handOut(mail, 3n);
  await deps.db.delivery.create({
    data: {
      id: randomUUID(),
      subscriptionId: mail,
      laneId,
      topicId,
      offset: BigInt(offset),
      revisionId,
      attempts: 1,
      ...over,
    },
  });
}

const ask = (question: string) => why(database.deps, actor, { question });

async function factOf(question: string) {
  const { events } = await ask(question);
  return events[0]?.consumers.map(({ consumerName, fact }) => [consumerName, fact]);
}

it("finds an event by its id with its conversation, a conversation, and a key", async () => {
  const byId = await ask("b");
  expect(byId.by).toBe("id");
  expect(byId.events.map(({ event }) => event.id)).toEqual(["b", "a"]);
  const byTalk = await ask("talk");
  expect([byTalk.by, byTalk.events.map(({ event }) => event.id)]).toEqual(["correlation", ["a", "b"]]);
  const byKey = await ask("order-2");
  expect([byKey.by, byKey.events.map(({ event }) => event.id)]).toEqual(["key", ["c"]]);
});

it("takes the subject for the key where an event has none, as lists do", async () => {
  const where = { topicId_offset: { topicId, offset: 3n } };
  await database.deps.db.event.update({ where, data: { key: null, subject: "order-7" } });
  const answer = await ask("order-7");
  expect([answer.by, answer.events.map(({ event }) => event.id)]).toEqual(["key", ["c"]]);
});

it("says what was recorded, with the rule or the cause in words", async () => {
  await deliver(1, { status: "filtered", reason: "filtered", message: "Skipped by *Only paid*." });
  await deliver(2, { status: "dead", reason: "network", message: "`shop` did not answer." });
  expect(await factOf("a")).toMatchObject([
    ["mail", { kind: "delivery", message: "Skipped by *Only paid*." }],
  ]);
  expect(await factOf("b")).toMatchObject([
    ["mail", { kind: "delivery", status: "dead", reason: "network" }],
  ]);
});

it("says what an event waits for, the most telling reason first", async () => {
  const { db } = database.deps;
  const waits = async () => (await factOf("c"))?.[0]?.[1];
  expect(await waits()).toMatchObject({ kind: "waiting", for: { kind: "no-worker" } });
  await db.workerProcess.create({ data: { name: "w", slots: 1 } });
  expect(await waits()).toMatchObject({ kind: "waiting", for: { kind: "queue", before: 2 } });
  const until = new Date(Date.now() + 60_000);
  await db.breaker.create({
    data: { subscriptionId: mail, destination: "shop", reason: "It answered 503.", nextTryAt: until },
  });
  expect(await waits()).toMatchObject({ for: { kind: "breaker", destination: "shop" } });
  await db.subscription.update({ where: { id: mail }, data: { state: "paused" } });
  expect(await waits()).toMatchObject({ for: { kind: "consumer-paused" } });
  await db.topic.update({ where: { id: topicId }, data: { pause: "paused", pausedBy: "Ana" } });
  expect(await waits()).toMatchObject({ for: { kind: "topic-paused", by: "Ana" } });
  await db.workerProcess.deleteMany({ where: { name: "w" } });
});

it("says why an event was never offered", async () => {
  const { db } = database.deps;
  await handOut(mail, 3n);
  expect(await factOf("a")).toMatchObject([["mail", { kind: "moved-past" }]]);
  await db.subscription.update({ where: { id: mail }, data: { startOffset: 3n } });
  expect(await factOf("a")).toMatchObject([["mail", { kind: "began-later" }]]);
  await db.subscription.update({ where: { id: mail }, data: { state: "removed", removedAt: new Date() } });
  expect(await factOf("a")).toMatchObject([["mail", { kind: "removed" }]]);
});

it("names consumers that stand in a draft alone", async () => {
  await database.deps.db.flow.create({
    data: {
      workspaceId: actor.workspaceId,
      slug: "later",
      name: "Later",
      draft: { consumers: [{ id: "x", name: "Fraud", when: ["order.placed"] }] },
      updatedBy: "Ana",
    },
  });
  const { events } = await ask("a");
  expect(events[0]?.drafts).toEqual([{ consumerName: "Fraud", flowSlug: "later", flowName: "Later" }]);
});

it("knows what is in quarantine and what retention has deleted", async () => {
  const { db } = database.deps;
  const nobody = "00000000-0000-0000-0000-000000000000";
  await db.quarantinedEvent.create({
    data: {
      workspaceId: actor.workspaceId,
      topicId,
      producerId: nobody,
      source: "s",
      eventId: "odd",
      envelope: { id: "odd", key: "order-9" },
      contentType: "application/json",
      data: Buffer.from("{}"),
      bodyHash: Buffer.from("x"),
      subject: "order.placed",
      version: 2,
      failures: [{ pointer: "/total", keyword: "type", message: "`total` must be a number." }],
      pointer: "/total",
      keyword: "type",
    },
  });
  await db.idempotencyKey.create({
    data: {
      topicId,
      producerId: nobody,
      source: "s",
      eventId: "old",
      offset: 900n,
      bodyHash: Buffer.from("x"),
    },
  });
  expect((await ask("odd")).quarantined).toMatchObject([
    { state: "waiting", message: "`total` must be a number." },
  ]);
  expect((await ask("order-9")).quarantined).toHaveLength(1);
  expect((await ask("old")).deleted).toMatchObject([{ topic: "order.placed", offset: 900 }]);
});

it("says what it looked through when there is nothing", async () => {
  const answer = await ask("nobody knows");
  expect(answer).toMatchObject({ by: undefined, events: [], lookedThrough: { topics: 1, events: 3 } });
});

it("tells a stranger nothing", async () => {
  const answer = await why(database.deps, stranger, { question: "a" });
  expect(answer).toMatchObject({ events: [], lookedThrough: { topics: 0 } });
});
