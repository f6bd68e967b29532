import type { TrackedEnvelope } from "@trpc/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { closeHints } from "./hints";
import { type TailMessage, watchTopics } from "./watch-topics";

const database = useTestDatabase();
let actor: Actor;
let topicId: string;

beforeAll(async () => {
  actor = await makeWorkspace(database.deps, "ours");
  topicId = await makeTopic(database.deps, actor, "order.placed");
  await writeEvents(database.deps, topicId, [{ id: "early" }]);
});

afterAll(async () => {
  await closeHints(database.deps);
});

/** Reads messages until `count` events came; returns their ids and the id of the last message. */
async function read(count: number, lastEventId?: string, write?: () => Promise<void>, text?: string) {
  const stop = new AbortController();
  const input = {
    ...(lastEventId === undefined ? {} : { lastEventId }),
    ...(text === undefined ? {} : { text }),
  };
  const seen: string[] = [];
  let position = "";
  let isWritten = write === undefined;
  for await (const message of watchTopics(database.deps, actor, input, stop.signal)) {
    const [id, { rows }] = message as unknown as TrackedEnvelope<TailMessage>;
    position = id;
    seen.push(...rows.map((row) => row.id));
    if (!isWritten) {
      isWritten = true;
      await write?.();
    }
    if (seen.length >= count && isWritten) stop.abort();
  }
  return { seen, position };
}

it("starts at the head and gives what comes after it", async () => {
  const { seen } = await read(2, undefined, () =>
    writeEvents(database.deps, topicId, [{ id: "a" }, { id: "b" }]),
  );
  expect(seen).toEqual(["a", "b"]);
});

it("resumes after a dropped connection without gap or duplicate, also over more than one message", async () => {
  const first = await read(1, undefined, () => writeEvents(database.deps, topicId, [{ id: "c" }]));
  const many = Array.from({ length: 450 }, (_, index) => ({ id: `n-${index}` }));
  await writeEvents(database.deps, topicId, many);
  const second = await read(450, first.position);
  expect(second.seen).toEqual(many.map((event) => event.id));
});

it("moves on past events that do not fit the filter", async () => {
  const first = await read(
    1,
    undefined,
    () => writeEvents(database.deps, topicId, [{ id: "other" }, { id: "wanted-1", data: '"yes"' }]),
    "yes",
  );
  expect(first.seen).toEqual(["wanted-1"]);
  await writeEvents(database.deps, topicId, [{ id: "other-2" }, { id: "wanted-2", data: '"yes"' }]);
  expect((await read(1, first.position, undefined, "yes")).seen).toEqual(["wanted-2"]);
});

it("joins a topic that appears later with its first event", async () => {
  const { seen } = await read(1, undefined, async () => {
    const later = await makeTopic(database.deps, actor, "late.topic");
    await writeEvents(database.deps, later, [{ id: "late" }]);
  });
  expect(seen).toEqual(["late"]);
});

it("resumes with the first event of a topic that appeared while the connection was down", async () => {
  const first = await read(1, undefined, () => writeEvents(database.deps, topicId, [{ id: "before" }]));
  const between = await makeTopic(database.deps, actor, "between.topic");
  await writeEvents(database.deps, between, [{ id: "between" }]);
  await writeEvents(database.deps, topicId, [{ id: "after" }]);
  expect((await read(2, first.position)).seen).toEqual(["between", "after"]);
});

it("tells only of what an expression says, and comes forward over what does not fit", async () => {
  const stop = new AbortController();
  const seen: TailMessage[] = [];
  const input = { where: ["data.number % 500 == 0"] };
  for await (const message of watchTopics(database.deps, actor, input, stop.signal)) {
    const [, told] = message as unknown as TrackedEnvelope<TailMessage>;
    seen.push(told);
    if (told.isStart) {
      const numbers = Array.from({ length: 1_500 }, (_, index) => ({
        id: `x-${index}`,
        data: `{"number":${index + 1}}`,
      }));
      await writeEvents(database.deps, topicId, numbers);
    }
    if (seen.reduce((sum, { count }) => sum + count, 0) >= 3) stop.abort();
  }
  expect(seen.flatMap(({ rows }) => rows.map(({ preview }) => preview))).toEqual([
    '{"number":500}',
    '{"number":1000}',
    '{"number":1500}',
  ]);
});

it("says of how many new events an expression could not say whether they fit", async () => {
  const stop = new AbortController();
  for await (const message of watchTopics(
    database.deps,
    actor,
    { where: ["data.number > 1"] },
    stop.signal,
  )) {
    const [, told] = message as unknown as TrackedEnvelope<TailMessage>;
    if (told.isStart) {
      const odd = { id: "odd", data: '{"number":"two"}' };
      await writeEvents(database.deps, topicId, [odd, { id: "even", data: '{"number":2}' }]);
      continue;
    }
    expect(told).toMatchObject({ count: 1, passedOver: 1 });
    stop.abort();
  }
});

it("starts at the newest for who was away for very many, and says how many", async () => {
  const busy = await makeTopic(database.deps, actor, "busy.topic");
  const first = await read(1, undefined, () => writeEvents(database.deps, topicId, [{ id: "last" }]));
  // What such a viewer is told of is read from the head alone.
  await database.deps.db.topicHead.update({ where: { topicId: busy }, data: { head: 60_000n } });
  const stop = new AbortController();
  for await (const message of watchTopics(
    database.deps,
    actor,
    { lastEventId: first.position },
    stop.signal,
  )) {
    const [, told] = message as unknown as TrackedEnvelope<TailMessage>;
    expect(told).toMatchObject({ isStart: true, skipped: 60_000, rows: [] });
    stop.abort();
  }
});
