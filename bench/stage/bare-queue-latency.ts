import { join } from "node:path";
import { Queue, QueueEvents } from "bullmq";
import { until } from "@/server/testing/until";
import { startNode } from "./node-process";
import { paced } from "./paced";
import { root } from "./services";

/** Milliseconds from the call that adds a raw BullMQ job to the news that it is completed, at a fixed rate. */
export async function bareQueueLatency(
  redisUrl: string,
  perSecond: number,
  count: number,
  warmUp: number,
): Promise<number[]> {
  const connection = { path: redisUrl };
  const queue = new Queue("noop", { connection });
  const events = new QueueEvents("noop", { connection });
  const variables = { REDIS_URL: redisUrl, CONCURRENCY: "16" };
  const worker = await startNode(join(root, "bench/stage/noop-worker.mjs"), variables);
  const sentAt = new Map<string, number>();
  const tookMs: number[] = [];
  try {
    await events.waitUntilReady();
    events.on("completed", ({ jobId }) => {
      const started = sentAt.get(jobId);
      if (started !== undefined) tookMs.push(performance.now() - started);
    });
    await paced(perSecond, warmUp + count, async (index) => {
      const jobId = `job-${index}`;
      if (index >= warmUp) sentAt.set(jobId, performance.now());
      await queue.add("n", {}, { jobId });
    });
    await until(() => tookMs.length >= count, { limitMs: 30_000 });
    return tookMs;
  } finally {
    await worker.stop();
    await events.close();
    await queue.obliterate({ force: true });
    await queue.close();
  }
}
