import { consumersFlow, drainRate } from "./stage/drain";
import { type Bench, number } from "./stage/figure";
import { makeInstallation } from "./stage/installation";
import type { Services } from "./stage/services";
import { startServices } from "./stage/services";

const EVENTS = 100_000;

async function rateOf(services: Services, flags: readonly string[], hasRedis: boolean): Promise<number> {
  const installation = await makeInstallation(services, { flags, hasRedis });
  try {
    await installation.deploy("bench", consumersFlow("orders", 1));
    const topicId = await installation.topicId("orders");
    await installation.startWorkers();
    await drainRate(installation, "bench", topicId, 5_000);
    return await drainRate(installation, "bench", topicId, EVENTS);
  } finally {
    await installation.close();
  }
}

/** What it costs to have no Redis: the queue lives in the database that holds everything else too. */
export const postgresQueue: Bench = {
  work: "the work of deliver without Redis: BullMQ's jobs in PostgreSQL",
  against: "deliver, with Redis",
  run: async ({ flags }) => {
    const services = await startServices();
    try {
      const reference = await rateOf(services, flags, true);
      const rate = await rateOf(services, flags, false);
      return {
        measured: `${number(rate)} deliveries/s`,
        reference: `${number(reference)} deliveries/s`,
        ratio: rate / reference,
      };
    } finally {
      await services.close();
    }
  },
};
