import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDeps } from "./db";
import { type DatabaseProxy, openDatabaseProxy } from "./testing/tcp-proxy";
import { openTestDeps, useTestDatabase } from "./testing/test-database";

const database = useTestDatabase();
let proxy: DatabaseProxy;
beforeAll(async () => {
  proxy = await openDatabaseProxy(database.url);
});
afterAll(() => proxy.close());

it("gives up connections that died without a word, and opens new ones", async () => {
  const deps = openTestDeps(proxy.url);
  try {
    const ask = () => Promise.all([deps.pool.query("SELECT 1"), deps.db.workspace.count()]);
    await ask();
    proxy.freeze();
    await expect(deps.pool.query("SELECT 1")).rejects.toThrow("timeout");
    // The other connection of the pool is as dead.
    await Promise.allSettled([ask()]);
    await ask();
  } finally {
    await closeDeps(deps);
  }
}, 60_000);

it("outlives the end of a connection that is in use", async () => {
  const { pool } = database.deps;
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    const ended = new Promise((resolve) => client.once("end", resolve));
    await pool.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
    await ended;
    await expect(client.query("COMMIT")).rejects.toThrow();
  } finally {
    client.release(true);
  }
  expect((await pool.query("SELECT 1 AS n")).rows).toEqual([{ n: 1 }]);
});
