import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDeps } from "../db";
import { openTcpProxy, type TcpProxy } from "../testing/tcp-proxy";
import { openTestDeps, useTestDatabase } from "../testing/test-database";
import { useTestRedis } from "../testing/test-redis";
import { until } from "../testing/until";
import { openBatchQueue } from "./batch-queue";

const database = useTestDatabase();
const redis = useTestRedis();
let proxy: TcpProxy;
beforeAll(async () => {
  proxy = await openTcpProxy(redis.url);
});
afterAll(() => proxy.close());

it("goes on after its connections died without a word", async () => {
  const deps = openTestDeps(database.url, { REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
  const queue = await openBatchQueue(deps);
  const taken: number[] = [];
  const worker = queue.work(2, async ({ batchId }) => {
    taken.push(batchId);
  });
  try {
    await queue.add([{ batchId: 1, take: 0, isReplay: false }]);
    await until(() => taken.includes(1));
    proxy.freeze();
    await until(
      async () => {
        await queue.add([{ batchId: 2, take: 0, isReplay: false }]).catch((error: unknown) => {
          // A reason to try again, as the reconciler does.
          expect(error).toBeInstanceOf(Error);
        });
        return taken.includes(2);
      },
      { limitMs: 25_000, everyMs: 250, message: "The queue did not come back." },
    );
  } finally {
    await worker.close();
    await queue.close();
    await closeDeps(deps);
  }
}, 60_000);
