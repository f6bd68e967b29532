import { join } from "node:path";
import { Queue } from "bullmq";
import { until } from "@/server/testing/until";
import { startNode } from "./node-process";
import { root } from "./services";

/** Jobs at a time; more or fewer are slower here. */
const CONCURRENCY = 100;

/**
 * What the queue does alone, jobs a second: raw BullMQ jobs that do nothing, waiting in Redis and then worked off by one
 * process.
 */
export async function bareQueueRate(redisUrl: string, jobs: number): Promise<number> {
  const queue = new Queue("noop", { connection: { path: redisUrl } });
  const variables = { REDIS_URL: redisUrl, CONCURRENCY: String(CONCURRENCY) };
  const worker = await startNode(join(root, "bench/stage/noop-worker.mjs"), variables);
  const isDrained = async () => {
    const counts = await queue.getJobCounts("wait", "active", "prioritized");
    return Object.values(counts).every((count) => count === 0);
  };
  try {
    const fill = async (count: number) => {
      for (let start = 0; start < count; start += 1_000) {
        const some = Array.from({ length: Math.min(1_000, count - start) }, (_, index) => ({
          name: "n",
          data: { n: start + index },
        }));
        await queue.addBulk(some);
      }
    };
    await fill(5_000);
    await until(isDrained, { limitMs: 60_000 });
    await queue.pause();
    await fill(jobs);
    const started = performance.now();
    await queue.resume();
    await until(isDrained, { limitMs: 120_000, everyMs: 10 });
    return jobs / ((performance.now() - started) / 1000);
  } finally {
    await worker.stop();
    await queue.obliterate({ force: true });
    await queue.close();
  }
}
