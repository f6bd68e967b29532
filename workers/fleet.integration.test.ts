import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { makeWorkspace } from "@/server/testing/write-events";
import { deployChain, expectOnce, untilInFlight } from "./testing/chain";
import { count, sendEvents } from "./testing/engine-fixture";
import { queues, useTestQueue } from "./testing/use-engine";
import { startWorkersProcess, type WorkersProcess } from "./testing/workers-process";

describe.each(queues)("a fleet, on %s", (kind) => {
  const database = useTestDatabase();
  const queue = useTestQueue(kind);
  /** Two gateways: each with connections of its own. */
  let gateways: readonly [Deps, Deps];
  let deps: Deps;
  let actor: Actor;
  let fleet: WorkersProcess[] = [];

  const start = () => startWorkersProcess({ DATABASE_URL: database.url, ...queue.variables });

  beforeAll(async () => {
    gateways = [openTestDeps(database.url), openTestDeps(database.url)];
    deps = gateways[0];
    actor = await makeWorkspace(deps, "fleet");
    fleet = await Promise.all([start(), start()]);
  });
  afterAll(async () => {
    await Promise.all(fleet.map((one) => one.kill()));
    await Promise.all(gateways.map(closeDeps));
  });

  it("loses and doubles nothing while its processes are replaced one by one", async () => {
    const events = 3_000;
    const topicId = await deployChain(deps, actor, "rolling");
    const part = 50;
    let next = 0;
    const isSent = () => next >= events;
    async function sendParts(gateway: Deps): Promise<void> {
      while (!isSent()) {
        const from = next;
        next += part;
        await sendEvents(gateway, topicId, `r-${from}`, part, (index) => ({ n: from + index }));
      }
    }
    const sending = Promise.all(gateways.map(sendParts));
    for (const [index, one] of fleet.entries()) {
      await untilInFlight(deps, topicId, 200 * (index + 1));
      fleet[index] = await start();
      expect(await one.stop()).toBe(0);
    }
    await sending;
    await expectOnce(deps, actor, "rolling", events);
  }, 120_000);

  it("takes over from a process that stands still, which then finds its work done", async () => {
    const events = 2_000;
    const topicId = await deployChain(deps, actor, "still");
    const [first] = fleet;
    await sendEvents(deps, topicId, "s", events);
    await untilInFlight(deps, topicId, events / 10);
    first?.child.kill("SIGSTOP");
    try {
      await expectOnce(deps, actor, "still", events);
    } finally {
      first?.child.kill("SIGCONT");
    }
    // Awake again, it works on, and what it held is not done twice.
    await sendEvents(deps, topicId, "more", 1, () => ({ n: 0 }));
    await untilInFlight(deps, topicId, events + 1);
    expect(await first?.stop()).toBe(0);
    expect(await count(deps, "SELECT count(*) AS n FROM delivery WHERE topic_id = $1", [topicId])).toBe(
      events + 1,
    );
  }, 120_000);
});
