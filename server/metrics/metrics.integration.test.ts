import { randomInt } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "@/server/testing/write-events";
import { closeDeps } from "../db";
import { createGateway } from "../gateway/gateway";
import { makeProducer } from "../testing/make-producer";
import { serve } from "../testing/serve";
import { createRequestListener } from "../web/request-listener";
import { createMetricsHandler } from "./handle-metrics";
import { serveMetrics } from "./serve-metrics";

const database = useTestDatabase();
const token = "a token of the tests";
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

/** A web process that serves metrics and addresses. */
async function serveProcess(variables: Readonly<Record<string, string>> = {}) {
  const deps = openTestDeps(database.url, variables);
  const gateway = createGateway(deps);
  const metrics = createMetricsHandler(deps, gateway.collect);
  const listener = createRequestListener(deps, { ingest: gateway.handle, metrics });
  const served = await serve((request, response) => void listener(request, response));
  closing.push(() => closeDeps(deps), served.close);
  return served.url;
}

it("tells how far every consumer is behind, in events and seconds", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "shop");
  const topicId = await makeTopic(deps, actor, "orders");
  await writeEvents(deps, topicId, [{ id: "a" }, { id: "b" }]);
  await makeConsumer(deps, actor, topicId, "mailer");
  const url = await serveProcess();
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  const lines = (await response.text()).split("\n");
  const labels = 'workspace="shop",flow="flow-of-mailer",consumer="mailer",topic="orders"';
  expect(lines).toContain('millrace_events_total{workspace="shop",topic="orders"} 2');
  expect(lines).toContain(`millrace_lag_events{${labels}} 2`);
  expect(lines.find((line) => line.startsWith(`millrace_lag_seconds{${labels}} `))).toMatch(/ [\d.e-]+$/);
  expect(lines).toContain(`millrace_deliveries{${labels},status="dead"} 0`);
  expect(lines).toContain('millrace_open_batches{state="waiting"} 0');
});

it("counts what addresses answer, and how long an acceptance takes", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "counted");
  const { key } = await makeProducer(deps, actor, { type: "web-address", topic: "counted" });
  const url = await serveProcess();
  const headers = { "content-type": "application/json" };
  await fetch(`${url}/in/${key}`, { method: "POST", headers, body: "{}" });
  await fetch(`${url}/in/${key}`, { method: "POST", headers, body: "{" });
  const lines = (await (await fetch(`${url}/metrics`)).text()).split("\n");
  expect(lines).toContain('millrace_ingest_requests_total{status="202"} 1');
  expect(lines).toContain('millrace_ingest_requests_total{status="400"} 1');
  expect(lines).toContain("millrace_accept_seconds_count 1");
});

it("is not there for whoever comes through a proxy, when there is no token", async () => {
  const url = await serveProcess();
  const proxied = await fetch(`${url}/metrics`, { headers: { "x-forwarded-for": "203.0.113.7" } });
  expect(proxied.status).toBe(404);
  expect(await proxied.text()).not.toContain("millrace");
});

it("wants the token from everybody when there is one", async () => {
  const url = await serveProcess({ MILLRACE_METRICS_TOKEN: token });
  const as = async (headers: Record<string, string>) => (await fetch(`${url}/metrics`, { headers })).status;
  expect(await as({})).toBe(404);
  expect(await as({ authorization: "Bearer another one" })).toBe(404);
  expect(await as({ authorization: `Bearer ${token}`, "x-forwarded-for": "203.0.113.7" })).toBe(200);
});

/** A workers process that serves its metrics; ports that are taken are passed over. */
async function serveWorkers() {
  for (;;) {
    // Below those that the system gives to connections.
    const port = 20_000 + randomInt(12_000);
    const deps = openTestDeps(database.url, { MILLRACE_METRICS_PORT: String(port) });
    closing.push(() => closeDeps(deps));
    try {
      return { url: `http://127.0.0.1:${port}`, served: await serveMetrics(deps, () => []) };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    }
  }
}

it("serves the workers on a port of their own, and nothing else there", async () => {
  const { url, served } = await serveWorkers();
  expect((await fetch(`${url}/metrics`)).status).toBe(200);
  expect((await fetch(`${url}/`)).status).toBe(404);
  await served.close();
});
