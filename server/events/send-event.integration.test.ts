import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { readEvents } from "../log/read";
import { makeProducer } from "../testing/make-producer";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace } from "../testing/write-events";
import { sendAsNew } from "./send-as-new";
import { sendEvent, sendRequest } from "./send-event";

const database = useTestDatabase();
let actor: Actor;
let topicId: string;

beforeAll(async () => {
  actor = await makeWorkspace(database.deps, "sending");
  topicId = await makeTopic(database.deps, actor, "order.placed");
});

const to = { topic: "order.placed" };

describe("sendEvent", () => {
  it("stores the payload as it was written, marked as a test when asked", async () => {
    const data = '{ "total": 120.50 }';
    const sent = await sendEvent(database.deps, actor, { to, data, key: "c1", isTest: true });
    expect(sent).toMatchObject({ kind: "stored", topic: "order.placed", offset: 1, isDuplicate: false });
    const [event] = await readEvents(database.deps.pool, topicId, 0, 1);
    expect(Buffer.from(event?.data ?? []).toString()).toBe(data);
    expect(event?.envelope).toMatchObject({ type: "order.placed", key: "c1", isTest: true });
    expect(event?.envelope.source).toBe(`${database.deps.env.MILLRACE_URL}/w/sending`);
  });

  it("is written into the audit when a person sent it, not when a program did", async () => {
    const { deps } = database;
    const sentBy = async (kind: Actor["kind"]) => {
      const sent = await sendEvent(deps, { ...actor, kind }, { to, data: "1", causationId: "cause" });
      const { id } = sent.kind === "stored" ? sent : { id: "" };
      return deps.db.auditEntry.findMany({ where: { detail: { path: ["id"], equals: id } } });
    };
    expect(await sentBy("user")).toMatchObject([
      { action: "event.sent", resource: "order.placed", detail: { from: "cause", isTest: false } },
    ]);
    expect(await sentBy("api-key")).toEqual([]);
  });

  it("recognises its id, and refuses another content under it", async () => {
    const send = (data: string) => sendEvent(database.deps, actor, { to, data, id: "same" });
    const first = await send("1");
    expect(await send("1")).toEqual({ ...first, isDuplicate: true });
    await expect(send("2")).rejects.toMatchObject({ code: "conflict" });
  });

  it("says what does not fit", async () => {
    const send = (input: object) => sendEvent(database.deps, actor, { to, data: "{}", ...input });
    await expect(send({ data: "{" })).rejects.toMatchObject({ code: "bad-input" });
    await expect(send({ subject: "a\u0000" })).rejects.toThrow("control character");
    await expect(send({ time: "yesterday" })).rejects.toThrow("RFC 3339");
    await expect(send({ to: { topic: "no.such" } })).rejects.toMatchObject({ code: "not-found" });
  });

  it("goes through a producer as if it had come to its address, also before the first deployment", async () => {
    const { id, flowId } = await makeProducer(database.deps, actor, { type: "web-address" });
    const { slug: flow } = await database.deps.db.flow.findUniqueOrThrow({ where: { id: flowId } });
    const through = { to: { flow, producer: "p" }, data: '{"a":1}' };
    expect(await sendEvent(database.deps, actor, through)).toEqual({ kind: "kept" });
    await database.deps.db.producer.update({ where: { id }, data: { topicId } });
    expect(await sendEvent(database.deps, actor, through)).toMatchObject({ kind: "stored" });
    const stored = await database.deps.db.event.findFirst({ where: { producerId: id } });
    expect(stored?.source).toBe(`${database.deps.env.MILLRACE_URL}/producers/${id}`);
  });

  it("does not reach into other workspaces, and asks for a role", async () => {
    const stranger = await makeWorkspace(database.deps, "strangers");
    await expect(sendEvent(database.deps, stranger, { to, data: "{}" })).rejects.toMatchObject({
      code: "not-found",
    });
    const viewer: Actor = { ...actor, role: "viewer" };
    await expect(sendEvent(database.deps, viewer, { to, data: "{}" })).rejects.toMatchObject({
      code: "not-allowed",
    });
  });
});

describe("sendAsNew", () => {
  it("sends the very bytes again, as another event that names its cause", async () => {
    const { deps } = database;
    const headers = {
      "content-type": "application/octet-stream",
      ...{ "ce-specversion": "1.0", "ce-id": "bytes", "ce-source": "/s", "ce-type": "order.odd" },
      ...{ "ce-partitionkey": "c7", "ce-colour": "red" },
    };
    const body = Buffer.from([0xff, 0x00, 0x28]);
    const first = await sendRequest(deps, actor, { to, headers, body, isTest: true });
    const offset =
      first.kind === "stored" && first.lines[0] && "offset" in first.lines[0] ? first.lines[0].offset : 0;
    const sent = await sendAsNew(deps, actor, { topic: "order.placed", offset });
    expect(sent).toMatchObject({ kind: "stored", topic: "order.placed", isDuplicate: false });
    const again = sent.kind === "stored" ? sent : { id: "", offset: 0 };
    const [event] = await readEvents(deps.pool, topicId, again.offset - 1, 1);
    expect(Buffer.from(event?.data ?? [])).toEqual(body);
    expect(event?.envelope).toMatchObject({
      ...{ type: "order.odd", key: "c7", causationId: "bytes", isTest: true, extensions: { colour: "red" } },
      contentType: "application/octet-stream",
    });
    expect(event?.envelope.id).not.toBe("bytes");
    const audited = await deps.db.auditEntry.findMany({
      where: { detail: { path: ["id"], equals: again.id } },
    });
    expect(audited).toMatchObject([
      { action: "event.sent", detail: { from: "bytes", offset: again.offset } },
    ]);
  });

  it("knows only events of the workspace, and asks for a role", async () => {
    const { deps } = database;
    const stranger = await makeWorkspace(deps, "sends-foreign");
    const event = { topic: "order.placed", offset: 1 };
    await expect(sendAsNew(deps, stranger, event)).rejects.toMatchObject({ code: "not-found" });
    await expect(sendAsNew(deps, actor, { ...event, offset: 9999 })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(sendAsNew(deps, { ...actor, role: "viewer" }, event)).rejects.toMatchObject({
      code: "not-allowed",
    });
  });
});

it("sendRequest takes batches of CloudEvents", async () => {
  const event = (id: string) => `{"specversion":"1.0","id":"${id}","source":"/s","type":"t","data":1}`;
  const headers = { "content-type": "application/cloudevents-batch+json" };
  const body = Buffer.from(`[${event("1")},${event("2")},${event("1")}]`);
  expect(await sendRequest(database.deps, actor, { to, headers, body })).toMatchObject({
    kind: "stored",
    mode: "batch",
    lines: [{ id: "1" }, { id: "2" }, { id: "1", duplicate: true }],
  });
});
