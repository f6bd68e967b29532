import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDeps } from "@/server/db";
import { handleDemoRequest } from "@/server/demo/handle-demo-request";
import type { Deps } from "@/server/deps";
import { sendEvent } from "@/server/events/send-event";
import { deployFlow } from "@/server/flows/deploy-flow";
import { templates } from "@/server/templates/read-templates";
import { useTemplate } from "@/server/templates/use-template";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { makeWorkspace } from "@/server/testing/write-events";
import { type RunningWorkers, runWorkers } from "./run-workers";
import { expectBalanced, untilSettled } from "./testing/engine-fixture";

const database = useTestDatabase();
const demo = createServer((request, response) => void handleDemoRequest(request, response));
let deps: Deps;
let workers: RunningWorkers;

beforeAll(async () => {
  await new Promise<void>((resolve) => demo.listen(0, "127.0.0.1", resolve));
  const address = demo.address();
  if (address === null || typeof address === "string")
    throw new Error("the demo endpoint listens on no port");
  deps = openTestDeps(database.url, { LOG_LEVEL: "warn", MILLRACE_URL: `http://127.0.0.1:${address.port}` });
  workers = await runWorkers(deps);
});
afterAll(async () => {
  await workers.stop();
  await closeDeps(deps);
  await new Promise((resolve) => demo.close(resolve));
});

describe.each(templates().map((template) => [template.id, template] as const))(
  "template %s",
  (id, { document }) => {
    it("runs as it is: its samples reach every consumer, and nothing fails", async () => {
      const actor = await makeWorkspace(deps, id);
      const { slug: flow } = await useTemplate(deps, actor, { template: id });
      await deployFlow(deps, actor, { flow });
      for (const sample of document.samples) {
        await sendEvent(deps, actor, { to: { topic: sample.topic }, data: JSON.stringify(sample.data) });
      }
      await untilSettled(deps);
      await expectBalanced(deps);
      const subscriptions = await deps.db.subscription.findMany({
        where: { workspaceId: actor.workspaceId },
      });
      const deliveries = await deps.db.delivery.findMany({
        where: { subscriptionId: { in: subscriptions.map((subscription) => subscription.id) } },
      });
      const failed = deliveries.filter(({ status }) => status !== "succeeded" && status !== "filtered");
      expect(failed.map(({ status, stepId, message }) => ({ status, stepId, message }))).toEqual([]);
      const reached = new Set(deliveries.map(({ subscriptionId }) => subscriptionId));
      expect(subscriptions.filter((subscription) => !reached.has(subscription.id))).toEqual([]);
    });
  },
);

it("writes the e-mails of the first event into the demo inbox, with the names filled in", async () => {
  const mails = await deps.db.demoMail.findMany({ where: { to: "ana@example.com" }, orderBy: { at: "asc" } });
  expect(mails.map(({ subject }) => subject).sort()).toEqual(
    ["Welcome, Ana", "We have your order A-1001"].sort(),
  );
  expect(mails.find(({ subject }) => subject === "Welcome, Ana")?.text).toContain("Hello Ana,");
});
