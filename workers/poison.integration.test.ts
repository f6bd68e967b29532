import { describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { closeDeps } from "@/server/db";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { makeWorkspace } from "@/server/testing/write-events";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { startRecorder } from "./testing/recorder";
import { queues, useTestQueue } from "./testing/use-engine";
import { startWorkersProcess, type WorkersProcess } from "./testing/workers-process";

describe.each(queues)("a poisoned event, on %s", (queue) => {
  const database = useTestDatabase();
  const { variables } = useTestQueue(queue);

  it("finds the event that kills its process, and delivers its neighbours", async () => {
    let workers: WorkersProcess | undefined;
    let restarting: Promise<void> | undefined;
    let deaths = 0;
    const recorder = await startRecorder((path) => {
      if (path !== "poison") return 200;
      workers?.child.kill("SIGKILL");
      return undefined;
    });
    const start = async () => {
      workers = await startWorkersProcess({
        DATABASE_URL: database.url,
        ...variables,
        EGRESS_ALLOW: recorder.host,
        LOG_LEVEL: "fatal",
      });
      workers.child.once("exit", (_, signal) => {
        if (signal !== "SIGKILL") return;
        deaths += 1;
        restarting = start();
      });
    };
    const deps = openTestDeps(database.url);
    const actor = await makeWorkspace(deps, "poison");
    const document = flowOf(`web-address > poison > http-request`, {
      httprequest: { method: "POST", url: `http://${recorder.host}/{{ data.path }}` },
    });
    for (const consumer of document.consumers) consumer.order = { mode: "none" };
    await deployDocument(deps, actor, "poison", document);
    const topicId = await topicIdOf(deps, actor, "poison");
    await sendEvents(deps, topicId, "e", 300, (n) => ({ path: n === 120 ? "poison" : `e-${n}` }));
    await start();

    await untilSettled(deps, 80_000);
    await restarting;
    await workers?.stop();
    await expectBalanced(deps);
    const dead = await deps.db.delivery.findMany({ where: { topicId, status: "dead" } });
    expect(dead.map(({ offset, reason }) => [Number(offset), reason])).toEqual([[121, "worker-crashed"]]);
    expect(await deps.db.delivery.count({ where: { topicId, status: "succeeded" } })).toBe(299);
    expect(deaths).toBeLessThanOrEqual(4);
    // Each call that was made again had the key of the first time.
    const keys = new Map(recorder.calls.map(({ path, idempotencyKey }) => [path, idempotencyKey]));
    for (const { path, idempotencyKey } of recorder.calls) expect(keys.get(path)).toBe(idempotencyKey);
    await closeDeps(deps);
    await recorder.close();
  }, 120_000);
});
