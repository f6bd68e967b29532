import { Redis } from "ioredis";
import { consumersFlow, drainRate } from "./stage/drain";
import { type Bench, number, percentile } from "./stage/figure";
import { withInstallation } from "./stage/with-installation";

const MANY = 1_000_000;
const FEW = 10_000;
/** Before the many, and again after them. */
const ROUNDS = 4;
const LINE = 0.9;
const REDIS_LIMIT_MB = 50;

/** Watches how much Redis holds, until told to stop; the answer is the most, in MB. */
function watchRedis(url: string): () => Promise<number> {
  const redis = new Redis(url);
  let most = 0;
  const look = async () => {
    const info = await redis.info("memory");
    most = Math.max(most, Number(/^used_memory:(\d+)/m.exec(info)?.[1] ?? 0) / 1024 / 1024);
  };
  let last = Promise.resolve();
  const timer = setInterval(() => {
    last = look();
  }, 500);
  return async () => {
    clearInterval(timer);
    await last;
    await look();
    redis.disconnect();
    return most;
  };
}

/** A long outage behind us: the rate with a million events waiting, against that with ten thousand. */
export const backlog: Bench = {
  work: `${number(MANY)} events waiting for one consumer, then drained`,
  against: `the rate with ${number(FEW)} waiting (median of ${2 * ROUNDS}, half of them before and half after)`,
  reach: `≥ ${LINE}, Redis under ${REDIS_LIMIT_MB} MB`,
  inTheWay:
    "nothing that grows with what waits, as far as it was found: both rates come from the same code, and runs one after the other differ by some hundredths.",
  run: ({ flags }) =>
    withInstallation({ flags }, async (installation, services) => {
      await installation.deploy("bench", consumersFlow("orders", 1));
      const topicId = await installation.topicId("orders");
      await installation.startWorkers();
      const few: number[] = [];
      const drainFew = async () => {
        for (let round = 0; round < ROUNDS; round += 1)
          few.push(await drainRate(installation, "bench", topicId, FEW));
      };
      await drainRate(installation, "bench", topicId, FEW);
      await drainFew();
      const mostOf = watchRedis(services.redis.url);
      const rate = await drainRate(installation, "bench", topicId, MANY);
      const redisMb = await mostOf();
      await drainFew();
      const reference = percentile(few, 0.5);
      const ratio = rate / reference;
      return {
        measured: `${number(rate)} deliveries/s`,
        reference: `${number(reference)} deliveries/s`,
        ratio,
        isReached: ratio >= LINE && redisMb < REDIS_LIMIT_MB,
        note: `Redis held ${redisMb.toFixed(1)} MB at most.`,
      };
    }),
};
