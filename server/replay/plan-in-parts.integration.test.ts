import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { inTransaction } from "../log/in-transaction";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { cancelReplay, startReplay } from "./change-replay";
import { freeze, freezePart } from "./freeze-part";
import { goOnPlanning } from "./go-on-planning";
import { getReplay, replayItems } from "./list-replays";
import { openPlan, planReplay } from "./plan-replay";
import { type Planning, planningSchema } from "./planning";
import { readReplayPlan } from "./read-plan";
import { replayOptionsSchema, selectionSchema } from "./replay-schemas";
import { PLAN_LOCK_CLASS } from "./take-plan";
import { tidyPlans } from "./tidy-plans";

const database = useTestDatabase();
const EVENTS = 30;
let actor: Actor;
let consumers: string[];

beforeAll(async () => {
  const { deps } = database;
  actor = await makeWorkspace(deps, "ours");
  consumers = [];
  const topics = await Promise.all(["orders", "users", "visits"].map((name) => makeTopic(deps, actor, name)));
  for (const topic of topics) consumers.push(await makeConsumer(deps, actor, topic, `of-${topic}`));
  // One after the other in time, in turns of odd lengths.
  for (let index = 0; index < EVENTS; index += 1) {
    const topic = topics[(index * index + (index >> 2)) % topics.length] ?? "";
    const data = JSON.stringify({ n: index, even: index % 2 === 0 ? "yes" : "no" });
    await writeEvents(deps, topic, [{ id: `e${index}`, data, key: `k${index % 3}` }]);
  }
  const dead = await deps.db.event.findMany({ where: { id: { in: ["e3", "e4", "e11", "e20"] } } });
  for (const { topicId, offset } of dead) {
    const subscription = await deps.db.subscription.findFirstOrThrow({
      where: { topicId },
      include: { lanes: true },
    });
    await deps.db.delivery.create({
      data: {
        id: randomUUID(),
        subscriptionId: subscription.id,
        laneId: subscription.lanes[0]?.id ?? 0n,
        revisionId: subscription.revisionId,
        ...{ topicId, offset, run: 0, status: "dead" },
      },
    });
  }
});

const notStarted = {
  state: "planned",
  startsBy: null,
  pausedBecause: "It could not be started by itself. Start it here.",
};

async function makeKey(): Promise<Actor> {
  const key = await database.deps.db.apiKey.create({
    data: {
      ...{
        workspaceId: actor.workspaceId,
        name: "Robot",
        role: "operator",
        prefix: "mr_",
        createdBy: "Tester",
      },
      keyHash: randomUUID(),
    },
  });
  return { ...actor, kind: "api-key", id: key.id, name: key.name, role: key.role };
}

const inputOf = (selection: Parameters<typeof planReplay>[2]["selection"], ids = consumers) => ({
  name: "again",
  reason: "",
  selection: selectionSchema.parse(selection),
  options: replayOptionsSchema.parse({ subscriptionIds: ids, withOutsideEffects: false }),
});

const all = { parts: ["orders", "users", "visits"].map((topic) => ({ topic, isAll: true as const })) };

async function begin(selection: Parameters<typeof planReplay>[2]["selection"] = all, ids = consumers) {
  return openPlan(database.deps, actor, inputOf(selection, ids));
}

async function finish(id: string, most: number): Promise<void> {
  while ((await freezePart(database.deps.pool, id, most)) === "more");
}

const itemsOf = (id: string) => replayItems(database.deps, actor, { id, limit: 200 });

const itemCount = (run: number) => database.deps.db.replayItem.count({ where: { run } });

describe("planning in parts", () => {
  it("comes to the same as planning at once, whatever is chosen and however small the parts are", async () => {
    const topic = fc.constantFrom("orders", "users", "visits");
    const offset = fc.integer({ min: 1, max: EVENTS });
    const part = fc.oneof(
      fc.record({ topic, isAll: fc.constant(true as const) }),
      fc.record({ topic, offsets: fc.array(offset, { minLength: 1, maxLength: 12 }) }),
      fc
        .tuple(topic, offset, offset)
        .map(([name, a, b]) => ({ topic: name, fromOffset: Math.min(a, b), toOffset: Math.max(a, b) })),
    );
    const filter = fc.constantFrom(
      {},
      { text: '"yes"' },
      { key: "k1" },
      { isDead: true },
      { correlationId: "e7" },
    );
    const first = fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        filter,
        first,
        fc.integer({ min: 1, max: 9 }),
        async (parts, asked, most, size) => {
          const selection = { parts, filter: asked, ...(most === undefined ? {} : { first: most }) };
          const whole = await planReplay(database.deps, actor, inputOf(selection)).catch(() => undefined);
          const opened = await begin(selection).catch(() => undefined);
          if (opened !== undefined) await finish(opened.id, size);
          if (whole === undefined) {
            if (opened === undefined) return;
            expect(await getReplay(database.deps, actor, { id: opened.id })).toMatchObject({
              state: "cancelled",
              pausedBecause: "No stored event fits this choice.",
            });
            return;
          }
          expect(await itemsOf(opened?.id ?? "")).toEqual(await itemsOf(whole.id));
          expect(await getReplay(database.deps, actor, { id: opened?.id ?? "" })).toMatchObject({
            state: "planned",
            total: whole.total,
            planning: null,
          });
        },
      ),
      { numRuns: 15 },
    );
  });

  it("has the events of several topics in the order in which they came", async () => {
    const { id, run } = await begin();
    await finish(id, 2);
    expect(await itemCount(run)).toBe(EVENTS);
    const events = await database.deps.pool.query<{ id: string }>(
      `SELECT e.id FROM replay_item i JOIN event e ON e.topic_id = i.topic_id AND e."offset" = i."offset"
       WHERE i.run = $1 ORDER BY i.ordinal`,
      [run],
    );
    expect(events.rows.map((row) => row.id)).toEqual(
      Array.from({ length: EVENTS }, (_, index) => `e${index}`),
    );
  });

  it("says how far it is, and leaves out what arrives meanwhile", async () => {
    const { deps } = database;
    const topic = await makeTopic(deps, actor, "late");
    const reader = await makeConsumer(deps, actor, topic, "late");
    await writeEvents(
      deps,
      topic,
      Array.from({ length: 6 }, (_, index) => ({ id: `l${index}` })),
    );
    const { id } = await begin({ parts: [{ topic: "late", isAll: true }] }, [reader]);
    await freezePart(deps.pool, id, 4);
    expect(await getReplay(deps, actor, { id })).toMatchObject({
      state: "planning",
      total: 4,
      planning: { looked: 4, of: 6 },
    });
    await writeEvents(deps, topic, [{ id: "x" }, { id: "y" }]);
    await finish(id, 4);
    await deps.pool.query("UPDATE revision SET plan = $1", [{ producers: [], consumers: [], topicIds: {} }]);
    expect((await itemsOf(id)).map(({ offset }) => offset)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await readReplayPlan(deps, actor, { id })).toMatchObject({ events: 6, missing: 0, bytes: 12 });
  });

  it("leaves nothing when it is cancelled", async () => {
    const { deps } = database;
    const { id, run } = await begin();
    await freezePart(deps.pool, id, 5);
    expect(await itemCount(run)).toBeGreaterThan(0);
    await cancelReplay(deps, actor, { id });
    expect(await freezePart(deps.pool, id, 5)).toBe("none");
    await tidyPlans(deps.pool, 10_000);
    expect(await itemCount(run)).toBe(0);
    expect(await getReplay(deps, actor, { id })).toMatchObject({
      state: "cancelled",
      total: 0,
      pausedBecause: "Cancelled before all events were looked at.",
    });
    await expect(startReplay(deps, actor, { id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("is gone on with by whoever has time, and starts by itself when somebody asked for that", async () => {
    const { deps } = database;
    const { id, run } = await begin();
    await startReplay(deps, await makeKey(), { id });
    expect(await getReplay(deps, actor, { id })).toMatchObject({ state: "planning", startsBy: "Robot" });
    expect(await goOnPlanning(deps)).toBe(true);
    expect(await getReplay(deps, actor, { id })).toMatchObject({
      state: "running",
      total: EVENTS,
      startsBy: null,
    });
    expect(await deps.db.lane.count({ where: { run, endAt: BigInt(EVENTS) } })).toBe(consumers.length);
    expect(await goOnPlanning(deps)).toBe(false);
  });

  it("stays planned and says so when it cannot start by itself", async () => {
    const { deps } = database;
    const topic = await makeTopic(deps, actor, "short");
    await writeEvents(deps, topic, [{ id: "s" }]);
    const gone = await makeConsumer(deps, actor, topic, "gone");
    const { id } = await begin({ parts: [{ topic: "short", isAll: true }] }, [gone]);
    await startReplay(deps, await makeKey(), { id });
    await deps.db.subscription.delete({ where: { id: gone } });
    await goOnPlanning(deps);
    expect(await getReplay(deps, actor, { id })).toMatchObject(notStarted);
  });

  it("does not start for somebody who may not do that any more", async () => {
    const { deps } = database;
    for (const change of [{ role: "viewer" as const }, { revokedAt: new Date() }]) {
      const robot = await makeKey();
      const { id } = await begin();
      await startReplay(deps, robot, { id });
      await deps.db.apiKey.update({ where: { id: robot.id }, data: change });
      await goOnPlanning(deps);
      expect(await getReplay(deps, actor, { id })).toMatchObject(notStarted);
    }
  });

  it("is started and cancelled without waiting for the part that is looked at", async () => {
    const { deps } = database;
    const { id, run } = await begin();
    const busy = await deps.pool.connect();
    try {
      await busy.query("BEGIN");
      await busy.query("SELECT pg_advisory_xact_lock($1, $2)", [PLAN_LOCK_CLASS, run]);
      expect(await freezePart(deps.pool, id, 5)).toBe("none");
      await startReplay(deps, actor, { id });
      await cancelReplay(deps, actor, { id });
    } finally {
      await busy.query("ROLLBACK");
      busy.release();
    }
    expect(await freezePart(deps.pool, id, 5)).toBe("none");
    expect(await itemCount(run)).toBe(0);
  });

  it("writes nothing down when it was cancelled over a part", async () => {
    const { deps } = database;
    const { id, run } = await begin();
    const { planning } = await deps.db.replay.findUniqueOrThrow({ where: { id } });
    const plan = { id, run, total: 0, sums: null, ...inputOf(all), planning: planningSchema.parse(planning) };
    await cancelReplay(deps, actor, { id });
    await expect(inTransaction(deps.pool, (db) => freeze(db, plan))).rejects.toThrow();
    expect(await itemCount(run)).toBe(0);
  });

  it("reads what its part has to look at, and not the rest of the log", async () => {
    const { deps } = database;
    const topic = await makeTopic(deps, actor, "long");
    await deps.pool.query(
      `INSERT INTO event (topic_id, "offset", id, source, type, time, content_type, data, correlation_id)
       SELECT $1, n, 'n' || n, 'test', 'test', now(), 'application/json', '{}', 'c' FROM generate_series(1, 5000) n`,
      [topic],
    );
    const { id, run } = await begin();
    const planning: Planning = {
      topics: [{ id: topic, ranges: [[4_000, 4_099]] }],
      ...{ looked: 0, of: 100, size: 100 },
    };
    await inTransaction(deps.pool, async (client) => {
      // Holds what the connection read for the tests before and has not reported yet, too.
      const readSoFar = async () => {
        const { rows } = await client.query<{ readonly n: string }>(
          `SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0) AS n FROM pg_stat_xact_user_tables
           WHERE relname = 'event'`,
        );
        return Number(rows[0]?.n);
      };
      const before = await readSoFar();
      await freeze(client, { id, run, total: 0, sums: null, ...inputOf(all), planning });
      expect((await readSoFar()) - before).toBeLessThan(1_000);
    });
    expect(await itemCount(run)).toBe(100);
  });

  it("tells whoever waits that nothing fits, and keeps nothing of it", async () => {
    const { deps } = database;
    const before = await deps.db.replay.count();
    const nothing = { parts: [{ topic: "orders", isAll: true as const }], filter: { key: "nobody" } };
    await expect(planReplay(deps, actor, inputOf(nothing))).rejects.toMatchObject({ code: "bad-input" });
    expect(await deps.db.replay.count()).toBe(before);
  });
});
