import { Redis } from "ioredis";
import { afterEach, expect, it } from "vitest";
import { checkExternalRedis } from "@/bin/supervisor/external";
import { closeDeps } from "../db";
import { openTestDeps, useTestDatabase } from "../testing/test-database";
import { useTestRedis } from "../testing/test-redis";
import { openBatchQueue } from "./batch-queue";

const database = useTestDatabase();
const redis = useTestRedis();

async function setPolicy(policy: string): Promise<void> {
  const client = new Redis(redis.url);
  await client.config("SET", "maxmemory-policy", policy);
  client.disconnect();
}
afterEach(() => setPolicy("noeviction"));

it.each(["allkeys-lru", "volatile-ttl"])("does not start on a Redis with the policy %s", async (policy) => {
  await setPolicy(policy);
  const deps = openTestDeps(database.url, { REDIS_URL: redis.url });
  const sentence = `maxmemory-policy ${policy}), and jobs are among them. Set maxmemory-policy to noeviction`;
  await expect(openBatchQueue(deps)).rejects.toThrow(sentence);
  await expect(checkExternalRedis(redis.url)).rejects.toThrow(sentence);
  await setPolicy("noeviction");
  await checkExternalRedis(redis.url);
  await (await openBatchQueue(deps)).close();
  await closeDeps(deps);
});
