import { setTimeout as sleep } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { evictionProblem } from "@/server/queue/eviction";
import { StartFailure } from "../prepare/start-failure.mjs";

const patienceMs = 10_000;

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** A URL without what must not be printed: up to the last `@`, for a password may hold one, or a slash. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/.*@/, "//…@").replace(/([?&]password=)[^&]*/i, "$1…");
}

async function connectOnce(url: string): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // Without a listener, a connection that breaks later would end this process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    );
    return rows[0]?.version ?? 0;
  } finally {
    await client.end();
  }
}

/** Not worth trying again: a wrong password, an unknown database, an address that is none. */
function isFinal(error: unknown): boolean {
  if (error instanceof DatabaseError) return !["57P03", "53300"].includes(error.code ?? "");
  return error instanceof TypeError || /SSL|certificate|SASL/i.test(reasonOf(error));
}

/**
 * Makes sure that DATABASE_URL leads to a PostgreSQL that we can use; one that is still starting gets ten seconds.
 * @throws StartFailure that says what is wrong with it
 */
export async function checkExternalDatabase(url: string, stop: AbortSignal): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new StartFailure(
      "DATABASE_URL is no address of a PostgreSQL. Write it like postgresql://user:password@host:5432/database, or unset it to use the built-in one.",
    );
  }
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      const version = await connectOnce(url);
      if (version >= 140_000) return;
      throw new StartFailure(
        `The database at ${withoutPassword(url)} is PostgreSQL ${Math.floor(version / 10_000)}; Millrace needs 14 or newer.`,
      );
    } catch (error) {
      if (error instanceof StartFailure) throw error;
      if (isFinal(error) || Date.now() > deadline || stop.aborted) {
        throw new StartFailure(
          `The database at ${withoutPassword(url)} cannot be reached (${reasonOf(error)}). Check DATABASE_URL and that PostgreSQL runs, or unset it to use the built-in one.`,
        );
      }
    }
    await sleep(250);
  }
}

/**
 * Makes sure that REDIS_URL leads to a Redis or Valkey that we can use.
 * @throws StartFailure that says what is wrong with it
 */
export async function checkExternalRedis(url: string): Promise<void> {
  // Loaded only here: most installations start a Redis of their own and need no client in this process.
  const { Redis } = await import("ioredis");
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 5_000,
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => (times > 20 ? null : 250),
  });
  let lastError: unknown;
  client.on("error", (error) => {
    lastError = error;
  });
  try {
    await client.connect();
    const info = await client.info("server");
    const [, major, minor] = /redis_version:(\d+)\.(\d+)/.exec(info) ?? [];
    if (Number(major) * 100 + Number(minor) < 602) {
      throw new StartFailure(
        `The Redis at ${withoutPassword(url)} is ${major}.${minor}; Millrace needs 6.2 or newer.`,
      );
    }
    const problem = evictionProblem(await client.info("memory"));
    if (problem !== undefined) throw new StartFailure(problem);
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw new StartFailure(
      `The Redis at ${withoutPassword(url)} cannot be reached (${reasonOf(lastError ?? error)}). Check REDIS_URL and that Redis runs, or unset it to use a private one.`,
    );
  } finally {
    client.disconnect();
  }
}
