import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { readEvents } from "../log/read";
import { registerSchema } from "../schemas/register-schema";
import { setGate } from "../schemas/set-gate";
import { makeProducer } from "../testing/make-producer";
import { serve } from "../testing/serve";
import { useTestDatabase } from "../testing/test-database";
import { makeWorkspace } from "../testing/write-events";
import { createRequestListener } from "../web/request-listener";
import { createGateway, type Gateway } from "./gateway";

const database = useTestDatabase();
let actor: Actor;
let gateway: Gateway;
let served: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  actor = await makeWorkspace(database.deps, "gate");
  gateway = createGateway(database.deps);
  served = await serve(createRequestListener(database.deps, { ingest: gateway.handle }));
});
afterAll(async () => {
  await gateway.idle();
  await served.close();
});

async function address(gate: "reject" | "quarantine") {
  const { deps } = database;
  const topic = `order.${gate}`;
  const producer = await makeProducer(deps, actor, { type: "web-address", topic });
  const text = JSON.stringify({
    type: "object",
    properties: { customer: { properties: { email: { type: "string" } } } },
    required: ["total"],
  });
  await registerSchema(deps, actor, { subject: topic, text });
  await setGate(deps, actor, { topic, gate });
  const post = async (body: unknown, type = "application/json"): Promise<[number, unknown]> => {
    const headers = { "content-type": type };
    const response = await fetch(`${served.url}/in/${producer.key}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers,
    });
    return [response.status, await response.json()];
  };
  const storedIds = async () =>
    (await readEvents(deps.pool, producer.topicId ?? "", 0, 100)).map(({ envelope }) => envelope.id);
  return { topic, post, storedIds };
}

const cloudEvent = (id: string, data: unknown) => ({
  specversion: "1.0",
  id,
  source: "/shop",
  type: "order",
  data,
});
const batchType = "application/cloudevents-batch+json";

it("tells a sender every place that does not fit, and stores nothing of a batch with one of them", async () => {
  const { post, storedIds } = await address("reject");
  const [status, problem] = await post({ customer: { email: 7 } });
  expect(status).toBe(422);
  expect(problem).toMatchObject({
    title: "Unprocessable Content",
    detail: 'The event does not fit version 1 of the schema "order.reject": `total` is missing.',
    schema: "order.reject",
    version: 1,
    errors: [
      { pointer: "/total", keyword: "required", message: "`total` is missing." },
      { pointer: "/customer/email", keyword: "type", message: "`customer.email` must be string." },
    ],
  });
  const batch = [cloudEvent("b1", { total: 1 }), cloudEvent("b2", {})];
  expect(await post(batch, batchType)).toMatchObject([422, { events: [{ id: "b2" }] }]);
  expect(await post([batch[0]], batchType)).toMatchObject([202, [{ id: "b1", offset: 1 }]]);
  expect(await storedIds()).toEqual(["b1"]);
});

it("keeps back what does not fit and stores the rest, in the order of the batch", async () => {
  const { topic, post, storedIds } = await address("quarantine");
  expect(await post(cloudEvent("q1", {}), "application/cloudevents+json")).toEqual([
    202,
    {
      id: "q1",
      topic,
      status: "quarantined",
      reason: `It waits in quarantine: it does not fit version 1 of the schema "${topic}". \`total\` is missing.`,
    },
  ]);
  const batch = [
    cloudEvent("q1", {}),
    cloudEvent("q2", { total: 1 }),
    cloudEvent("q3", {}),
    cloudEvent("q3", {}),
  ];
  const [status, lines] = await post(batch, batchType);
  expect([status, lines]).toMatchObject([
    202,
    [
      { id: "q1", status: "quarantined" },
      { id: "q2", offset: 1 },
      { id: "q3", status: "quarantined" },
      { id: "q3" },
    ],
  ]);
  expect(await storedIds()).toEqual(["q2"]);
  expect(await database.deps.db.quarantinedEvent.count({ where: { topic: { name: topic } } })).toBe(2);
  expect(await post(cloudEvent("q1", { note: 1 }), "application/cloudevents+json")).toMatchObject([409, {}]);
});
