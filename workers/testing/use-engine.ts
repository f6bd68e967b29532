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

/** Workers at work on a database and a Redis of one test file. */
export interface Engine {
  readonly deps: Deps;
  readonly actor: Actor;
  /** An outside system that steps may call. */
  readonly recorder: Recorder;
  /** Ends the workers, wipes Redis and starts others. */
  restart(): Promise<void>;
}

interface EngineOptions {
  /** What the recorder answers; 200 to everything when absent. */
  readonly answer?: Parameters<typeof startRecorder>[0];
  readonly logLevel?: string;
}

/** Gives the test file that calls it (once, at its top) an engine of its own, with a workspace of this name. */
export function useEngine(name: string, options: EngineOptions = {}): Engine {
  const database = useTestDatabase();
  const redis = useTestRedis();
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
      REDIS_URL: redis.url,
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
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
      workers = await runWorkers(running().deps);
    },
  };
}
