import { bareQueueLatency } from "./stage/bare-queue-latency";
import { deliveryLatency } from "./stage/delivery-latency";
import { consumersFlow } from "./stage/drain";
import { type Bench, percentile } from "./stage/figure";
import { withInstallation } from "./stage/with-installation";

const PER_SECOND = 500;
const COUNT = 5_000;
const WARM_UP = 1_500;
const P50_LINE = 5;
const P99_LINE = 20;

const ms = (value: number) => `${value.toFixed(1)} ms`;

/** From the request of a sender to the committed delivery, against a bare queue's way from add to completed. */
export const latency: Bench = {
  work: `${PER_SECOND} events/s over HTTP to the committed delivery, p50 / p99`,
  against: "raw BullMQ, add to completed, at the same rate",
  reach: `p50 ≤ ${P50_LINE} ms and p99 ≤ ${P99_LINE} ms`,
  inTheWay:
    "two commits that wait for the disk, and between them, one after the other, a notification, a dispatch of one to two milliseconds, a job, and the taking of the batch; an event that comes while two batches are under way waits for one of them.",
  run: ({ flags }) =>
    withInstallation({ flags }, async (installation, services) => {
      const bare = await bareQueueLatency(services.redis.url, PER_SECOND, COUNT, WARM_UP);
      const path = await installation.deploy("bench", consumersFlow("orders", 1));
      const topicId = await installation.topicId("orders");
      await installation.startWorkers();
      const { port } = await installation.startGateway();
      const options = { port, path, topicId, perSecond: PER_SECOND, count: COUNT, warmUp: WARM_UP };
      const took = await deliveryLatency(installation, options);
      const [p50, p99] = [percentile(took, 0.5), percentile(took, 0.99)];
      const [bareP50, bareP99] = [percentile(bare, 0.5), percentile(bare, 0.99)];
      return {
        measured: `${ms(p50)} / ${ms(p99)}`,
        reference: `${ms(bareP50)} / ${ms(bareP99)}`,
        ratio: p50 / bareP50,
        isReached: p50 <= P50_LINE && p99 <= P99_LINE,
        note: `The ratio is that of p50; that of p99 is ${(p99 / bareP99).toFixed(2)}.`,
      };
    }),
};
