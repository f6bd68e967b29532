import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, inject } from "vitest";
import { findRedis, type Redis, startRedis } from "@/bin/supervisor/redis";
import { killAll } from "@/bin/supervisor/spawned";

/** A Redis server that only one test file uses, so that it may be wiped, stopped or killed. */
export interface TestRedis {
  /** For REDIS_URL. */
  readonly url: string;
  /** Ends it at once, like a crash. */
  kill(): void;
  /** Starts it (again) on the same data. */
  start(): Promise<void>;
}

/** Gives the test file that calls it (once, at its top) a Redis of its own. */
export function useTestRedis(): TestRedis {
  const folder = mkdtempSync(join(inject("testFolder"), "r-"));
  const command = findRedis();
  let redis: Redis | undefined;

  const start = async () => {
    if (!command)
      throw new Error(
        "The integration tests need redis-server or valkey-server (6.2 or newer) on this machine.",
      );
    const logFile = join(folder, "redis.log");
    redis = await startRedis({ command, dataDir: folder, socketDir: folder, logFile, owner: undefined });
  };

  // A run that is broken off does not come to its last hook.
  process.once("exit", killAll);
  beforeAll(start);
  afterAll(async () => {
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  return { url: join(folder, "redis.sock"), start, kill: () => redis?.kill() };
}
