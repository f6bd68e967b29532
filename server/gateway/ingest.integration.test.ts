import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { Actor } from "../auth/actor";
import { readEvents } from "../log/read";
import { type MadeProducer, makeProducer } from "../testing/make-producer";
import { serve } from "../testing/serve";
import { openTestDeps, useTestDatabase } from "../testing/test-database";
import { makeWorkspace } from "../testing/write-events";
import { createRequestListener } from "../web/request-listener";
import { createGateway, type Gateway } from "./gateway";
import { type GatewayLimits, limitsFor } from "./handle-ingest";

const database = useTestDatabase();
type Served = Awaited<ReturnType<typeof serve>>;
let actor: Actor;
let gateway: Gateway;
let served: Served;
let serial = 0;

async function start(limits: Partial<GatewayLimits> = {}): Promise<{ served: Served; gateway: Gateway }> {
  const made = createGateway(database.deps, { ...limitsFor(1_000), ...limits });
  return {
    gateway: made,
    served: await serve(createRequestListener(database.deps, { ingest: made.handle })),
  };
}

beforeAll(async () => {
  actor = await makeWorkspace(database.deps, "gateway");
  ({ served, gateway } = await start({ unknownPerClient: { perSecond: 1_000, burst: 1_000 } }));
});
afterAll(async () => {
  await served.close();
  await gateway.idle();
});

function webAddress(isDeployed = true): Promise<MadeProducer> {
  serial += 1;
  return makeProducer(database.deps, actor, {
    type: "web-address",
    ...(isDeployed ? { topic: `topic.n${serial}` } : {}),
  });
}

const json = { "content-type": "application/json" };
const post = (key: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
  fetch(`${served.url}/in/${key}`, { method: "POST", body, headers, redirect: "manual" });
const storedIn = (producer: MadeProducer) => readEvents(database.deps.pool, producer.topicId ?? "", 0, 1_000);
const textOf = (data: Uint8Array) => Buffer.from(data).toString("utf8");

describe("an address", () => {
  it("answers with id, topic and offset once the event is stored, byte for byte", async () => {
    const producer = await webAddress();
    const body = '{ "b":1.0, "a":12345678901234567890, "a":"\\u0000\\ud800" }';
    const response = await post(producer.key, body, { ...json, "webhook-id": "w1" });
    expect(response.status).toBe(202);
    const [event] = await storedIn(producer);
    expect(await response.json()).toEqual({ id: "w1", topic: event?.envelope.topic, offset: 1 });
    expect(textOf(event?.data ?? new Uint8Array())).toBe(body);
    expect(event?.envelope).toMatchObject({
      source: `${database.deps.env.MILLRACE_URL}/producers/${producer.id}`,
      type: event?.envelope.topic,
      correlationId: "w1",
    });
  });

  it("takes CloudEvents binary, structured and in batches", async () => {
    const producer = await webAddress();
    const binary = {
      "ce-specversion": "1.0",
      "ce-id": "b",
      "ce-source": "/s",
      "ce-type": "t",
      "ce-partitionkey": "k",
    };
    expect((await post(producer.key, "{}", { ...json, ...binary })).status).toBe(202);
    const event = (id: string) =>
      `{"specversion":"1.0","id":"${id}","source":"/s","type":"t","data":{"n" :1}}`;
    const structured = { "content-type": "application/cloudevents+json" };
    expect(await (await post(producer.key, event("s"), structured)).json()).toMatchObject({
      id: "s",
      offset: 2,
    });
    const batch = { "content-type": "application/cloudevents-batch+json" };
    const answer = await post(
      producer.key,
      `[${event("1")},${event("s")},${event("2")},${event("2")}]`,
      batch,
    );
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject([
      { id: "1", offset: 3 },
      { id: "s", offset: 2, duplicate: true },
      { id: "2", offset: 4 },
      { id: "2", offset: 4, duplicate: true },
    ]);
    expect(await (await post(producer.key, "[]", batch)).json()).toEqual([]);
    const stored = await storedIn(producer);
    expect(stored.map(({ envelope, data }) => [envelope.id, envelope.key, textOf(data)])).toEqual([
      ["b", "k", "{}"],
      ["s", undefined, '{"n" :1}'],
      ["1", undefined, '{"n" :1}'],
      ["2", undefined, '{"n" :1}'],
    ]);
  });

  it("stores one event of a hundred with the same webhook-id at once, and refuses another body", async () => {
    const producer = await webAddress();
    const send = (body: string) => post(producer.key, body, { ...json, "webhook-id": "same" });
    const answers = await Promise.all(Array.from({ length: 100 }, () => send('{"a":1}')));
    const offsets = await Promise.all(
      answers.map(async (answer) => z.object({ offset: z.int() }).parse(await answer.json())),
    );
    expect(new Set(offsets.map(({ offset }) => offset))).toEqual(new Set([1]));
    expect((await storedIn(producer)).length).toBe(1);
    const conflict = await send('{"a":2}');
    expect(conflict.status).toBe(409);
    expect(await conflict.json()).toMatchObject({ title: "Conflict", status: 409 });
    expect(conflict.headers.get("content-type")).toBe("application/problem+json");
  });

  it("keeps the last 20 events as samples before the first deployment", async () => {
    const producer = await webAddress(false);
    for (let index = 1; index <= 22; index += 1) {
      const response = await post(producer.key, `{"n":${index}}`);
      expect(response.status).toBe(202);
      expect(await response.json()).toEqual({ status: "kept as sample" });
    }
    const samples = await database.deps.db.producerSample.findMany({
      orderBy: { number: "asc" },
      where: { producerId: producer.id },
    });
    expect(samples.map(({ data }) => textOf(data))).toEqual(
      Array.from({ length: 20 }, (_, index) => `{"n":${index + 3}}`),
    );
    expect(samples[0]?.envelope).toMatchObject({ contentType: "application/json", type: "event.received" });
    const topicId = (
      await database.deps.db.topic.create({ data: { workspaceId: actor.workspaceId, name: "late" } })
    ).id;
    await database.deps.db.producer.update({ where: { id: producer.id }, data: { topicId } });
    expect(await (await post(producer.key, "{}")).json()).toMatchObject({ topic: "late", offset: 1 });
  });

  it("says what does not fit", async () => {
    const { key } = await webAddress();
    const refused = await post(key, "{'a':1}");
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("This is not JSON") });
    expect((await post(key, "x", { ...json, "content-encoding": "gzip" })).status).toBe(415);
    expect((await post(key, "{}", { ...json, "ce-id": "1" })).status).toBe(400);
  });

  it("answers nothing but POST, and helps", async () => {
    const { key } = await webAddress();
    const help = await fetch(`${served.url}/in/${key}`);
    expect(help.status).toBe(405);
    expect(help.headers.get("allow")).toBe("POST, OPTIONS");
    expect(await help.json()).toMatchObject({ example: expect.stringContaining(`curl -X POST`) });
    const page = await fetch(`${served.url}/in/${key}`, { headers: { accept: "text/html" } });
    expect(page.status).toBe(405);
    expect(await page.text()).toContain("This address takes events");
  });

  it("agrees to CloudEvents' handshake and to no other origin", async () => {
    const { key } = await webAddress();
    const headers = { "webhook-request-origin": "events.example.com" };
    const allowed = await fetch(`${served.url}/in/${key}`, { method: "OPTIONS", headers });
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get("webhook-allowed-origin")).toBe("events.example.com");
    expect(allowed.headers.get("webhook-allowed-rate")).toBe("60000");
    const preflight = await fetch(`${served.url}/in/${key}`, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example" },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("an address that does not exist", () => {
  it("gets one constant answer, whatever is wrong with it", async () => {
    const { key } = await webAddress();
    const schedule = await makeProducer(database.deps, actor, { type: "schedule", topic: "time.reached" });
    const gone = await webAddress();
    await database.deps.db.flow.update({ where: { id: gone.flowId }, data: { deletedAt: new Date() } });
    const wrong = [
      "",
      "x",
      key.toUpperCase(),
      `${key}/`,
      `${key}.`,
      `${key.slice(0, -1)}%`,
      "0".repeat(32),
      "a".repeat(5_000),
    ];
    const bodies = new Set<string>();
    for (const tried of [...wrong, schedule.key, gone.key, `${key}%2e%2e`, `/${key}`]) {
      const response = await post(tried, "{}");
      expect([tried, response.status]).toEqual([tried, 404]);
      bodies.add(await response.text());
    }
    expect(bodies.size).toBe(1);
  });
});

describe("limits", () => {
  it("allow 1 MiB and not one byte more, announced or not", async () => {
    const { key } = await webAddress();
    const text = (length: number) => `"${"x".repeat(length - 2)}"`;
    expect((await post(key, text(1024 * 1024))).status).toBe(202);
    expect((await post(key, text(1024 * 1024 + 1))).status).toBe(413);
    const chunked = new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest(`${served.url}/in/${key}`, { method: "POST", headers: json }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on("error", reject);
      sent.write(text(600 * 1024));
      sent.end(text(600 * 1024));
    });
    expect(await chunked).toBe(413);
  });

  it("end a body that does not arrive, and a connection with a lying length", async () => {
    const { key } = await webAddress();
    const slow = await start({ maxBodyMs: 100 });
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(slow.served.port, "127.0.0.1", () => {
        socket.write(
          `POST /in/${key} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{`,
        );
      });
      let text = "";
      socket.on("data", (part) => {
        text += part.toString();
      });
      socket.on("close", () => resolve(text));
      socket.on("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain("connection: close");
    await slow.served.close();
  });

  it("count requests per address and per guesser", async () => {
    const { key } = await webAddress();
    const other = await webAddress();
    const strict = await start({
      perAddress: { perSecond: 0.01, burst: 2 },
      unknownPerClient: { perSecond: 0.01, burst: 1 },
    });
    const send = (name: string) =>
      fetch(`${strict.served.url}/in/${name}`, { method: "POST", body: "{}", headers: json });
    expect([(await send(key)).status, (await send(key)).status]).toEqual([202, 202]);
    const limited = await send(key);
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(50);
    expect((await send(other.key)).status).toBe(202);
    expect([(await send("0".repeat(32))).status, (await send("1".repeat(32))).status]).toEqual([404, 429]);
    await strict.served.close();
    await strict.gateway.idle();
  });

  it("ask the database nothing for a client that has guessed too often", async () => {
    const own = openTestDeps(database.url);
    const limits = { ...limitsFor(1_000), unknownPerClient: { perSecond: 0.01, burst: 1 } };
    const { handle } = createGateway(own, limits);
    const other = await serve((request, response) => void handle(request, response));
    const guess = (name: string) =>
      fetch(`${other.url}/in/${name.repeat(32)}`, { method: "POST", body: "{}" });
    expect((await guess("0")).status).toBe(404);
    await own.pool.end();
    expect((await guess("1")).status).toBe(429);
    await other.close();
    await own.db.$disconnect();
  });

  it("answer 503 while the database is away", async () => {
    const { key } = await webAddress();
    const away = openTestDeps(database.url);
    const { handle } = createGateway(away);
    await away.pool.end();
    const other = await serve((request, response) => void handle(request, response));
    const response = await fetch(`${other.url}/in/${key}`, { method: "POST", body: "{}", headers: json });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    await other.close();
    await away.db.$disconnect();
  });
});

describe("a form", () => {
  const config = {
    title: "Sign up",
    inputs: [
      { name: "name", label: "Name", type: "text", isRequired: true },
      { name: "age", label: "Age", type: "number", isRequired: false },
    ],
    button: "Send",
    thanks: "Thanks.",
  };
  const urlencoded = { "content-type": "application/x-www-form-urlencoded" };
  const html = { ...urlencoded, accept: "text/html,application/xhtml+xml" };

  it("becomes data with types, and sends browsers back to its page", async () => {
    const form = await makeProducer(database.deps, actor, { type: "form", topic: "user.signed-up", config });
    expect(await (await post(form.key, "name=Ana&age=41&role=owner", urlencoded)).json()).toMatchObject({
      offset: 1,
    });
    const back = await post(form.key, "name=Bo&website-url=", html);
    expect([back.status, back.headers.get("location")]).toEqual([303, `/f/${form.key}?sent=1`]);
    expect((await storedIn(form)).map(({ data }) => textOf(data))).toEqual([
      '{"name":"Ana","age":41}',
      '{"name":"Bo"}',
    ]);
    const refused = await post(form.key, "age=x", html);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain("Name: This is needed.");
    expect(await (await post(form.key, "name=B&website-url=spam", urlencoded)).json()).toMatchObject({
      detail: expect.stringContaining("hidden field"),
    });
  });

  it("that was never deployed uses the draft", async () => {
    const form = await makeProducer(database.deps, actor, { type: "form", config });
    const back = await post(form.key, "name=Bo&age=7", html);
    expect(back.headers.get("location")).toBe(`/f/${form.key}?sent=1`);
    const sample = await database.deps.db.producerSample.findFirst({ where: { producerId: form.id } });
    expect(textOf(sample?.data ?? new Uint8Array())).toBe('{"name":"Bo","age":7}');
  });
});

it("stores hostile texts byte for byte, as payload and as attributes", async () => {
  const producer = await webAddress();
  const file = new URL("../../flow/event/fixtures/naughty-strings.json", import.meta.url);
  const texts = z.array(z.string()).parse(JSON.parse(readFileSync(file, "utf8")));
  const sent: string[] = [];
  for (const [index, text] of texts.entries()) {
    const body = JSON.stringify({ text, [text]: index });
    const headers: Record<string, string> = { ...json };
    // Attributes of CloudEvents must not hold control characters and what is no character.
    const fits = text !== "" && text.length < 255 && !/[\p{Cc}\p{Cn}]/u.test(text);
    if (fits) headers["ce-subject"] = encodeURIComponent(text);
    expect([text, (await post(producer.key, body, headers)).status]).toEqual([text, 202]);
    sent.push(body);
  }
  const stored = await storedIn(producer);
  expect(stored.map(({ data }) => textOf(data))).toEqual(sent);
  stored.forEach(({ envelope }, index) => {
    if (envelope.subject !== undefined) expect(envelope.subject).toBe(texts[index]);
  });
});
