import { Redis } from "ioredis";
import { afterAll, beforeAll } from "vitest";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { useTestRedis } from "@/server/testing/test-redis";
import { makeWorkspace } from "@/server/testing/write-events";
import { type RunningWorkers, runWorkers } from "../run-workers";
import { type Recorder, startRecorder } from "./recorder";

/** Where the queue can be kept. What the engine promises it promises on each: `describe.each(queues)`. */
export const queues = ["redis", "postgres"] as const;
export type QueueKind = (typeof queues)[number];

/** Workers at work on a database and a queue of one test file. */
export interface Engine {
  readonly deps: Deps;
  readonly actor: Actor;
  /** An outside system that steps may call. */
  readonly recorder: Recorder;
  /** Ends the workers, wipes the queue and starts others. */
  restart(): Promise<void>;
}

interface EngineOptions {
  /** What the recorder answers; 200 to everything when absent. */
  readonly answer?: Parameters<typeof startRecorder>[0];
  readonly logLevel?: string;
}

/** Empties the queue, as a Redis that comes back without its data. */
async function wipe(deps: Deps): Promise<void> {
  if (deps.env.REDIS_URL === undefined) {
    await deps.pool.query("DROP SCHEMA bullmq CASCADE");
    return;
  }
  const client = new Redis(deps.env.REDIS_URL);
  await client.flushall();
  client.disconnect();
}

/**
 * Gives a queue of this kind for what `openTestDeps` or a process of its own opens; to be called where hooks may stand.
 */
export function useTestQueue(kind: QueueKind): { readonly variables: Readonly<Record<string, string>> } {
  return { variables: kind === "redis" ? { REDIS_URL: useTestRedis().url } : {} };
}

/**
 * Gives the file or `describe` that calls it (once, at its top) an engine of its own, with a workspace of this name and
 * a queue of this kind.
 */
export function useEngine(name: string, kind: QueueKind, options: EngineOptions = {}): Engine {
  const database = useTestDatabase();
  const queue = useTestQueue(kind);
  let parts: { deps: Deps; actor: Actor; recorder: Recorder } | undefined;
  let workers: RunningWorkers | undefined;
  const running = () => {
    if (parts === undefined) throw new Error("The engine runs only while the tests do.");
    return parts;
  };

  beforeAll(async () => {
    const recorder = await startRecorder(options.answer ?? (() => 200));
    const deps = openTestDeps(database.url, {
      LOG_LEVEL: options.logLevel ?? "warn",
      ...queue.variables,
      EGRESS_ALLOW: recorder.host,
    });
    parts = { deps, recorder, actor: await makeWorkspace(deps, name) };
    workers = await runWorkers(deps);
  });
  afterAll(async () => {
    await workers?.stop();
    if (parts === undefined) return;
    await closeDeps(parts.deps);
    await parts.recorder.close();
  });

  return {
    get deps() {
      return running().deps;
    },
    get actor() {
      return running().actor;
    },
    get recorder() {
      return running().recorder;
    },
    restart: async () => {
      await workers?.stop();
      await wipe(running().deps);
      workers = await runWorkers(running().deps);
    },
  };
}
