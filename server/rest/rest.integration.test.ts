import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "../api-keys/create-api-key";
import type { Actor } from "../auth/actor";
import { leastRole, roles } from "../auth/can";
import { sharedAppend } from "../log/shared-append";
import { useTestDatabase } from "../testing/test-database";
import { makeWorkspace } from "../testing/write-events";
import { createRestApp } from "./rest-app";

const database = useTestDatabase();
const app = createRestApp(() => database.deps);
const keys: Record<string, string> = {};
let foreignKey = "";
let actor: Actor;

async function makeKey(by: Actor, role: "viewer" | "operator" | "editor" | "admin"): Promise<string> {
  return (await createApiKey(database.deps, by, { name: role, role })).key;
}

beforeAll(async () => {
  actor = await makeWorkspace(database.deps, "rest");
  for (const role of ["viewer", "operator", "editor", "admin"] as const)
    keys[role] = await makeKey(actor, role);
  foreignKey = await makeKey(await makeWorkspace(database.deps, "elsewhere"), "admin");
});

interface Options {
  readonly method?: string;
  readonly key?: string | null | undefined;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

async function call(path: string, { method = "GET", key = keys.editor, body, headers = {} }: Options = {}) {
  const authorization: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const init = { method, headers: { ...authorization, ...headers }, ...(body === undefined ? {} : { body }) };
  const response = await app.request(`/api/v1${path}`, init);
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}

const json = { "content-type": "application/json" };
const template = readFileSync(new URL("../../templates/first-event/flow.yaml", import.meta.url), "utf8");

describe("flows", () => {
  it("are written from a file, deployed, listed and exported", async () => {
    const put = () =>
      call("/flows/sign-up", {
        method: "PUT",
        body: template,
        headers: { "content-type": "application/yaml" },
      });
    expect(await put()).toMatchObject({ status: 200, body: { slug: "sign-up", isNew: true } });
    expect(await put()).toMatchObject({ status: 200, body: { isNew: false, changes: [] } });
    const stale = await call("/flows/sign-up?version=99", {
      method: "PUT",
      body: template.replace("Somebody", "Anybody"),
    });
    expect(stale).toMatchObject({ status: 409, body: { code: "conflict" } });
    const deploy = () => call("/flows/sign-up/deployments", { method: "POST" });
    expect(await deploy()).toMatchObject({ status: 200, body: { revision: 1, isNew: true } });
    expect(await deploy()).toMatchObject({ status: 200, body: { revision: 1, isNew: false } });
    expect(await call("/flows", { key: keys.viewer })).toMatchObject({
      status: 200,
      body: { flows: [{ slug: "sign-up", state: "live", revision: 1, undeployedChanges: 0 }] },
    });
    const exported = await call("/flows/sign-up/export");
    expect(exported.headers.get("content-type")).toBe("application/yaml");
    expect((await call("/flows/copy", { method: "PUT", body: exported.text })).body.isNew).toBe(true);
    expect((await call("/flows/sign-up/export?format=json&revision=1")).body).toMatchObject({ millrace: 1 });
    expect((await call("/flows/sign-up/pause", { method: "POST" })).body).toEqual({ state: "paused" });
    expect((await call("/flows/sign-up/resume", { method: "POST" })).body).toEqual({ state: "live" });
  });

  it("show addresses only to keys that may send", async () => {
    const seen = await call("/flows/sign-up", { key: keys.operator });
    expect(seen.body.producers[0].address).toMatch(/\/in\/[0-9a-z]{32}$/);
    expect((await call("/flows/sign-up", { key: keys.viewer })).body.producers[0].address).toBeUndefined();
  });

  it("say what is wrong with a document", async () => {
    const wrong = await call("/flows/wrong", { method: "PUT", body: "millrace: 1\nname: X\nnonsense: 1" });
    expect(wrong).toMatchObject({
      status: 400,
      body: { code: "bad-input", detail: expect.stringContaining("nonsense") },
    });
    expect(wrong.headers.get("content-type")).toBe("application/problem+json");
    const unfinished = template.replace(/^ {4}topic: .*$/m, "");
    await call("/flows/unfinished", { method: "PUT", body: unfinished });
    const refused = await call("/flows/unfinished/deployments", {
      method: "POST",
      body: "{}",
      headers: json,
    });
    expect(refused).toMatchObject({ status: 422, body: { code: "not-deployable" } });
    expect(refused.body.issues.length).toBeGreaterThan(0);
  });
});

describe("events", () => {
  it("are sent, listed after an offset and shown with their payload as it was sent", async () => {
    expect(
      await call("/topics", { method: "POST", body: '{"name":"order.placed"}', headers: json }),
    ).toMatchObject({ status: 201 });
    const send = (body: string, id: string) =>
      call("/topics/order.placed/events?test=true", {
        method: "POST",
        key: keys.operator,
        body,
        headers: { ...json, "idempotency-key": id },
      });
    const first = await send('{ "total": 120.50 }', "a");
    expect(first).toMatchObject({ status: 202, body: { id: "a", topic: "order.placed", offset: 1 } });
    expect((await send('{ "total": 120.50 }', "a")).body).toMatchObject({ offset: 1, duplicate: true });
    expect((await send("1", "a")).status).toBe(409);
    await send("[2]", "b");
    const page = await call("/topics/order.placed/events?after=0&limit=1", { key: keys.viewer });
    expect(page.text).toContain('"data":{ "total": 120.50 }');
    expect(page.body).toMatchObject({
      events: [{ offset: 1, isTest: true, event: { id: "a" } }],
      next: 1,
      head: 2,
    });
    expect((await call("/topics/order.placed/events?after=1")).body.events).toMatchObject([
      { offset: 2, event: { data: [2] } },
    ]);
    expect((await call("/topics/order.placed/events/2")).body).toMatchObject({
      event: { id: "b", specversion: "1.0" },
    });
    expect((await call("/topics/order.placed/events/3")).status).toBe(404);
    expect((await call("/topics/order.placed/events?limit=0")).body).toMatchObject({ code: "bad-input" });
  });

  it("go through producers, as forms with their types", async () => {
    const { body } = await call("/flows/sign-up");
    const producer = body.producers[0].nodeId;
    const sent = await call(`/flows/sign-up/producers/${producer}/events`, {
      method: "POST",
      body: "name=Ana&email=ana%40example.com",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(sent).toMatchObject({ status: 202, body: { offset: 1 } });
    const { topic } = sent.body;
    expect((await call(`/topics/${topic}/events/1/causation`)).body).toMatchObject({
      isCut: false,
      trees: [{ caused: [] }],
    });
    expect((await call(`/topics/${topic}/events/1/deliveries`)).body).toEqual({ deliveries: [] });
    expect((await call(`/topics/${topic}/consumers`)).body.consumers.length).toBeGreaterThan(0);
    const replay = await call("/replays", {
      method: "POST",
      key: keys.operator,
      body: JSON.stringify({ name: "again", events: [{ topic, offsets: [1] }], start: false }),
      headers: json,
    });
    expect(replay).toMatchObject({ status: 201, body: { state: "planned", total: 1 } });
    expect((await call(`/replays/${replay.body.id}/start`, { method: "POST" })).body).toMatchObject({
      state: "running",
    });
    expect((await call(`/replays/${replay.body.id}/cancel`, { method: "POST" })).body).toMatchObject({
      state: "cancelled",
    });
    expect((await call("/replays")).body.replays).toHaveLength(1);
    await sharedAppend(database.deps).idle();
  });
});

it("health names consumers and says that nobody works", async () => {
  const { body } = await call("/health");
  expect(body).toMatchObject({ status: "no-workers" });
  expect(body.consumers[0]).toMatchObject({ flow: "sign-up", state: "active" });
});

describe("what does not fit", () => {
  it.each([
    ["/topics/%00/events", {}],
    ["/flows/a%00b", {}],
    ["/replays", { method: "POST", body: '{"name":"x","events":[{"topic":"\\u0000","offsets":[1]}]}' }],
  ])("is refused when the database cannot read it: %s", async (path, options) => {
    expect(await call(path, { headers: json, ...options })).toMatchObject({
      status: 400,
      body: { title: "Bad Request", code: "bad-input" },
    });
  });

  it("is said in lines that name the field", async () => {
    const { body } = await call("/topics/a/events/first");
    expect(body.detail).toMatch(/^offset: Invalid input/);
    expect(body.detail).not.toMatch(/✖|→/);
  });

  it("names a topic, an event or consumers that are not there", async () => {
    await call("/topics", { method: "POST", body: '{"name":"lonely"}', headers: json });
    for (const path of ["/topics/none/consumers", "/topics/none/events/1/deliveries"]) {
      expect(await call(path)).toMatchObject({
        status: 404,
        body: { detail: "There is no topic `none` here." },
      });
    }
    expect((await call("/topics/lonely/events/7/deliveries")).status).toBe(404);
    const body = '{"name":"x","events":[{"topic":"lonely","offsets":[1]}]}';
    expect(await call("/replays", { method: "POST", body, headers: json })).toMatchObject({
      status: 400,
      body: { detail: "No deployed consumer reacts to lonely." },
    });
  });

  it("has the title of its status", async () => {
    expect((await call("/topics", { key: null })).body.title).toBe("Unauthorized");
    expect(
      (await call("/topics", { method: "POST", key: keys.viewer, body: "{}", headers: json })).body.title,
    ).toBe("Forbidden");
  });
});

describe("who may call", () => {
  it("nobody without a key, and a wrong one is counted", async () => {
    const refused = await call("/flows", { key: null });
    expect(refused).toMatchObject({ status: 401, body: { code: "not-signed-in" } });
    expect(refused.headers.get("www-authenticate")).toBe("Bearer");
    const wrong = `mr_${"x".repeat(43)}`;
    const statuses = new Set<number>();
    for (let index = 0; index < 30; index += 1) statuses.add((await call("/flows", { key: wrong })).status);
    expect([...statuses]).toEqual([401, 429]);
  });

  it("each operation asks for the role that its action needs, in its own workspace only", async () => {
    const document = (await call("/openapi.json")).body;
    const operations = Object.entries<Record<string, { "x-millrace-action": keyof typeof leastRole }>>(
      document.paths,
    ).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        path,
        method,
        action: operation["x-millrace-action"],
      })),
    );
    const missing = "00000000-0000-4000-8000-000000000000";
    const values: Record<string, string> = {
      flow: "sign-up",
      topic: "order.placed",
      offset: "1",
      id: missing,
      producer: "x",
      consumer: "x",
      subject: "x",
      version: "1",
    };
    const bodies: Record<string, string> = {
      "/flows/{flow}": template,
      "/topics": '{"name":"order.placed"}',
      "/flows/{flow}/consumers/{consumer}/move": '{"topic":"order.placed","target":{"to":"now"}}',
      "/replays": JSON.stringify({
        name: "x",
        events: [{ topic: "order.placed", offsets: [1] }],
        consumers: [missing],
      }),
    };
    expect(operations.length).toBeGreaterThan(20);
    for (const { path, method, action } of operations) {
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
      const body = method === "get" ? {} : { body: bodies[path] ?? "{}" };
      const options = { method: method.toUpperCase(), headers: json, ...body };
      const below = roles[roles.indexOf(leastRole[action]) - 1];
      if (below !== undefined) {
        const refused = await call(filled, { ...options, key: keys[below] });
        expect([method, path, refused.status]).toEqual([method, path, 403]);
      }
      // The registry's subjects need not exist to be asked for: see its own test.
      if (filled === path || method === "put" || path.startsWith("/registry")) continue;
      const foreign = await call(filled, { ...options, key: foreignKey });
      // Deliveries of what is not there are an empty list.
      const isHidden =
        foreign.status === 404 || foreign.text === '{"deliveries":[]}' || foreign.text === '{"consumers":[]}';
      expect([method, path, isHidden]).toEqual([method, path, true]);
    }
    for (const list of ["flows", "topics", "replays"]) {
      expect((await call(`/${list}`, { key: foreignKey })).body).toEqual({ [list]: [] });
    }
  });

  it("answers unknown paths with a problem", async () => {
    expect(await call("/nothing")).toMatchObject({ status: 404, body: { status: 404, code: "not-found" } });
  });
});
