import { expect, it, vi } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { closeDeps } from "@/server/db";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { until } from "@/server/testing/until";
import { makeWorkspace } from "@/server/testing/write-events";
import { runWorkers } from "./run-workers";
import { deployDocument } from "./testing/engine-fixture";
import { useTestQueue } from "./testing/use-engine";

const database = useTestDatabase();
const queue = useTestQueue("postgres");

it("reads what runs at the start, and what is deployed then, before the first event", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "ahead");
  await deployDocument(
    deps,
    actor,
    "first",
    flowOf("web-address > order.placed > counter", { counter: { name: "Orders" } }),
  );
  // Connections of its own: whatever is asked on them, the workers ask.
  const own = openTestDeps(database.url, queue.variables);
  const asked = vi.spyOn(own.pool, "query");
  const plansRead = () =>
    asked.mock.calls.filter(([query]) => /revision\W+plan\W/.test(JSON.stringify(query))).length;
  const workers = await runWorkers(own);
  try {
    expect(plansRead()).toBe(1);
    await deployDocument(
      deps,
      actor,
      "second",
      flowOf("web-address > order.paid > counter", { counter: { name: "Paid" } }),
    );
    await until(() => plansRead() === 2);
  } finally {
    await workers.stop();
    await closeDeps(own);
  }
});
