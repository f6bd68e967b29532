import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDeps } from "./db";
import { openTcpProxy, type TcpProxy } from "./testing/tcp-proxy";
import { openTestDeps, useTestDatabase } from "./testing/test-database";

const database = useTestDatabase();
let proxy: TcpProxy;
beforeAll(async () => {
  const socketFolder = new URL(database.url).searchParams.get("host") ?? "";
  proxy = await openTcpProxy(join(socketFolder, ".s.PGSQL.5432"));
});
afterAll(() => proxy.close());

it("gives up connections that died without a word, and opens new ones", async () => {
  const url = new URL(database.url);
  url.searchParams.delete("host");
  url.host = `127.0.0.1:${proxy.port}`;
  const deps = openTestDeps(url.href);
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
