import { createHmac, randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  deleteAlertRule,
  listAlertRules,
  renewAlertSecret,
  saveAlertRule,
  testAlertRule,
} from "@/server/alerts/alert-rules";
import { evaluateAlerts } from "@/server/alerts/evaluate-alerts";
import { takeNotice } from "@/server/alerts/take-notice";
import type { Actor } from "@/server/auth/actor";
import { createEgressGuard } from "@/server/egress/egress-guard";
import { serve } from "@/server/testing/serve";
import { useTestDatabase } from "@/server/testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "@/server/testing/write-events";
import { createHttpClient } from "../runtime/http";
import { RunnerPool } from "../runtime/sandbox/runner-pool";
import { sendNotices } from "./send-notices";

const database = useTestDatabase();
let actor: Actor;
let stranger: Actor;
let topicId: string;
let subscriptionId: string;
const closing: (() => Promise<void>)[] = [];

beforeEach(async () => {
  const { deps } = database;
  const name = randomUUID().slice(0, 8);
  actor = await makeWorkspace(deps, `ours-${name}`);
  stranger = await makeWorkspace(deps, `theirs-${name}`);
  topicId = await makeTopic(deps, actor, "order.placed");
  await writeEvents(deps, topicId, [{ id: "a" }]);
  subscriptionId = await makeConsumer(deps, actor, topicId, "mail");
});

afterEach(async () => {
  await database.deps.pool.query("DELETE FROM alert_rule");
  for (const close of closing.splice(0)) await close();
});

/** What a workers process sends with; calls to `hosts` are allowed. */
function sender(hosts: readonly string[] = []) {
  const guard = createEgressGuard(hosts);
  const http = createHttpClient({ guard, publicUrl: "http://mill.test" });
  const runners = new RunnerPool();
  closing.push(async () => {
    runners.close();
    await http.close();
  });
  return { deps: database.deps, guard, http, runners };
}

const evaluate = () => evaluateAlerts(database.deps.pool);
const rule = async () => (await listAlertRules(database.deps, actor, {}))[0];

/** Lets the time come at which rules are looked at, and notices are tried, again. */
async function later() {
  await database.deps.pool.query("UPDATE alert_rule SET checked_at = checked_at - interval '1 hour'");
  await database.deps.pool.query("UPDATE alert_notice SET due_at = due_at - interval '1 day'");
}

const setDead = (dead: bigint) =>
  database.deps.db.lane.updateMany({ where: { subscriptionId, run: 0 }, data: { dead } });

const save = (over: object = {}) =>
  saveAlertRule(database.deps, actor, {
    name: "Shop",
    kind: "dead-letters",
    threshold: 2,
    channel: { type: "topic", topic: "order.placed" },
    ...over,
  });

it("opens once and closes once, whoever looks and however often", async () => {
  await save();
  await evaluate();
  expect(await rule()).toMatchObject({ isOpen: false, value: 0, notices: [] });
  await setDead(2n);
  await later();
  await Promise.all([evaluate(), evaluate(), evaluate()]);
  expect(await rule()).toMatchObject({ isOpen: true, value: 2 });
  await later();
  await evaluate();
  await setDead(0n);
  await later();
  await Promise.all([evaluate(), evaluate()]);
  const kinds = (await rule())?.notices.map(({ kind }) => kind);
  expect(kinds).toEqual(["closed", "opened"]);
});

it("looks at a rule only when its time has come", async () => {
  await save();
  await evaluate();
  await setDead(5n);
  await evaluate();
  expect(await rule()).toMatchObject({ isOpen: false, value: 0 });
});

it("measures the age of what waits, a silence, and the share of failures", async () => {
  const { db, pool } = database.deps;
  await pool.query("UPDATE event SET received_at = received_at - interval '1 hour' WHERE topic_id = $1", [
    topicId,
  ]);
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000);
  await db.deliveryMinute.create({ data: { subscriptionId, run: 0, minute, succeeded: 6, retried: 4 } });
  await save({ kind: "lag-age", threshold: 30 });
  await save({ name: "Silent", kind: "silence", threshold: 30, topic: "order.placed" });
  await save({ name: "Share", kind: "failure-rate", threshold: 35, windowMinutes: 60 });
  await evaluate();
  const measured = await listAlertRules(database.deps, actor, {});
  expect(measured.map(({ name, isOpen, value }) => [name, isOpen, Math.round(value ?? 0)])).toEqual([
    ["Share", true, 40],
    ["Shop", true, 60],
    ["Silent", true, 60],
  ]);
});

it("writes a notice as one event, however often it is tried", async () => {
  const { deps } = database;
  const { id } = await save();
  await testAlertRule(deps, actor, { id });
  const taken = await takeNotice(deps.pool);
  expect(taken).toMatchObject({ kind: "test", rule: "Shop" });
  // Whoever took it has died; until its lease is over nobody else tries.
  const appended: string[] = [];
  await sendNotices(sender(), (topic) => appended.push(topic));
  expect(appended).toEqual([]);
  await later();
  await sendNotices(sender(), (topic) => appended.push(topic));
  expect(appended).toEqual([topicId]);
  const events = await deps.db.event.findMany({ where: { topicId, id: taken?.id ?? "" } });
  expect(events.map(({ data }) => JSON.parse(Buffer.from(data).toString()))).toMatchObject([
    { kind: "test", rule: "Shop", message: 'This is a test of the alert "Shop".' },
  ]);
  expect((await rule())?.notices).toMatchObject([{ dueAt: null, failure: null }]);
});

it("calls an address through the guard, tries again while it is down, and says why", async () => {
  const { deps } = database;
  let status = 503;
  const got: (string | undefined)[] = [];
  const { url, port, close } = await serve((request, response) => {
    request.resume();
    if (status === 204) got.push(request.headers["idempotency-key"]?.toString());
    response.writeHead(status).end();
  });
  closing.push(close);
  const { id } = await save({ channel: { type: "webhook", url } });
  const { noticeId } = await testAlertRule(deps, actor, { id });
  await sendNotices(sender(), () => {});
  expect((await rule())?.notices[0]).toMatchObject({
    sentAt: null,
    failure: expect.stringContaining("may not reach"),
  });
  await later();
  await sendNotices(sender([`127.0.0.1:${port}`]), () => {});
  expect((await rule())?.notices[0]).toMatchObject({ sentAt: null, failure: "The address answered 503." });
  status = 204;
  await later();
  await sendNotices(sender([`127.0.0.1:${port}`]), () => {});
  expect((await rule())?.notices[0]).toMatchObject({ failure: null, sentAt: expect.any(Date) });
  expect(got).toEqual([noticeId]);
});

it("signs its calls with a secret that is shown once, and stored for nobody to read", async () => {
  const { deps } = database;
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const { url, port, close } = await serve(async (request, response) => {
    got.push({ headers: request.headers, body: await text(request) });
    response.writeHead(204).end();
  });
  closing.push(close);
  const webhook = { type: "webhook", url };
  const { id, secret = "" } = await save({ channel: webhook });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const tell = async () => {
    const { noticeId } = await testAlertRule(deps, actor, { id });
    await sendNotices(sender([`127.0.0.1:${port}`]), () => {});
    return noticeId;
  };
  /** As a receiver does it: over the very bytes that came. */
  const signatureOf = (call: (typeof got)[number] | undefined, key: string) => {
    const { "webhook-id": of, "webhook-timestamp": at } = call?.headers ?? {};
    const hmac = createHmac("sha256", Buffer.from(key.replace("whsec_", ""), "base64"));
    return `v1,${hmac.update(`${of}.${at}.${call?.body}`).digest("base64")}`;
  };

  const noticeId = await tell();
  expect(got[0]?.headers).toMatchObject({
    "webhook-id": noticeId,
    "webhook-timestamp": expect.stringMatching(/^\d{10}$/),
  });
  expect(got[0]?.headers["webhook-signature"]).toBe(signatureOf(got[0], secret));

  // Another name is the same receiver, another address is another one.
  expect(await save({ id, name: "Shop 2", channel: webhook })).toEqual({ id });
  expect(await save({ id, channel: { type: "topic", topic: "order.placed" } })).toEqual({ id });
  expect(await rule()).toMatchObject({ signedSince: null });
  const again = await save({ id, channel: webhook });
  expect(again.secret).toMatch(/^whsec_/);
  await tell();
  expect(got[1]?.headers["webhook-signature"]).toBe(signatureOf(got[1], again.secret ?? ""));
  expect(got[1]?.headers["webhook-signature"]).not.toBe(signatureOf(got[1], secret));

  const renewed = await renewAlertSecret(deps, actor, { id });
  await tell();
  expect(got[2]?.headers["webhook-signature"]).toBe(signatureOf(got[2], renewed.secret));
  await expect(renewAlertSecret(deps, stranger, { id })).rejects.toMatchObject({ code: "not-found" });

  const { rows } = await deps.pool.query<{ row: string }>("SELECT r::text AS row FROM alert_rule r");
  const seen = JSON.stringify([
    rows,
    await listAlertRules(deps, actor, {}),
    await deps.db.auditEntry.findMany(),
  ]);
  for (const one of [secret, again.secret ?? "", renewed.secret]) {
    expect(seen).not.toContain(one.replace("whsec_", ""));
    expect(seen).not.toContain(Buffer.from(one).toString("hex"));
  }
});

it("says so when its signing secret cannot be opened any more", async () => {
  const { deps } = database;
  const { id } = await save({ channel: { type: "webhook", url: "https://chat.example/hook" } });
  await deps.pool.query("UPDATE alert_rule SET signing_secret = '\\x00' WHERE id = $1", [id]);
  await testAlertRule(deps, actor, { id });
  await sendNotices(sender(), () => {});
  expect((await rule())?.notices[0]?.failure).toContain("Renew it.");
  await expect(renewAlertSecret(deps, actor, { id })).resolves.toHaveProperty("secret");
});

it("writes an e-mail without a mail server into the demo inbox, once", async () => {
  const { deps } = database;
  const { id } = await save({ channel: { type: "email", to: "ana@example.com" } });
  await testAlertRule(deps, actor, { id });
  await sendNotices(sender(), () => {});
  const mails = await deps.db.demoMail.findMany({ where: { workspaceId: actor.workspaceId } });
  expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
    ["ana@example.com", 'This is a test of the alert "Shop".'],
  ]);
});

it("belongs to its workspace, and refuses what is not there", async () => {
  const { deps } = database;
  const { id } = await save();
  await expect(save()).rejects.toMatchObject({ code: "conflict" });
  await expect(save({ name: "x", channel: { type: "topic", topic: "nowhere" } })).rejects.toMatchObject({
    code: "not-found",
  });
  await expect(save({ name: "x", kind: "silence" })).rejects.toMatchObject({ code: "bad-input" });
  expect(await listAlertRules(deps, stranger, {})).toEqual([]);
  await expect(testAlertRule(deps, stranger, { id })).rejects.toMatchObject({ code: "not-found" });
  await expect(deleteAlertRule(deps, stranger, { id })).rejects.toMatchObject({ code: "not-found" });
  await deleteAlertRule(deps, actor, { id });
  expect(await rule()).toBeUndefined();
});
