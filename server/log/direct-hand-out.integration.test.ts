import { beforeEach, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { dispatchBatches } from "./dispatch";
import { repair } from "./repair";
import { takeBatch } from "./take";
import { enterWorker } from "./worker-process";

const LEASE_MS = 8_000;
const database = useTestDatabase();
let actor: Actor;
let topicId: string;
let subscriptionId: string;
let workerId: number;
let made = 0;

const handOut = (count = 4) =>
  dispatchBatches(database.deps.pool, { topicIds: [topicId], isReplay: false }, 16, {
    ...{ workerId, leaseMs: LEASE_MS, count },
  });
const write = (...ids: string[]) =>
  writeEvents(
    database.deps,
    topicId,
    ids.map((id) => ({ id: `${topicId}-${id}` })),
  );

beforeEach(async () => {
  made += 1;
  actor = await makeWorkspace(database.deps, `direct-${made}`);
  topicId = await makeTopic(database.deps, actor, "order.placed");
  subscriptionId = await makeConsumer(database.deps, actor, topicId, "mail");
  await database.deps.db.subscription.update({ where: { id: subscriptionId }, data: { isOutside: false } });
  workerId = await enterWorker(database.deps.pool, "test", 16, "redis");
});

it("leases what it cuts to whoever asks for it, and says of it what taking it would", async () => {
  const { pool } = database.deps;
  await write("a");
  const { queued, taken } = await handOut();
  expect(queued).toEqual([]);
  expect(taken).toHaveLength(1);
  const row =
    "SELECT takes, strikes, taken_by, lease_until > clock_timestamp() AS is_leased FROM batch WHERE id = $1";
  expect((await pool.query(row, [taken[0]?.batchId])).rows).toEqual([
    { takes: 1, strikes: 1, taken_by: workerId, is_leased: true },
  ]);
  // A job for the take before finds nothing.
  const batchId = taken[0]?.batchId ?? 0;
  expect(await takeBatch(pool, { batchId, take: 0 }, workerId, LEASE_MS)).toBeUndefined();

  await pool.query("UPDATE batch SET takes = 0, strikes = 0 WHERE id = $1", [batchId]);
  const again = await takeBatch(pool, { batchId, take: 0 }, workerId, LEASE_MS);
  expect({ ...again, takenAt: undefined }).toEqual({ ...taken[0], takenAt: undefined });
});

it("is found by the reconciler when its process dies before it began, and counts as a crash", async () => {
  const { pool } = database.deps;
  await write("a");
  const batchId = (await handOut()).taken[0]?.batchId ?? 0;
  // Nobody holds the lock of that process.
  const { orphaned } = await repair(pool, 5_000);
  expect(orphaned).toContainEqual({ batchId, take: 1, isReplay: false });
  expect(await takeBatch(pool, { batchId, take: 1 }, workerId, LEASE_MS)).toMatchObject({
    strikes: 2,
    take: 2,
  });
});

it("leaves the rest to the queue: more than asked for, what is large, what calls out", async () => {
  const { deps } = database;
  await write("a", "b");
  expect(await handOut(1)).toMatchObject({ queued: [{ take: 0 }], taken: [{ size: 1 }] });

  const large = Array.from({ length: 40 }, (_, n) => `large-${n}`);
  await deps.db.lane.updateMany({ where: { subscriptionId }, data: { workMicros: 100, openBatches: 0 } });
  await write(...large);
  expect(await handOut()).toMatchObject({ queued: [{ take: 0 }], taken: [] });

  await deps.db.subscription.update({ where: { id: subscriptionId }, data: { isOutside: true } });
  await write("outside");
  expect(await handOut()).toMatchObject({ queued: [{ take: 0 }], taken: [] });
});

it("hands out nothing of a paused topic", async () => {
  await database.deps.db.topic.update({ where: { id: topicId }, data: { pause: "paused" } });
  await write("a");
  expect(await handOut()).toEqual({ queued: [], taken: [], isMoreLeft: false });
});
