import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDeps } from "../db";
import { type DatabaseProxy, openDatabaseProxy } from "../testing/tcp-proxy";
import { openTestDeps, useTestDatabase } from "../testing/test-database";
import { until } from "../testing/until";
import { HINT_CHANNEL, type Hint } from "./hint";
import { openHintConnection } from "./hint-connection";
import { enterWorker, holdWorkerLock } from "./worker-process";

const database = useTestDatabase();
let proxy: DatabaseProxy;
beforeAll(async () => {
  proxy = await openDatabaseProxy(database.url);
});
afterAll(() => proxy.close());

it("is opened anew when it goes silent, takes its lock from its ghost, and hears again", async () => {
  const deps = openTestDeps(proxy.url);
  const { pool } = database.deps;
  const workerId = await enterWorker(pool, "test", 1, "redis");
  const heard: (readonly Hint[])[] = [];
  const connection = await openHintConnection(
    deps,
    "test",
    (hints) => heard.push(hints),
    (client) => holdWorkerLock(client, workerId),
  );
  const holders = async () => {
    const result = await pool.query<{ pid: number }>(
      "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND granted",
      [workerId],
    );
    return result.rows.map(({ pid }) => pid);
  };
  try {
    const before = await holders();
    expect(before).toHaveLength(1);
    proxy.freeze();
    await until(() => heard.some((hints) => hints.length === 0), { limitMs: 20_000 });
    const after = await holders();
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
    await pool.query("SELECT pg_notify($1, 'aT')", [HINT_CHANNEL]);
    await until(() => heard.some(([hint]) => hint?.id === "T"));
  } finally {
    await connection.close();
    await closeDeps(deps);
  }
}, 40_000);
