import { once } from "node:events";
import {
  type BulkJobOptions,
  createPostgresBackend,
  type JobType,
  type Processor,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
} from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import type { Deps } from "../deps";
import { evictionProblem } from "./eviction";

type Named<Options> = Omit<Options, "connection">;

/** What we use of BullMQ's queue and worker; the same on every backend. */
export interface OpenQueue {
  addBulk(jobs: { name: string; data: object; opts: BulkJobOptions }[]): Promise<unknown>;
  getJobState(jobId: string): Promise<string>;
  getJobCountByTypes(...types: JobType[]): Promise<number>;
  on(event: "error", listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}
export interface OpenWorker {
  on(event: "error", listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** Where BullMQ keeps its jobs. */
export interface QueueBackend {
  readonly kind: "redis" | "postgres";
  /** Adding fails at once while the backend is away. */
  queue(name: string, options: Named<QueueOptions>): OpenQueue;
  /** Waits until the backend is back. */
  worker(name: string, processor: Processor, options: Named<WorkerOptions>): OpenWorker;
  /**
   * Resolves when the backend answers, or after two seconds: it may be away.
   * @throws Error when it answers and cannot be used as it is set up
   */
  ready(): Promise<void>;
  /** Closes what the queues and workers shared, after they were closed. */
  close(): Promise<void>;
}

/** Redis answers in a millisecond or is away. */
const COMMAND_TIMEOUT_MS = 2_000;
const RECONNECT_MS = 500;
/**
 * A connection that owes an answer for so long is dead, even when nobody said so (a router or a firewall forgot it).
 * Longer than one blocking call of a worker.
 */
const SILENCE_MS = 5_000;
const READY_LIMIT_MS = 2_000;

function redisBackend(deps: Deps, url: string): QueueBackend {
  const retryStrategy = () => RECONNECT_MS;
  const connections: Redis[] = [];
  let isAway = false;
  const open = (
    options: Pick<RedisOptions, "enableOfflineQueue" | "maxRetriesPerRequest" | "commandTimeout">,
  ) => {
    const redis = new Redis(url, { ...options, retryStrategy, socketTimeout: SILENCE_MS });
    // Said once per outage, not once per attempt.
    redis.on("error", (error: Error) => {
      if (!isAway) deps.log.warn({ err: error }, "Redis is away; events wait in PostgreSQL");
      isAway = true;
    });
    redis.on("ready", () => {
      if (isAway) deps.log.info("Redis is back");
      isAway = false;
    });
    connections.push(redis);
    return redis;
  };
  const problemOf = async (redis: Redis) => {
    try {
      return evictionProblem(await redis.info("memory"));
    } catch (error) {
      deps.log.debug({ err: error }, "Redis does not say how it makes room");
      return undefined;
    }
  };
  return {
    kind: "redis",
    queue: (name, options) => {
      const connection = open({
        enableOfflineQueue: false,
        maxRetriesPerRequest: 1,
        commandTimeout: COMMAND_TIMEOUT_MS,
      });
      // Without these BullMQ asks Redis for its version once, and never recovers when Redis is away just then.
      return new Queue(name, {
        ...options,
        connection,
        skipWaitingForReady: true,
        skipVersionCheck: true,
        skipMetasUpdate: true,
      });
    },
    worker: (name, processor, options) =>
      new Worker(name, processor, { ...options, connection: open({ maxRetriesPerRequest: null }) }),
    ready: async () => {
      const limit = AbortSignal.timeout(READY_LIMIT_MS);
      const waiting = connections.filter(({ status }) => status !== "ready");
      try {
        await Promise.all(waiting.map((connection) => once(connection, "ready", { signal: limit })));
      } catch (error) {
        deps.log.debug({ err: error }, "Redis does not answer yet");
      }
      const [first] = connections;
      if (first === undefined) return;
      const problem = await problemOf(first);
      if (problem !== undefined) throw new Error(problem);
      // One that comes back may be another one. By then events wait already, and slow is better than not at all.
      first.on("ready", async () => {
        const later = await problemOf(first);
        if (later !== undefined) deps.log.error(later);
      });
    },
    close: async () => {
      for (const connection of connections) connection.disconnect();
    },
  };
}

function postgresBackend(deps: Deps): QueueBackend {
  const connection = (max: number) => ({
    connectionString: deps.env.DATABASE_URL,
    application_name: "millrace-queue",
    migrate: true,
    max,
  });
  return {
    kind: "postgres",
    queue: (name, { prefix: _, ...options }) =>
      new Queue(name, { ...options, connection: connection(2) }, createPostgresBackend),
    worker: (name, processor, { prefix: _, ...options }) =>
      new Worker(name, processor, { ...options, connection: connection(4) }, createPostgresBackend),
    ready: async () => undefined,
    close: async () => undefined,
  };
}

/** `REDIS_URL` if there is one (a URL, or the path of a socket), else the database that we use anyway. */
export function chooseBackend(deps: Deps): QueueBackend {
  return deps.env.REDIS_URL === undefined ? postgresBackend(deps) : redisBackend(deps, deps.env.REDIS_URL);
}
