import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { dispatchBatches } from "../log/dispatch";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { cancelReplay, pauseReplay, resumeReplay, startReplay } from "./change-replay";
import { getReplay } from "./list-replays";
import { paceReplays } from "./pace-replays";
import { planReplay } from "./plan-replay";
import type { ReplayPace } from "./replay-schemas";
import { stopFailing } from "./stop-failing";

const database = useTestDatabase();
const HOUR_MS = 3_600_000;
/** So slow that no test lasts long enough for a second event: time is moved instead. */
const hourly: ReplayPace = { kind: "rate", perSecond: 1 / 3600 };
let actor: Actor;

beforeAll(async () => {
  actor = await makeWorkspace(database.deps, "ours");
});

/** Topics with as many events as named for each, all in the order of the list, the next one so many hours later. */
async function makeReplay(topics: readonly string[], pace: ReplayPace, hours: readonly number[]) {
  const { deps } = database;
  const ids = new Map<string, string>();
  const subscriptionIds: string[] = [];
  for (const name of new Set(topics)) {
    const topicId = await makeTopic(deps, actor, name);
    ids.set(name, topicId);
    const id = await makeConsumer(deps, actor, topicId, `of-${name.replaceAll(".", "-")}`);
    await deps.db.lane.updateMany({ where: { subscriptionId: id }, data: { cursor: 1_000n } });
    subscriptionIds.push(id);
  }
  const offsets = new Map<string, number>();
  for (const [index, name] of topics.entries()) {
    const topicId = ids.get(name) ?? "";
    await writeEvents(deps, topicId, [{ id: `e${index}` }]);
    const offset = (offsets.get(name) ?? 0) + 1;
    offsets.set(name, offset);
    await deps.pool.query(
      `UPDATE event SET received_at = '2026-01-01T00:00:00Z'::timestamptz + $3 * interval '1 hour'
       WHERE topic_id = $1 AND "offset" = $2`,
      [topicId, offset, hours[index] ?? index / 3_600_000],
    );
  }
  const planned = await planReplay(deps, actor, {
    name: "again",
    selection: { parts: [...ids.keys()].map((topic) => ({ topic, isAll: true as const })) },
    options: { subscriptionIds, withOutsideEffects: false, pace },
  });
  await startReplay(deps, actor, { id: planned.id });
  // As of consumers that are quick: all that may go goes in one batch.
  await deps.db.lane.updateMany({ where: { run: planned.run }, data: { workMicros: 1 } });
  return { ...planned, subscriptionIds };
}

type Made = Awaited<ReturnType<typeof makeReplay>>;

/** What is handed out now, as `topic offset`; it is done at once. */
async function handedOut({ run }: Made): Promise<string[]> {
  const { deps } = database;
  await paceReplays(deps.pool);
  await dispatchBatches(deps.pool, { isReplay: true }, 16);
  const { rows } = await deps.pool.query<{ event: string }>(
    `SELECT t.name || ' ' || o.n AS event
     FROM batch b JOIN subscription s ON s.id = b.subscription_id JOIN topic t ON t.id = s.topic_id
     CROSS JOIN LATERAL unnest(b.offsets) AS o(n)
     JOIN replay_item i ON i.run = b.run AND i.topic_id = t.id AND i."offset" = o.n
     WHERE b.run = $1 ORDER BY i.ordinal`,
    [run],
  );
  await deps.db.batch.deleteMany({ where: { run } });
  await deps.db.lane.updateMany({ where: { run }, data: { openBatches: 0 } });
  return rows.map(({ event }) => event);
}

/** As if so much time had passed. */
async function pass({ run }: Made, hours: number): Promise<void> {
  await database.deps.pool.query(
    `UPDATE replay SET paced_since = paced_since - $2 * interval '1 hour',
       paused_at = paused_at - $2 * interval '1 hour' WHERE run = $1`,
    [run, hours],
  );
}

describe("a replay at a rate", () => {
  it("hands out an event when its time has come, says when the next one is due, and ends behind the last", async () => {
    const replay = await makeReplay(Array(3).fill("rate"), hourly, []);
    expect(await handedOut(replay)).toEqual(["rate 1"]);
    expect(await handedOut(replay)).toEqual([]);
    const ms = (await paceReplays(database.deps.pool)) ?? 0;
    expect(ms).toBeGreaterThan(HOUR_MS / 2);
    expect(ms).toBeLessThanOrEqual(HOUR_MS);
    await pass(replay, 1);
    expect(await handedOut(replay)).toEqual(["rate 2"]);
    await pass(replay, 1);
    expect(await handedOut(replay)).toEqual(["rate 3"]);
    expect(await database.deps.db.lane.findFirst({ where: { run: replay.run } })).toMatchObject({
      cursor: 3n,
      endAt: 3n,
    });
    expect(await paceReplays(database.deps.pool)).toBeUndefined();
  });

  it("does not catch up what nobody was there for", async () => {
    const replay = await makeReplay(Array(6).fill("down"), hourly, []);
    expect(await handedOut(replay)).toEqual(["down 1"]);
    await pass(replay, 4);
    expect(await handedOut(replay)).toEqual(["down 2"]);
    expect(await handedOut(replay)).toEqual([]);
    await pass(replay, 1);
    expect(await handedOut(replay)).toEqual(["down 3"]);
    await cancelReplay(database.deps, actor, replay);
  });

  it("catches up a second's worth, not more", async () => {
    const replay = await makeReplay(Array(100).fill("burst"), { kind: "rate", perSecond: 20 }, []);
    const { deps } = database;
    // Nothing but this moves its time: the first call comes to it an hour late.
    await pass(replay, 1);
    await deps.pool.query("SELECT millrace_pace_replays()");
    const { pacedTo } = await deps.db.replay.findUniqueOrThrow({ where: { run: replay.run } });
    expect(Number(pacedTo)).toBeLessThanOrEqual(21);
    expect(Number(pacedTo)).toBeGreaterThanOrEqual(20);
    await cancelReplay(deps, actor, replay);
  });

  it("is one rate for all topics and consumers, in the order in which the events came", async () => {
    const replay = await makeReplay(["one.a", "one.b", "one.b", "one.a"], hourly, []);
    const all = [...(await handedOut(replay))];
    for (let count = 1; count < 4; count += 1) {
      await pass(replay, 1);
      const next = await handedOut(replay);
      expect(next).toHaveLength(1);
      all.push(...next);
    }
    expect(all).toEqual(["one.a 1", "one.b 1", "one.b 2", "one.a 2"]);
  });

  it("waits for a consumer that takes nothing, so that no burst follows, and polls for nobody", async () => {
    const replay = await makeReplay(["held.a", "held.b", "held.a", "held.b"], hourly, []);
    const { deps } = database;
    const [first, second] = replay.subscriptionIds;
    await deps.db.subscription.updateMany({ where: { id: first ?? "" }, data: { state: "paused" } });
    expect(await handedOut(replay)).toEqual([]);
    await pass(replay, 3);
    expect(await handedOut(replay)).toEqual([]);
    expect(await paceReplays(deps.pool)).toBeUndefined();
    await deps.db.subscription.updateMany({ where: { id: first ?? "" }, data: { state: "active" } });
    expect(await handedOut(replay)).toEqual(["held.a 1"]);
    await pass(replay, 1);
    expect(await handedOut(replay)).toEqual(["held.b 1"]);
    // One that is not deployed any more holds nobody back.
    await deps.db.subscription.updateMany({ where: { id: second ?? "" }, data: { state: "removed" } });
    await pass(replay, 1);
    expect(await handedOut(replay)).toEqual(["held.a 2"]);
    await cancelReplay(deps, actor, replay);
  });

  it("stands still while it is paused, by somebody or by itself", async () => {
    const replay = await makeReplay(Array(4).fill("pause"), hourly, []);
    const { deps } = database;
    expect(await handedOut(replay)).toEqual(["pause 1"]);
    await pauseReplay(deps, actor, replay);
    await pass(replay, 5);
    expect(await handedOut(replay)).toEqual([]);
    await resumeReplay(deps, actor, replay);
    expect(await handedOut(replay)).toEqual([]);
    await pass(replay, 1);
    expect(await handedOut(replay)).toEqual(["pause 2"]);
    await deps.db.$executeRaw`
      UPDATE replay SET options = options || '{"stopAfterFailures": 1}' WHERE run = ${replay.run}`;
    await deps.db.lane.updateMany({ where: { run: replay.run }, data: { dead: 1n } });
    await stopFailing(deps.pool, replay.run);
    await pass(replay, 5);
    expect(await handedOut(replay)).toEqual([]);
    await resumeReplay(deps, actor, replay);
    expect(await handedOut(replay)).toEqual([]);
    await pass(replay, 1);
    expect(await handedOut(replay)).toEqual(["pause 3"]);
    await cancelReplay(deps, actor, replay);
    await pass(replay, 1);
    expect(await handedOut(replay)).toEqual([]);
  });
});

describe("a replay with the original spacing", () => {
  it("keeps the times between its events, so many times shorter", async () => {
    const replay = await makeReplay(
      ["gap.a", "gap.a", "gap.b", "gap.a", "gap.b"],
      { kind: "spacing", speed: 2 },
      [0, 0, 2, 2, 10],
    );
    expect(await handedOut(replay)).toEqual(["gap.a 1", "gap.a 2"]);
    expect(await handedOut(replay)).toEqual([]);
    const shareOf = async () => (await getReplay(database.deps, actor, replay)).handedOut;
    expect(await shareOf()).toBeCloseTo(2 / 5);
    await pass(replay, 1);
    expect((await handedOut(replay)).toSorted()).toEqual(["gap.a 3", "gap.b 1"]);
    const ms = (await paceReplays(database.deps.pool)) ?? 0;
    expect(ms).toBeGreaterThan(3.5 * HOUR_MS);
    expect(ms).toBeLessThanOrEqual(4 * HOUR_MS);
    const { nextAt, endsAt } = await getReplay(database.deps, actor, replay);
    expect(nextAt).toEqual(endsAt);
    await pass(replay, 3);
    expect(await handedOut(replay)).toEqual([]);
    const { pacedSince } = await database.deps.db.replay.findUniqueOrThrow({ where: { run: replay.run } });
    const later = await getReplay(database.deps, actor, replay);
    expect(((later.endsAt?.getTime() ?? 0) - (pacedSince?.getTime() ?? 0)) / HOUR_MS).toBeCloseTo(5, 4);
    // Two hours late: it goes at once, and nothing is left.
    await pass(replay, 3);
    expect(await handedOut(replay)).toEqual(["gap.b 2"]);
    expect(await shareOf()).toBe(1);
    expect(await paceReplays(database.deps.pool)).toBeUndefined();
  });

  it("moves the rest on when it is late, and passes events that were trimmed", async () => {
    const replay = await makeReplay(Array(5).fill("late"), { kind: "spacing", speed: 1 }, [0, 1, 2, 3, 4]);
    const { deps } = database;
    expect(await handedOut(replay)).toEqual(["late 1"]);
    await deps.pool.query(
      `DELETE FROM event WHERE "offset" = 2 AND topic_id = (SELECT id FROM topic WHERE name = 'late')`,
    );
    await pass(replay, 1);
    expect(await handedOut(replay)).toEqual([]);
    await pass(replay, 5);
    expect(await handedOut(replay)).toEqual(["late 3"]);
    expect(await handedOut(replay)).toEqual([]);
    await pass(replay, 1);
    expect(await handedOut(replay)).toEqual(["late 4"]);
    await cancelReplay(deps, actor, replay);
  });
});

it("leaves a replay without a schedule alone", async () => {
  const replay = await makeReplay(Array(3).fill("fast"), { kind: "asFast" }, [0, 1, 2]);
  expect(await database.deps.db.replay.findUnique({ where: { run: replay.run } })).toMatchObject({
    pacedTo: null,
    pacedSince: null,
  });
  expect(await handedOut(replay)).toEqual(["fast 1", "fast 2", "fast 3"]);
});
