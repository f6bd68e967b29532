import { expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "../auth/actor";
import { putFlow } from "../flows/put-flow";
import { useTestDatabase } from "../testing/test-database";
import { makeWorkspace } from "../testing/write-events";
import { startTestRun } from "./start-test-run";
import { endTestRun, takeTestRun } from "./take-test-run";

const database = useTestDatabase();

/** Somebody who can run a draft. */
async function tryer(name: string): Promise<{ actor: Actor; start: () => Promise<{ id: string }> }> {
  const { deps } = database;
  const actor = await makeWorkspace(deps, name);
  await putFlow(deps, actor, {
    flow: "shop",
    document: flowOf("web-address > order.placed > counter", { counter: { name: "Orders" } }),
  });
  const sample = { topic: "order.placed", data: { total: 12 } };
  const { draftVersion: version } = await deps.db.flow.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
  });
  return { actor, start: () => startTestRun(deps, actor, { flow: "shop", version, sample }) };
}

it("lets no workspace keep the others waiting for their drafts", async () => {
  const { pool } = database.deps;
  const [busy, other] = [await tryer("busy"), await tryer("other")];
  const asked = await Promise.allSettled(Array.from({ length: 14 }, busy.start));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  const refused = asked.find((one) => one.status === "rejected");
  expect(refused?.reason).toMatchObject({
    code: "too-many",
    message:
      "10 drafts of this workspace wait to be run or are running, which is the limit. Run it again when one of them is done.",
  });

  // Who came last is next as soon as the other one has something at work.
  const { id } = await other.start();
  const first = await takeTestRun(pool);
  expect(first?.workspaceId).toBe(busy.actor.workspaceId);
  expect((await takeTestRun(pool))?.id).toBe(id);
  expect((await takeTestRun(pool))?.workspaceId).toBe(busy.actor.workspaceId);

  // What is done makes room.
  await expect(busy.start()).rejects.toMatchObject({ code: "too-many" });
  if (first !== undefined) await endTestRun(pool, first, { message: "Done." });
  await expect(busy.start()).resolves.toHaveProperty("id");
});
