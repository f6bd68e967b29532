import { beforeAll, describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import { sendEvent } from "../events/send-event";
import { deployFlow } from "../flows/deploy-flow";
import { putFlow } from "../flows/put-flow";
import { keepSamples } from "../gateway/keep-sample";
import { readEvents } from "../log/read";
import { acceptAsVersion } from "../quarantine/accept-as-version";
import { discardQuarantined } from "../quarantine/discard-quarantined";
import { getQuarantined, listQuarantine, quarantineGroups } from "../quarantine/list-quarantine";
import { quarantine } from "../quarantine/quarantine";
import { releaseQuarantined } from "../quarantine/release";
import { forgetHistory } from "../retention/forget-history";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace } from "../testing/write-events";
import { checkSchema } from "./check-schema";
import { deleteSchema } from "./delete-schema";
import { inferFromEvents } from "./infer-from-events";
import { keptPayloads } from "./kept-payloads";
import { getSchema, getSchemaText, listSchemas } from "./list-schemas";
import { registerSchema } from "./register-schema";
import { schemaUse } from "./schema-use";
import { setGate } from "./set-gate";
import { setSchemaRules } from "./set-schema-rules";
import { tryOnEvents } from "./try-on-events";
import { validateData } from "./validate-data";

const database = useTestDatabase();
let actor: Actor;
let serial = 0;

beforeAll(async () => {
  actor = await makeWorkspace(database.deps, "schemas");
});

const order = (properties: Record<string, unknown>, required: string[] = []) =>
  JSON.stringify({ type: "object", properties, required, additionalProperties: false });
const number = { type: "number" };
const text = { type: "string" };

function freshSubject(): string {
  serial += 1;
  return `order.n${serial}`;
}

const register = (subject: string, schema: string) =>
  registerSchema(database.deps, actor, { subject, text: schema });

async function gatedTopic(
  gate: "warn" | "quarantine" | "reject",
  schema = order({ total: number }, ["total"]),
) {
  const name = freshSubject();
  const id = await makeTopic(database.deps, actor, name);
  await register(name, schema);
  await setGate(database.deps, actor, { topic: name, gate });
  const send = (data: unknown, eventId?: string) =>
    sendEvent(database.deps, actor, {
      to: { topic: name },
      data: JSON.stringify(data),
      ...(eventId === undefined ? {} : { id: eventId }),
    });
  const stored = async () =>
    (await readEvents(database.deps.pool, id, 0, 100)).map(({ data }) =>
      JSON.parse(Buffer.from(data).toString()),
    );
  return { name, id, send, stored };
}

describe("the registry", () => {
  it("gives the same schema the same version, and one text one id under all subjects", async () => {
    const [a, b] = [freshSubject(), freshSubject()];
    const first = await register(a, order({ total: number }));
    expect(first).toMatchObject({ version: 1, isNew: true });
    const spaced = JSON.stringify(JSON.parse(order({ total: number })), null, 2);
    expect(await register(a, spaced)).toEqual({ ...first, isNew: false });
    expect(await register(b, order({ total: number }))).toMatchObject({ version: 1, id: first.id });
  });

  it("refuses what breaks the level, and says with which change", async () => {
    const subject = freshSubject();
    await register(subject, order({ total: number }));
    const broken = order({ total: number, vat: number }, ["vat"]);
    const verdict = await checkSchema(database.deps, actor, { subject, text: broken });
    expect(verdict).toMatchObject({ isCompatible: false, level: "BACKWARD", against: [1] });
    expect(verdict.levels).toMatchObject({ BACKWARD: false, FORWARD: false, NONE: true });
    expect(verdict.findings[0]).toMatchObject({
      type: "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL",
      pointer: "#/properties/vat",
      where: "`vat`",
      what: "`vat` is new and must be there.",
      remedies: ["make-optional", "add-default", "new-subject"],
    });
    const refusal = await register(subject, broken).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({ code: "conflict", details: { registryCode: 409 } });
    await setSchemaRules(database.deps, actor, { subject, level: "NONE" });
    expect(await register(subject, broken)).toMatchObject({ version: 2 });
    const stored = await getSchema(database.deps, actor, { subject });
    expect(stored).toMatchObject({ rules: { level: "NONE", policy: "STRICT" }, ownRules: { policy: null } });
    expect(stored.versions.map(({ version }) => version)).toEqual([2, 1]);
  });

  it("refuses what cannot be checked with", async () => {
    const bad = [
      "{",
      "[]",
      '{"type":"nothing"}',
      '{"$ref":"https://example.com/remote.json"}',
      '{"pattern":"(?=a)"}',
      `${'{"not":'.repeat(70)}{}${"}".repeat(70)}`,
      '{"$id":"*/ process.exit(1) /*"}',
    ];
    for (const schema of bad) {
      const refusal = await register(freshSubject(), schema).catch((error: unknown) => error);
      expect(refusal, schema.slice(0, 50)).toMatchObject({ details: { registryCode: 42201 } });
    }
  });

  it("keeps a version that a later one of the same subject needs", async () => {
    const subject = freshSubject();
    await register(subject, '{"type":"integer"}');
    await setSchemaRules(database.deps, actor, { subject, level: "NONE" });
    await registerSchema(database.deps, actor, {
      subject,
      text: '{"items":{"$ref":"one.json"}}',
      references: [{ name: "one.json", subject, version: 1 }],
    });
    await expect(deleteSchema(database.deps, actor, { subject, version: 1 })).rejects.toThrow(
      "references exist",
    );
    expect(await deleteSchema(database.deps, actor, { subject })).toEqual([1, 2]);
  });

  it("hides what was deleted, and counts on", async () => {
    const subject = freshSubject();
    await register(subject, order({ total: number }));
    expect(await deleteSchema(database.deps, actor, { subject })).toEqual([1]);
    await expect(getSchemaText(database.deps, actor, { subject })).rejects.toThrow("not found");
    expect(await register(subject, order({ total: text }))).toMatchObject({ version: 2 });
    expect(
      (await listSchemas(database.deps, actor, {})).find((one) => one.subject === subject),
    ).toMatchObject({
      latestVersion: 2,
      versions: 1,
    });
  });

  it("holds data against a schema that is only written so far", async () => {
    const source = { text: order({ total: number }, ["total"]) };
    expect(await validateData(database.deps, actor, { source, data: '{"total":1}' })).toEqual([]);
    const failures = await validateData(database.deps, actor, { source, data: '{"x":1}' });
    expect(failures.map(({ pointer, keyword }) => [keyword, pointer])).toEqual([
      ["required", "/total"],
      ["additionalProperties", "/x"],
    ]);
  });
});

describe("a proposal", () => {
  it("is made of samples, of flows and of producers that were never deployed", async () => {
    const topic = freshSubject();
    const flow = topic.replace(".", "-");
    const document = flowOf(`web-address > ${topic} > counter`, { counter: { name: "Orders" } });
    const samples = [
      { id: "s1", name: "One", topic, data: { total: 1 } },
      { id: "s2", name: "Other", topic: "other", data: { nothing: 1 } },
    ];
    await putFlow(database.deps, actor, { flow, document: { ...document, samples } });
    const { id } = await database.deps.db.producer.findFirstOrThrow({ where: { flow: { slug: flow } } });
    const kept = (data: string, serial: number) => ({
      id: `k${serial}`,
      source: "test",
      type: topic,
      contentType: "application/json",
      data: Buffer.from(data),
    });
    await keepSamples(database.deps, id, ['{"total":2,"note":"x"}', "{no"].map(kept));
    const found = await inferFromEvents(database.deps, actor, { topic, from: "samples" });
    expect(found).toMatchObject({ read: 2, unreadable: 1 });
    expect(found.proposal.fields.map(({ name, node }) => [name, node.kind, node.seen])).toEqual([
      ["total", "whole-number", 2],
      ["note", "text", 1],
    ]);
    await expect(inferFromEvents(database.deps, actor, { topic })).rejects.toThrow("no topic");
    const { flowId, nodeId } = await database.deps.db.producer.findUniqueOrThrow({ where: { id } });
    const few = await keptPayloads(database.deps.pool, actor.workspaceId, [{ flowId, nodeId }], 10);
    expect(few.map(({ data }) => Buffer.from(data).toString())).toEqual(["{no"]);
  });
});

describe("the gate of a topic", () => {
  it("names the version that an event fits", async () => {
    const { id, name, send } = await gatedTopic("reject");
    expect(await send({ total: 1 })).toMatchObject({ kind: "stored", offset: 1 });
    const [event] = await readEvents(database.deps.pool, id, 0, 10);
    expect(event?.envelope.dataSchema).toBe(
      `${database.deps.env.MILLRACE_URL}/api/v1/registry/subjects/${name}/versions/1/schema`,
    );
  });

  it("tells who still sends which version", async () => {
    const { name, send } = await gatedTopic("reject");
    await send({ total: 1 });
    await register(name, order({ total: number, note: text }, ["total"]));
    await send({ total: 2 });
    await send({ total: 3 });
    const { senders } = await schemaUse(database.deps, actor, { subject: name });
    expect(senders.map(({ version, events }) => [version, events])).toEqual([
      [2, 2],
      [1, 1],
    ]);
  });

  it("tells who reads its events", async () => {
    const name = freshSubject();
    const flow = name.replace(".", "-");
    const document = flowOf(`web-address > ${name} > counter`, { counter: { name: "Orders" } });
    await putFlow(database.deps, actor, { flow, document });
    await deployFlow(database.deps, actor, { flow });
    const { readers } = await schemaUse(database.deps, actor, { subject: name });
    expect(readers).toEqual([{ topic: name, consumer: "consumer", flow: { slug: flow, name: "Test flow" } }]);
  });

  it("refuses what does not fit, with pointers", async () => {
    const { send, stored } = await gatedTopic("reject");
    const refusal = await send({ total: "1" }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: "unfit",
      details: {
        version: 1,
        errors: [{ pointer: "/total", keyword: "type", message: "`total` must be number." }],
      },
    });
    expect(await stored()).toEqual([]);
  });

  it("lets through and marks what does not fit, where it only warns", async () => {
    const { id, send } = await gatedTopic("warn");
    await send({ total: "1" });
    const [event] = await readEvents(database.deps.pool, id, 0, 10);
    expect(event?.envelope.extensions).toEqual({ schemafault: "`total` must be number." });
  });

  it("says how stored events would fare under another schema", async () => {
    const { name, send } = await gatedTopic("reject");
    await send({ total: 1 });
    await send({ total: 2.5 });
    const trial = await tryOnEvents(database.deps, actor, {
      topic: name,
      text: order({ total: { type: "integer" } }),
    });
    expect(trial).toMatchObject({
      checked: 2,
      unfit: 1,
      groups: [{ pointer: "/total", count: 1, exampleOffset: 2 }],
    });
  });
});

describe("samples that are delivered with a first deployment", () => {
  it("are held to the schema of their topic; what it refuses waits in quarantine", async () => {
    const { name, stored } = await gatedTopic("reject");
    const flow = name.replace(".", "-");
    const document = flowOf(`web-address > ${name} > counter`, { counter: { name: "Orders" } });
    await putFlow(database.deps, actor, { flow, document });
    const { id } = await database.deps.db.producer.findFirstOrThrow({ where: { flow: { slug: flow } } });
    const kept = [{ total: 1 }, { total: "2" }].map((data, serial) => ({
      id: `first-${serial}`,
      source: "test",
      type: name,
      contentType: "application/json",
      data: Buffer.from(JSON.stringify(data)),
    }));
    await keepSamples(database.deps, id, kept);
    const { deliveredKept } = await deployFlow(database.deps, actor, { flow, deliverKept: true });
    expect(deliveredKept).toBe(1);
    expect(await stored()).toEqual([{ total: 1 }]);
    const { events } = await listQuarantine(database.deps, actor, { topic: name });
    expect(events.map(({ eventId }) => eventId)).toEqual(["first-1"]);
  });
});

describe("quarantine", () => {
  it("says which events are tests, and leaves them out where that is asked", async () => {
    const { name } = await gatedTopic("quarantine");
    for (const isTest of [true, false])
      await sendEvent(database.deps, actor, { to: { topic: name }, data: '{"total":"7"}', isTest });
    expect(await quarantineGroups(database.deps, actor, { topic: name })).toMatchObject([
      { count: 2, tests: 1 },
    ]);
    const marks = async (withoutTests: boolean) => {
      const { events } = await listQuarantine(database.deps, actor, { topic: name, withoutTests });
      return events.map(({ isTest }) => isTest).toSorted();
    };
    expect(await marks(false)).toEqual([false, true]);
    expect(await marks(true)).toEqual([false]);
  });

  it("keeps an event out of the log, once, until somebody decides", async () => {
    const { name, send, stored } = await gatedTopic("quarantine");
    expect(await send({ total: "7" }, "e1")).toMatchObject({ kind: "quarantined", id: "e1" });
    expect(await send({ total: "7" }, "e1")).toMatchObject({ kind: "quarantined" });
    await expect(send({ total: "8" }, "e1")).rejects.toThrow("used before");
    expect(await stored()).toEqual([]);
    const groups = await quarantineGroups(database.deps, actor, { topic: name });
    expect(groups).toMatchObject([
      { pointer: "/total", keyword: "type", count: 1, message: "`total` must be number." },
    ]);
    const { events } = await listQuarantine(database.deps, actor, { topic: name });
    const [held] = events;
    expect(await getQuarantined(database.deps, actor, { id: held?.id ?? "" })).toMatchObject({
      text: '{"total":"7"}',
    });
  });

  it("releases by an edit, by a mapping, and never twice", async () => {
    const { id, name, send, stored } = await gatedTopic("quarantine");
    await send({ total: "7" }, "e1");
    await send({ amount: 8 }, "e2");
    const { events } = await listQuarantine(database.deps, actor, { topic: name });
    const [second, first] = events.map(({ id }) => id);
    const release = (input: Parameters<typeof releaseQuarantined>[2]) =>
      releaseQuarantined(database.deps, actor, input);
    const edit = { choice: { ids: [first ?? ""] }, data: '{"total":7}' };
    expect((await release({ choice: edit.choice })).released).toBe(0);
    expect(await release(edit)).toMatchObject({ released: 1, events: [{ offset: 1 }] });
    expect(await release(edit)).toMatchObject({ events: [{ offset: 1 }] });
    const mapping = [{ op: "rename" as const, from: "/amount", to: "/total" }];
    await release({ choice: { topic: name, pointer: "/total", keyword: "required" }, mapping });
    expect(await stored()).toEqual([{ total: 7 }, { total: 8 }]);
    const [mended] = await readEvents(database.deps.pool, id, 0, 1);
    expect(mended?.envelope.extensions).toEqual({});
    expect(await send({ total: "7" }, "e1")).toMatchObject({
      reason: "It was in quarantine, and somebody released it.",
    });
    expect(await quarantineGroups(database.deps, actor, { topic: name })).toEqual([]);
    expect(second).toBeDefined();
  });

  it("releases what it can, and says of each of the others why it stays", async () => {
    const { name, send, stored } = await gatedTopic("quarantine");
    await send({ total: [] }, "bad-mapping");
    await send({ total: "2" }, "good");
    await send({ total: "3" }, "taken");
    await send({ total: "x".repeat(700_000) }, "large");
    const mapping = [{ op: "set" as const, field: "/copy", value: "substring(data.total, 0)" }];
    await setGate(database.deps, actor, { topic: name, gate: "off" });
    await send({ total: 0 }, "taken");
    await setGate(database.deps, actor, { topic: name, gate: "quarantine" });
    const report = await releaseQuarantined(database.deps, actor, {
      choice: { topic: name },
      mapping,
      evenIfUnfit: true,
    });
    expect(report.events.map(({ eventId, offset, problem }) => [eventId, offset, problem])).toEqual([
      ["bad-mapping", null, expect.stringContaining("mapping fails")],
      ["good", 2, null],
      ["taken", null, expect.stringContaining("sent again with another content")],
      ["large", null, expect.stringContaining("1 MiB")],
    ]);
    expect(report).toMatchObject({ released: 1, nextAfter: null });
    expect(await stored()).toEqual([{ total: 0 }, { total: "2", copy: "2" }]);
    const rest = await listQuarantine(database.deps, actor, { topic: name });
    const after = rest.events.at(-1)?.id;
    const behind = await discardQuarantined(database.deps, actor, {
      choice: { topic: name, after },
      reason: "Not needed",
    });
    expect(behind.discarded).toBe(2);
    const audit = await database.deps.db.auditEntry.findMany({
      where: { workspaceId: actor.workspaceId, action: "quarantine.released", resource: name },
    });
    expect(audit).toMatchObject([{ detail: { events: 1 } }]);
  });

  it("keeps events of one request once, and tells those apart that share an id", async () => {
    const { id, name } = await gatedTopic("quarantine");
    const topic = { id, name };
    const original = (event: string, total: string) => ({
      original: {
        id: event,
        source: "test",
        type: name,
        contentType: "application/json",
        data: Buffer.from(JSON.stringify({ total })),
      },
      subject: name,
      version: 1,
      failures: [{ pointer: "/total", keyword: "type", message: "`total` must be number." }],
    });
    const lines = await quarantine(database.deps.pool, actor.workspaceId, topic, undefined, [
      original("b", "1"),
      original("a", "1"),
      original("b", "1"),
      original("b", "2"),
    ]);
    expect(lines.map((line) => [line.id, "status" in line ? line.status : "conflict"])).toEqual([
      ["b", "quarantined"],
      ["a", "quarantined"],
      ["b", "quarantined"],
      ["b", "conflict"],
    ]);
    const { events } = await listQuarantine(database.deps, actor, { topic: name });
    expect(events.map(({ eventId }) => eventId).sort()).toEqual(["a", "b"]);
  });

  it("forgets an event a month after somebody decided about it, and never before", async () => {
    const { name, send } = await gatedTopic("quarantine");
    await send({ total: "1" }, "old");
    await send({ total: "2" }, "waits");
    const { events } = await listQuarantine(database.deps, actor, { topic: name });
    const ids = events.filter(({ eventId }) => eventId === "old").map(({ id }) => id);
    await discardQuarantined(database.deps, actor, { choice: { ids }, reason: "Not needed" });
    await forgetHistory(database.deps.pool, 1_000);
    const count = () => database.deps.db.quarantinedEvent.count({ where: { topic: { name } } });
    expect(await count()).toBe(2);
    const past = new Date("2020-01-01");
    await database.deps.db.quarantinedEvent.updateMany({ where: { topic: { name } }, data: { at: past } });
    await database.deps.db.quarantinedEvent.updateMany({
      where: { id: { in: ids } },
      data: { resolvedAt: past },
    });
    await forgetHistory(database.deps.pool, 1_000);
    expect(await count()).toBe(1);
  });

  it("releases by a new version that fits, and discards with a reason", async () => {
    const { name, send, stored } = await gatedTopic("quarantine");
    await send({ total: 1, note: "x" });
    await send({ total: [] });
    const accepted = await acceptAsVersion(database.deps, actor, {
      topic: name,
      choice: { topic: name },
      text: order({ total: number, note: text }, ["total"]),
    });
    expect(accepted).toMatchObject({ version: { version: 2 }, released: 1 });
    expect(await stored()).toEqual([{ total: 1, note: "x" }]);
    const discard = { choice: { topic: name }, reason: "Sent by mistake" };
    expect(await discardQuarantined(database.deps, actor, discard)).toEqual({
      discarded: 1,
      nextAfter: null,
    });
    expect(await discardQuarantined(database.deps, actor, discard)).toEqual({
      discarded: 0,
      nextAfter: null,
    });
    const { events } = await listQuarantine(database.deps, actor, { topic: name, state: "discarded" });
    const ids = events.map(({ id }) => id);
    const late = await releaseQuarantined(database.deps, actor, { choice: { ids } });
    expect(late).toMatchObject({
      released: 0,
      events: [{ offset: null, problem: expect.stringContaining("was discarded") }],
    });
  });
});
