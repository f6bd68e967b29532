import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "@/bench/stage/free-port";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { makeProducer } from "@/server/testing/make-producer";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { useTestRedis } from "@/server/testing/test-redis";
import { until } from "@/server/testing/until";
import { makeWorkspace } from "@/server/testing/write-events";
import { deployChain, expectOnce } from "./testing/chain";
import { count, sendEvents, topicIdOf } from "./testing/engine-fixture";
import { startGatewayProcess, startWorkersProcess, type WorkersProcess } from "./testing/workers-process";

const database = useTestDatabase();
const redis = useTestRedis();
const processes: WorkersProcess[] = [];
let deps: Deps;
let actor: Actor;

beforeAll(async () => {
  deps = openTestDeps(database.url);
  actor = await makeWorkspace(deps, "still");
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.kill()));
  await closeDeps(deps);
});

/** Holds the head of a topic, so that nobody can append to it, until what it returns is called. */
async function holdHead(topicId: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query("BEGIN");
  await client.query("SELECT 1 FROM topic_head WHERE topic_id = $1 FOR UPDATE", [topicId]);
  return async () => {
    await client.query("COMMIT");
    await client.end();
  };
}

/** Waits until somebody is inside a call of an engine function, and can go no further. */
function untilInside(call: string): Promise<void> {
  const sql = `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database()
    AND wait_event_type = 'Lock' AND query LIKE '%' || $1 || '(%'`;
  return until(async () => (await count(deps, sql, [call])) > 0, { everyMs: 5 });
}

/** Stops a process where it stands, lets go of what held it up, and looks at the world while it sleeps. */
async function whileAsleep(
  { child }: WorkersProcess,
  release: () => Promise<void>,
  look: () => Promise<void>,
): Promise<void> {
  child.kill("SIGSTOP");
  try {
    await release();
    await look();
  } finally {
    child.kill("SIGCONT");
  }
}

const answerSchema = z.object({ offset: z.number(), duplicate: z.boolean().optional() });

it("stores an event once whose gateway was stopped inside the append, and others go on meanwhile", async () => {
  const { key, topicId = "" } = await makeProducer(deps, actor, { type: "web-address", topic: "stopped" });
  const variables = { DATABASE_URL: database.url, MILLRACE_URL: "http://still.test" };
  const ports = [await freePort(), await freePort()] as const;
  const [stopped] = await Promise.all(
    ports.map(async (port) => {
      const gateway = await startGatewayProcess({ ...variables, PORT: String(port) });
      processes.push(gateway);
      return gateway;
    }),
  );
  if (stopped === undefined) throw new Error("There is no gateway.");
  const post = async (port: number, id: string) => {
    const headers = { "content-type": "application/json", "idempotency-key": id };
    const response = await fetch(`http://127.0.0.1:${port}/in/${key}`, {
      method: "POST",
      headers,
      body: JSON.stringify({ id }),
    });
    expect(response.status).toBe(202);
    return answerSchema.parse(await response.json());
  };

  const release = await holdHead(topicId);
  const first = post(ports[0], "a");
  await untilInside("millrace_append");
  await whileAsleep(stopped, release, async () => {
    // Who waits for a row is not the next one by right: somebody who comes just when it is let go may be quicker.
    await until(async () => (await deps.db.event.count({ where: { topicId } })) === 1);
    expect((await post(ports[1], "b")).offset).toBe(2);
    // Its sender heard nothing and asks somebody else.
    expect(await post(ports[1], "a")).toEqual({ offset: 1, duplicate: true });
  });
  expect((await first).offset).toBe(1);
  const stored = await deps.db.event.findMany({ where: { topicId }, orderBy: { offset: "asc" } });
  expect(stored.map(({ id, offset }) => [id, Number(offset)])).toEqual([
    ["a", 1],
    ["b", 2],
  ]);
});

it("delivers every event once whose worker was stopped inside a commit", async () => {
  const events = 200;
  const topicId = await deployChain(deps, actor, "commit");
  const outId = await topicIdOf(deps, actor, "commit.out");
  const start = async () => {
    const started = await startWorkersProcess({ DATABASE_URL: database.url, REDIS_URL: redis.url });
    processes.push(started);
    return started;
  };
  const stopped = await start();
  const release = await holdHead(outId);
  await sendEvents(deps, topicId, "c", events);
  await untilInside("millrace_commit");
  await whileAsleep(stopped, release, async () => {
    await start();
    await expectOnce(deps, actor, "commit", events);
  });
  // Awake again it hears of its commit, and has nothing left to do twice.
  expect(await stopped.stop()).toBe(0);
  await expectOnce(deps, actor, "commit", events);
});
