// The reference of deliveries: a BullMQ worker whose jobs do nothing and are recorded nowhere.
import { Worker } from "bullmq";

const worker = new Worker("noop", async () => undefined, {
  connection: { path: process.env.REDIS_URL, maxRetriesPerRequest: null },
  concurrency: Number(process.env.CONCURRENCY),
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
});
await worker.waitUntilReady();
process.send?.({ ready: true });
const end = async () => {
  await worker.close(true);
  process.exit(0);
};
process.on("SIGTERM", () => void end());
process.on("disconnect", () => process.exit(0));
