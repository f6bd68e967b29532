import { beforeEach, describe, expect, it } from "vitest";
import type { EventDraft } from "@/flow/event/event-envelope";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace } from "../testing/write-events";
import { type AppendItem, append } from "./append";
import { createGroupAppend } from "./group-append";
import { isRefusal } from "./is-refusal";
import { readEvents } from "./read";

const database = useTestDatabase();
let topicId: string;
let serial = 0;

beforeEach(async () => {
  serial += 1;
  const actor = await makeWorkspace(database.deps, `append-${serial}`);
  topicId = await makeTopic(database.deps, actor, "order.placed");
});

function item(id: string, body = `{"id":"${id}"}`, change: Partial<EventDraft> = {}): AppendItem {
  const draft: EventDraft = {
    id,
    source: "/test",
    type: "order.placed",
    contentType: "application/json",
    data: Buffer.from(body),
    ...change,
  };
  return { draft };
}

async function logOf(): Promise<{ offset: number; id: string }[]> {
  const events = await readEvents(database.deps.pool, topicId, 0, 100_000);
  return events.map(({ envelope }) => ({ offset: envelope.offset, id: envelope.id }));
}

describe("append", () => {
  it("stores events byte for byte at offsets from 1", async () => {
    const body = '{"b": 1.10, "a":12345678901234567890, "a":"\\u0000"}';
    const outcomes = await append(database.deps.pool, topicId, [item("1", body), item("2", "")]);
    expect(outcomes).toEqual([
      { kind: "stored", offset: 1 },
      { kind: "stored", offset: 2 },
    ]);
    const [first, second] = await readEvents(database.deps.pool, topicId, 0, 10);
    expect(Buffer.from(first?.data ?? []).toString()).toBe(body);
    expect(second?.data.byteLength).toBe(0);
    expect(first?.envelope).toMatchObject({ id: "1", topic: "order.placed", correlationId: "1", hops: 0 });
  });

  it("answers the same event with its first offset, and another body under its id with a conflict", async () => {
    await append(database.deps.pool, topicId, [item("1"), item("2")]);
    const outcomes = await append(database.deps.pool, topicId, [item("2"), item("3"), item("1", "other")]);
    expect(outcomes).toEqual([
      { kind: "duplicate", offset: 2 },
      { kind: "stored", offset: 3 },
      { kind: "conflict", offset: 1 },
    ]);
    const rows = await database.deps.db.event.findMany({ where: { topicId }, orderBy: { offset: "asc" } });
    expect(rows.map((row) => row.duplicates)).toEqual([0, 1, 0]);
  });

  it("finds duplicates and conflicts inside one call", async () => {
    const outcomes = await append(database.deps.pool, topicId, [item("1"), item("1"), item("1", "x")]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["stored", "duplicate", "conflict"]);
    expect(outcomes.map(({ offset }) => offset)).toEqual([1, 1, 1]);
  });

  it("closes the gaps of duplicates, and remembers where their neighbours went", async () => {
    await append(database.deps.pool, topicId, [item("1"), item("2")]);
    const mixed = [
      item("2"),
      item("3"),
      item("1"),
      item("4"),
      item("3"),
      item("4"),
      item("4", "x"),
      item("2"),
    ];
    const outcomes = await append(database.deps.pool, topicId, mixed);
    expect(outcomes.map(({ kind, offset }) => `${kind} ${offset}`)).toEqual([
      "duplicate 2",
      "stored 3",
      "duplicate 1",
      "stored 4",
      "duplicate 3",
      "duplicate 4",
      "conflict 4",
      "duplicate 2",
    ]);
    const again = await append(database.deps.pool, topicId, [item("4"), item("3"), item("5")]);
    expect(again.map(({ offset }) => offset)).toEqual([4, 3, 5]);
    const rows = await database.deps.db.event.findMany({ where: { topicId }, orderBy: { offset: "asc" } });
    expect(rows.map(({ id, duplicates }) => [id, duplicates])).toEqual([
      ["1", 1],
      ["2", 2],
      ["3", 2],
      ["4", 2],
      ["5", 0],
    ]);
  });

  it("keeps ids of different senders apart, and asks no key of an id that was made just now", async () => {
    const producerId = "00000000-0000-4000-8000-000000000001";
    const outcomes = await append(database.deps.pool, topicId, [
      item("1"),
      { ...item("1"), producerId },
      item("1", undefined, { source: "/other" }),
      { ...item("1"), isIdFresh: true },
    ]);
    expect(outcomes.map(({ offset }) => offset)).toEqual([1, 2, 3, 4]);
  });

  it("leaves no gap when its transaction is rolled back", async () => {
    const client = await database.deps.pool.connect();
    await client.query("BEGIN");
    await append(client, topicId, [item("1")]);
    await client.query("ROLLBACK");
    client.release();
    await append(database.deps.pool, topicId, [item("2")]);
    expect(await logOf()).toEqual([{ offset: 1, id: "2" }]);
  });

  it("gives gapless offsets to 50 writers whose duplicates race", async () => {
    const calls = Array.from({ length: 50 }, (_, writer) =>
      append(
        database.deps.pool,
        topicId,
        // Every event is sent by two writers, and twice by one of them.
        Array.from({ length: 40 }, (_, index) => item(String((writer * 20 + (index % 30)) % 1000))),
      ),
    );
    const outcomes = (await Promise.all(calls)).flat();
    const log = await logOf();
    expect(log.map(({ offset }) => offset)).toEqual(log.map((_, index) => index + 1));
    expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
    expect(outcomes.filter(({ kind }) => kind === "stored").length).toBe(log.length);
    expect(outcomes.filter(({ kind }) => kind === "conflict")).toEqual([]);
  });
});

describe("group append", () => {
  it("shares commits and answers each with its own offset", async () => {
    const stored: string[] = [];
    const group = createGroupAppend(database.deps.pool, (topic) => stored.push(topic));
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) => group.append(topicId, item(String(index % 150)))),
    );
    expect(outcomes.slice(0, 150).map(({ offset }) => offset)).toEqual(
      Array.from({ length: 150 }, (_, index) => index + 1),
    );
    expect(outcomes.filter(({ kind }) => kind === "duplicate").length).toBe(50);
    expect(stored.length).toBeLessThan(10);
    await group.idle();
  });

  it("stores what came together in its order, in one commit", async () => {
    const stored: string[] = [];
    const group = createGroupAppend(database.deps.pool, (topic) => stored.push(topic));
    const before = (await logOf()).length;
    const items = Array.from({ length: 100 }, (_, index) => item(`together-${index}`));
    const outcomes = await group.appendAll(topicId, items);
    expect(outcomes.map(({ offset }) => offset)).toEqual(items.map((_, index) => before + index + 1));
    expect(stored).toEqual([topicId]);
    expect(await group.appendAll(topicId, [])).toEqual([]);
    await group.idle();
  });

  it("lets a bad event fail alone", async () => {
    const group = createGroupAppend(database.deps.pool, () => undefined);
    const sent = Array.from({ length: 20 }, (_, index) =>
      group.append(topicId, index === 13 ? item("bad", "{}", { subject: "a\u0000b" }) : item(String(index))),
    );
    const settled = await Promise.allSettled(sent);
    const failed = settled.flatMap((one, index) => (one.status === "rejected" ? [{ index, one }] : []));
    expect(failed.map(({ index }) => index)).toEqual([13]);
    expect(isRefusal(failed[0]?.one.reason)).toBe(true);
    expect((await logOf()).map(({ offset }) => offset)).toEqual(
      Array.from({ length: 19 }, (_, index) => index + 1),
    );
  });

  it("refuses everybody when the topic does not exist", async () => {
    const group = createGroupAppend(database.deps.pool, () => undefined);
    const nowhere = "00000000-0000-4000-8000-000000000009";
    const sent = await Promise.allSettled([
      group.append(nowhere, item("1")),
      group.append(nowhere, item("2")),
    ]);
    expect(sent.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});
