import { bareQueueRate } from "./bare-queue";
import { countCpu } from "./cpu";
import { consumersFlow, drainRate } from "./drain";
import { type Bench, number } from "./figure";
import { inTurns } from "./in-turns";
import { withInstallation } from "./with-installation";

const EVENTS = 100_000;
const WARM_UP = 5_000;

/** A bench of stored events that go through consumers, each of a filter and a step that sets fields. */
export function consumersBench(consumers: number, line: number): Bench {
  const through = consumers === 1 ? "one consumer" : `${consumers} consumers, deliveries per second`;
  return {
    work: `${number(EVENTS)} stored events through ${through} (filter, set fields), every delivery recorded with its trace`,
    against: "raw BullMQ jobs that do nothing, on the same Redis, in turns",
    reach: `≥ ${line.toFixed(1)}`,
    inTheWay:
      "the one thread of the workers process, which runs the steps and writes the traces, while a core is left to PostgreSQL.",
    run: ({ flags }) =>
      withInstallation({ flags }, async (installation, services) => {
        await installation.deploy("bench", consumersFlow("orders", consumers));
        const topicId = await installation.topicId("orders");
        const workers = await installation.startWorkers();
        await drainRate(installation, "bench", topicId, WARM_UP, consumers);
        const pids = {
          workers: workers.child.pid,
          PostgreSQL: services.postgres.child.pid,
          Redis: services.redis.child.pid,
        };
        let cpu = "";
        const counted = async (drain: () => Promise<number>) => {
          const spent = countCpu(pids);
          const drained = await drain();
          cpu = spent(EVENTS * consumers);
          return drained;
        };
        const { measured, reference } = await inTurns(
          () => bareQueueRate(services.redis.url, EVENTS),
          () => drainRate(installation, "bench", topicId, EVENTS, consumers, counted),
        );
        const ratio = measured / reference;
        return {
          measured: `${number(measured)} deliveries/s`,
          reference: `${number(reference)} jobs/s`,
          ratio,
          isReached: ratio >= line,
          note: cpu,
        };
      }),
  };
}
