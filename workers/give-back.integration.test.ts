import { describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { closeDeps } from "@/server/db";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { until } from "@/server/testing/until";
import { makeWorkspace } from "@/server/testing/write-events";
import { runWorkers } from "./run-workers";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { startRecorder } from "./testing/recorder";
import { queues, useTestQueue } from "./testing/use-engine";

describe.each(queues)("what is given back, on %s", (queue) => {
  const database = useTestDatabase();
  const { variables } = useTestQueue(queue);

  it("gives a batch back by itself when the database fails once, and suspects none of its events", async () => {
    const deps = openTestDeps(database.url, variables);
    const actor = await makeWorkspace(deps, "back");
    await deployDocument(
      deps,
      actor,
      "back",
      flowOf("web-address > back > set-fields", {
        setfields: { fields: [{ field: "seen", value: true }] },
      }),
    );
    const topicId = await topicIdOf(deps, actor, "back");
    await sendEvents(deps, topicId, "e", 200);

    const query = deps.pool.query.bind(deps.pool);
    let failures = 0;
    let strikes = 0;
    Object.defineProperty(deps.pool, "query", {
      value: (...args: Parameters<typeof query>) => {
        const [first]: readonly unknown[] = args;
        const name = typeof first === "object" && first !== null && "name" in first ? first.name : undefined;
        if (name === "millrace-strike") strikes += 1;
        if (name === "millrace-load-range" && failures === 0) {
          failures += 1;
          return Promise.reject(new Error("timeout exceeded when trying to connect"));
        }
        return query(...args);
      },
    });
    const workers = await runWorkers(deps);
    await untilSettled(deps);
    const repaired = await deps.db.workerProcess.findFirstOrThrow({ select: { repairs: true } });
    await workers.stop();
    await expectBalanced(deps);
    expect(failures).toBe(1);
    // Nobody had to notice, and no event was run alone.
    expect(repaired.repairs).toBe(0);
    expect(strikes).toBe(0);
    await closeDeps(deps);
  });

  it("gives up no event whose call is cut off by a stop", async () => {
    let isHanging = true;
    const recorder = await startRecorder(() => (isHanging ? undefined : 200));
    const deps = openTestDeps(database.url, { ...variables, EGRESS_ALLOW: recorder.host });
    const actor = await makeWorkspace(deps, "cut");
    const document = flowOf("web-address > cut > http-request", {
      httprequest: { method: "POST", url: `http://${recorder.host}/cut`, timeoutSeconds: 60 },
    });
    // Its first failure would be its last.
    for (const consumer of document.consumers) {
      consumer.failure = { ...consumer.failure, attempts: 1, timeoutMs: 60_000 };
    }
    await deployDocument(deps, actor, "cut", document);
    const topicId = await topicIdOf(deps, actor, "cut");
    await sendEvents(deps, topicId, "e", 1);
    const stopped = await runWorkers(deps);
    await until(() => recorder.calls.length === 1);
    await stopped.stop();
    isHanging = false;
    const workers = await runWorkers(deps);
    await untilSettled(deps);
    await workers.stop();
    await expectBalanced(deps);
    expect(await deps.db.delivery.findMany({ where: { topicId } })).toMatchObject([
      { status: "succeeded", attempts: 1 },
    ]);
    await closeDeps(deps);
    await recorder.close();
  });
});
