import { bareQueueRate } from "./stage/bare-queue";
import { countCpu } from "./stage/cpu";
import { consumersFlow, drainRate } from "./stage/drain";
import { type Bench, number } from "./stage/figure";
import { withInstallation } from "./stage/with-installation";

const EVENTS = 100_000;
const CONSUMERS = 4;
const LINE = 1.8;

/** Deliveries a second when each event goes to four consumers, against a bare queue. */
export const fanout: Bench = {
  work: `${number(EVENTS)} stored events through ${CONSUMERS} consumers, deliveries per second`,
  against: "raw BullMQ jobs that do nothing, on the same Redis",
  reach: `≥ ${LINE.toFixed(1)}`,
  run: ({ flags }) =>
    withInstallation({ flags }, async (installation, services) => {
      const reference = await bareQueueRate(services.redis.url, EVENTS);
      await installation.deploy("bench", consumersFlow("orders", CONSUMERS));
      const topicId = await installation.topicId("orders");
      const workers = await installation.startWorkers();
      await drainRate(installation, "bench", topicId, 2_000, CONSUMERS);
      const pids = {
        workers: workers.child.pid,
        PostgreSQL: services.postgres.child.pid,
        Redis: services.redis.child.pid,
      };
      let cpu = "";
      const rate = await drainRate(installation, "bench", topicId, EVENTS, CONSUMERS, async (drain) => {
        const spent = countCpu(pids);
        const drained = await drain();
        cpu = spent(EVENTS * CONSUMERS);
        return drained;
      });
      const ratio = rate / reference;
      return {
        measured: `${number(rate)} deliveries/s`,
        reference: `${number(reference)} jobs/s`,
        ratio,
        isReached: ratio >= LINE,
        note: cpu,
      };
    }),
};
