import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { useTestRedis } from "./test-redis";
import { until } from "./until";

const redis = useTestRedis();

it("keeps what was stored when the server is killed and started again", async () => {
  const client = new Redis(redis.url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on("error", () => undefined);
  try {
    await client.set("key", "value");
    await client.config("SET", "appendfsync", "always");
    await client.set("other", "value");
    redis.kill();
    await until(() => client.status !== "ready");
    await redis.start();
    expect(await client.get("other")).toBe("value");
  } finally {
    client.disconnect();
  }
});
