import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { pauseFlow, resumeFlow } from "@/server/flows/pause-flow";
import type { Scenario } from "./scenario";
import { expectOnly } from "./sender";
import type { World } from "./world";

/** Does something with a connection of its own. */
export async function withRedis<Result>(
  world: World,
  work: (redis: Redis) => Promise<Result>,
): Promise<Result> {
  const redis = new Redis(world.services.redis.url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

function expectNoRefusal({ sender }: World): void {
  expectOnly(sender, []);
}

/** F06: crashes and orderly shutdowns without a last save. */
export const killRedis: Scenario = {
  name: "kill -9 and restart of Redis",
  targetSeconds: 30,
  inject: async (world) => {
    for (let round = 0; round < (world.isFull ? 20 : 2); round += 1) {
      await pause(200 + world.random() * 500);
      world.services.redis.kill();
      await pause(1_000);
      await world.services.restartRedis();
      await world.recovered();
    }
    expectNoRefusal(world);
  },
};

/** F07: everything in Redis is gone, scripts too, while much is waiting. */
export const wipeRedis: Scenario = {
  name: "FLUSHALL and SCRIPT FLUSH with a backlog",
  targetSeconds: 60,
  inject: async (world) => {
    const { deps, actor } = world.installation;
    await pauseFlow(deps, actor, { flow: "counted" });
    const first = 3_000_000;
    const backlog = world.isFull ? 100_000 : 1_000;
    for (let n = 0; n < backlog; n += 100)
      await Promise.all(Array.from({ length: 100 }, (_, index) => world.sender.send(first + n + index)));
    await resumeFlow(deps, actor, { flow: "counted" });
    for (let round = 0; round < (world.isFull ? 10 : 2); round += 1) {
      await pause(100 + world.random() * 300);
      await withRedis(world, async (redis) => {
        await redis.flushall();
        await redis.script("FLUSH");
      });
    }
    await world.recovered();
    expectNoRefusal(world);
  },
};

/** F08: a long outage. */
export const stopRedis: Scenario = {
  name: "Redis away for long",
  targetSeconds: 60,
  inject: async (world) => {
    await world.services.redis.stop();
    await pause(world.isFull ? 600_000 : 10_000);
    expectNoRefusal(world);
    await world.services.restartRedis();
    await world.recovered();
  },
};

/** Workers refuse a Redis that would make room by throwing jobs away. */
async function expectEvictionRefused(world: World): Promise<void> {
  await withRedis(world, (redis) => redis.config("SET", "maxmemory-policy", "allkeys-lru"));
  try {
    const started = await world.installation.startWorkers({ LOG_LEVEL: "silent" }).catch(() => undefined);
    if (started === undefined) return;
    await started.kill();
    throw new Error("Workers started on a Redis with an evicting policy.");
  } finally {
    await withRedis(world, (redis) => redis.config("SET", "maxmemory-policy", "noeviction"));
  }
}

/** F09: Redis has no memory left for a while, and later a policy that throws keys away. */
export const fillRedis: Scenario = {
  name: "Redis out of memory, then with an evicting policy",
  targetSeconds: 30,
  inject: async (world) => {
    await withRedis(world, (redis) => redis.config("SET", "maxmemory", "1mb"));
    await pause(world.isFull ? 60_000 : 6_000);
    expectNoRefusal(world);
    await withRedis(world, (redis) => redis.config("SET", "maxmemory", "0"));
    await world.recovered();
    await expectEvictionRefused(world);
  },
};

/** F10: Redis does not answer, and does not hang up either. */
export const stallRedis: Scenario = {
  name: "SIGSTOP of Redis",
  targetSeconds: 30,
  inject: async (world) => {
    const { child } = world.services.redis;
    child.kill("SIGSTOP");
    await pause(world.isFull ? 20_000 : 8_000);
    child.kill("SIGCONT");
    await world.recovered();
    expectNoRefusal(world);
  },
};
