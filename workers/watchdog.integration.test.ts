import { describe, expect, it } from "vitest";
import { closeDeps } from "@/server/db";
import { openBatchQueue } from "@/server/queue/batch-queue";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { useTestRedis } from "@/server/testing/test-redis";
import { until } from "@/server/testing/until";
import { workWatched } from "./watchdog";

describe.each(["redis", "postgres"] as const)("the watchdog, on %s", (backend) => {
  const database = useTestDatabase();
  const redis = useTestRedis();

  it("makes a worker anew that takes no jobs, and only then", async () => {
    const deps = openTestDeps(database.url, backend === "redis" ? { REDIS_URL: redis.url } : {});
    const queue = await openBatchQueue(deps);
    let isDeaf = true;
    const taken: number[] = [];
    const worker = workWatched(
      deps.log,
      {
        waiting: () => queue.waiting(),
        // The first worker never hears of a job.
        work: (slots, handle) => (isDeaf ? { close: async () => undefined } : queue.work(slots, handle)),
      },
      2,
      async ({ batchId }) => {
        taken.push(batchId);
      },
    );
    try {
      expect(await worker.look()).toBe(false);
      expect(await worker.look()).toBe(false);
      await queue.add([
        { batchId: 1, take: 0, isReplay: false },
        { batchId: 2, take: 0, isReplay: true },
      ]);
      isDeaf = false;
      expect(await worker.look()).toBe(false);
      expect(await worker.look()).toBe(true);
      await until(() => taken.length === 2);
      expect(await worker.look()).toBe(false);
      expect(await worker.look()).toBe(false);
    } finally {
      await worker.close();
      await queue.close();
      await closeDeps(deps);
    }
  });
});
