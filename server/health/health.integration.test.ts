import { expect, it } from "vitest";
import { dispatchBatches } from "../log/dispatch";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { healthNow } from "./health-now";
import { healthOverTime } from "./health-over-time";
import { LatencyLog } from "./latency-log";
import { sampleMinute } from "./sample-minute";

const database = useTestDatabase();

it("adds up what happened per step and per consumer, of one workspace and one flow", async () => {
  const { deps } = database;
  const { pool } = deps;
  const actor = await makeWorkspace(deps, "busy");
  const other = await makeWorkspace(deps, "other");
  const topicId = await makeTopic(deps, actor, "orders");
  const mail = await makeConsumer(deps, actor, topicId, "mail");
  const stock = await makeConsumer(deps, actor, topicId, "stock");
  await sampleMinute(pool);
  await writeEvents(deps, topicId, [{ id: "a" }, { id: "b" }, { id: "c" }]);
  // As if the first look had been some minutes ago.
  const back = "minute - interval '10 minutes'";
  await pool.query(`UPDATE sampled_minute SET minute = ${back}`);
  await pool.query(`UPDATE topic_minute SET minute = ${back}`);
  await sampleMinute(pool);
  // A second process finds the minute taken.
  await sampleMinute(pool);
  const latencies = new LatencyLog();
  for (const ms of [10, 10, 10, 900]) latencies.note(mail, ms);
  await latencies.write(pool);
  latencies.note(mail, 12);
  latencies.note(stock, 3_000);
  await latencies.write(pool);
  await pool.query(
    `INSERT INTO delivery_minute (subscription_id, run, minute, succeeded, dead, retried)
     VALUES ($1, 0, date_trunc('minute', now()), 5, 1, 2), ($2, 0, date_trunc('minute', now()), 1, 0, 0),
            ($1, 7, date_trunc('minute', now()), 100, 0, 0)`,
    [mail, stock],
  );

  const all = await healthOverTime(deps, actor, { range: "1h" });
  expect(all.points).toHaveLength(60);
  const sum = (pick: (point: (typeof all.points)[number]) => number) =>
    all.points.reduce((total, point) => total + pick(point), 0);
  expect(sum(({ events }) => events)).toBe(3);
  expect(sum(({ succeeded }) => succeeded)).toBe(6);
  expect(sum(({ dead }) => dead)).toBe(1);
  // A third where the test ran over the end of a minute.
  expect(all.points.filter(({ isUnknown }) => !isUnknown).length).toBeGreaterThanOrEqual(2);
  expect(Math.max(...all.points.map(({ lag }) => lag))).toBe(6);
  expect(all.consumers).toMatchObject([
    { consumer: "mail", flow: "flow-of-mail", succeeded: 5, dead: 1, retried: 2, lag: 3 },
    { consumer: "stock", flow: "flow-of-stock", succeeded: 1, lag: 3 },
  ]);
  const [first] = all.consumers;
  expect(first?.p50).toBeGreaterThan(8);
  expect(first?.p50).toBeLessThan(17);
  expect(first?.p99).toBeGreaterThan(700);

  const one = await healthOverTime(deps, actor, { range: "7d", flow: "flow-of-stock" });
  expect(one.consumers).toMatchObject([{ consumer: "stock" }]);
  expect(one.points.reduce((total, { succeeded }) => total + succeeded, 0)).toBe(1);
  expect(one.points.some(({ p50 }) => p50 !== undefined)).toBe(true);

  const foreign = await healthOverTime(deps, other, { range: "1h" });
  expect(foreign.consumers).toEqual([]);
  expect(foreign.points.some(({ events, succeeded }) => events + succeeded > 0)).toBe(false);

  // What waits is that of now, also while no workers note it.
  await writeEvents(deps, topicId, [{ id: "d" }]);
  const later = await healthOverTime(deps, actor, { range: "1h" });
  expect(later.consumers.map(({ lag }) => lag)).toEqual([4, 4]);
  expect(later.points.at(-1)).toMatchObject({ lag: 8 });
  await pool.query("UPDATE lane SET retrying = 2 WHERE subscription_id = $1", [mail]);
  const failing = await healthOverTime(deps, actor, { range: "1h" });
  expect(failing.consumers.map(({ retrying }) => retrying)).toEqual([2, 0]);

  // What pauses a consumer is said of it, wherever it was pressed.
  await deps.db.topic.update({ where: { id: topicId }, data: { pause: "paused" } });
  const paused = await healthOverTime(deps, actor, { range: "1h" });
  expect(paused.consumers.map(({ state }) => state)).toEqual(["paused", "paused"]);
  expect(paused.consumers[0]).toMatchObject({ lag: 4 });
});

it("says what is too small from what it finds now", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "stuck");
  const hints = async () => (await healthNow(deps, actor, {})).hints.map(({ message }) => message).join(" ");
  expect(await hints()).toContain("No workers process runs");

  await deps.pool.query(
    "INSERT INTO worker_process (name, slots, queue, load) VALUES ('one', 16, 'redis', 0.1)",
  );
  expect(await hints()).toBe("");

  const topicId = await makeTopic(deps, actor, "orders");
  const mail = await makeConsumer(deps, actor, topicId, "mail");
  await writeEvents(deps, topicId, [{ id: "a" }]);
  const { queued } = await dispatchBatches(deps.pool, { topicIds: [topicId] }, 16);
  expect(queued).toHaveLength(1);
  expect(await hints()).toBe("");
  await deps.pool.query("UPDATE batch SET created_at = created_at - interval '45 seconds'");
  expect(await hints()).toContain("Look whether Redis runs");
  // All that can run does: it waits for its turn, and not for the queue.
  await deps.pool.query("UPDATE worker_process SET slots = 0");
  expect(await hints()).toBe("");
  await deps.pool.query("DELETE FROM batch");

  await deps.pool.query("UPDATE worker_process SET queue = 'postgres'");
  await deps.pool.query(
    `INSERT INTO delivery_minute (subscription_id, run, minute, succeeded) VALUES ($1, 0, date_trunc('minute', now()), 40000)`,
    [mail],
  );
  expect(await hints()).toContain("set `REDIS_URL`");
});

it("counts what came to a topic before anybody looked at it", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "fresh");
  for (const table of ["sampled_minute", "topic_minute", "lag_minute"]) {
    await deps.pool.query(`DELETE FROM ${table}`);
  }
  await deps.pool.query(
    "INSERT INTO sampled_minute (minute, workers) VALUES (date_trunc('minute', now()) - interval '10 minutes', 1)",
  );
  const topicId = await makeTopic(deps, actor, "orders");
  await writeEvents(deps, topicId, [{ id: "a" }, { id: "b" }]);
  await sampleMinute(deps.pool);
  const { points } = await healthOverTime(deps, actor, { range: "1h" });
  expect(points.reduce((total, { events }) => total + events, 0)).toBe(2);
});
