import { beforeAll, describe, expect, it } from "vitest";
import type { FlowDocument } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { eventOutcomes } from "@/server/events/event-outcomes";
import { deployFlow } from "@/server/flows/deploy-flow";
import { putFlow } from "@/server/flows/put-flow";
import { append } from "@/server/log/append";
import { startReplay } from "@/server/replay/change-replay";
import { getReplay } from "@/server/replay/list-replays";
import { replayDifferences, replayResult, replayResults } from "@/server/replay/list-results";
import { planReplay } from "@/server/replay/plan-replay";
import { readReplayPlan } from "@/server/replay/read-plan";
import { until } from "@/server/testing/until";
import {
  count,
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { useEngine } from "./testing/use-engine";

describe("a dry run", () => {
  const engine = useEngine("dry-run", "redis", { answer: (path) => (path === "o-2" ? 410 : 200) });

  /** Every order is called about and goes on to `paid` with a title; the call about the third fails for good. */
  function documentOf(title: string): FlowDocument {
    const document = flowOf("web-address > orders > http-request, set-fields > paid", {
      httprequest: { method: "POST", url: `http://${engine.recorder.host}/o-{{ data.n }}` },
      setfields: { fields: [{ field: "title", value: title }], keepOthers: true },
    });
    for (const consumer of document.consumers) consumer.failure = { ...consumer.failure, attempts: 1 };
    return document;
  }

  beforeAll(async () => {
    await deployDocument(engine.deps, engine.actor, "shop", documentOf("Order {{ data.n }}"));
    await sendEvents(engine.deps, await topicIdOf(engine.deps, engine.actor, "orders"), "o", 5);
    await untilSettled(engine.deps);
  });

  async function run(options: Partial<Parameters<typeof planReplay>[2]["options"]>): Promise<string> {
    const topicId = await topicIdOf(engine.deps, engine.actor, "orders");
    const { id: subscriptionId } = await engine.deps.db.subscription.findFirstOrThrow({ where: { topicId } });
    const { id } = await planReplay(engine.deps, engine.actor, {
      name: "Try",
      selection: { parts: [{ topic: "orders", isAll: true }] },
      options: { subscriptionIds: [subscriptionId], withOutsideEffects: false, ...options },
    });
    await startReplay(engine.deps, engine.actor, { id });
    await until(async () => (await getReplay(engine.deps, engine.actor, { id })).state === "done");
    return id;
  }

  async function kindsOf(id: string): Promise<Record<string, number>> {
    const counts = await replayDifferences(engine.deps, engine.actor, { id });
    return Object.fromEntries(counts.flatMap(({ kind, count: n }) => (n === 0 ? [] : [[kind, n]])));
  }

  const published = async () =>
    count(
      engine.deps,
      "SELECT count(*) AS n FROM event e JOIN topic t ON t.id = e.topic_id WHERE t.name = 'paid'",
    );

  it("of what is deployed comes to the same, calls nobody and leaves nothing behind", async () => {
    expect(await published()).toBe(4);
    const calls = engine.recorder.calls.length;
    const id = await run({ isDryRun: true });
    expect(await kindsOf(id)).toEqual({ same: 5 });
    expect(engine.recorder.calls.length).toBe(calls);
    expect(await published()).toBe(4);
    expect(
      await count(engine.deps, "SELECT count(*) AS n FROM delivery WHERE run > 0 AND status = 'dead'"),
    ).toBe(0);
    await expectBalanced(engine.deps);
    expect(await getReplay(engine.deps, engine.actor, { id })).toMatchObject({
      succeeded: 4,
      cancelled: 1,
      isDryRun: true,
      handedOut: 1,
    });
    const events = [{ topicId: await topicIdOf(engine.deps, engine.actor, "orders"), offset: 1 }];
    const chips = await eventOutcomes(engine.deps, engine.actor, { events });
    expect(chips.map(({ run: of, isDryRun }) => [of > 0, isDryRun])).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  it("of the draft shows what would differ, and where", async () => {
    const changed = documentOf("No. {{ data.n }}");
    await putFlow(engine.deps, engine.actor, { flow: "shop", document: changed });
    const id = await run({ isDryRun: true, revision: "draft" });
    expect(await kindsOf(id)).toEqual({ output: 4, same: 1 });
    const rows = await replayResults(engine.deps, engine.actor, { id });
    expect(rows.map(({ offset }) => offset)).toEqual([1, 2, 4, 5]);
    const [first] = rows;
    const whole = await replayResult(engine.deps, engine.actor, { id, deliveryId: first?.deliveryId ?? "" });
    expect(whole.before?.published).toMatchObject([{ topic: "paid", data: { n: 0, title: "Order 0" } }]);
    expect(whole.after?.published).toMatchObject([{ topic: "paid", data: { n: 0, title: "No. 0" } }]);
    const next = await replayResults(engine.deps, engine.actor, {
      id,
      limit: 3,
      cursor: { topic: "orders", offset: 1, deliveryId: first?.deliveryId ?? "" },
    });
    expect(next.map(({ offset }) => offset)).toEqual([2, 4, 5]);
  });

  it("through the revision of the first time differs from that of now", async () => {
    await deployFlow(engine.deps, engine.actor, { flow: "shop" });
    expect(await kindsOf(await run({ isDryRun: true }))).toEqual({ output: 4, same: 1 });
    expect(await kindsOf(await run({ isDryRun: true, revision: "original" }))).toEqual({ same: 5 });
  });

  it("says what is not known of the first time any more", async () => {
    await engine.deps.pool.query(
      "DELETE FROM delivery WHERE run = 0 AND \"offset\" = 1 AND status = 'succeeded'",
    );
    expect(await kindsOf(await run({ isDryRun: true }))).toEqual({ unknown: 1, output: 3, same: 1 });
  });

  it("keeps what cannot be stored as it is, and is not lost over it", async () => {
    const topicId = await topicIdOf(engine.deps, engine.actor, "orders");
    await sendEvents(engine.deps, topicId, "odd", 1, () => ({
      n: 7,
      text: "half \ud83d, \u0000, \\u0000 and 😀",
    }));
    await untilSettled(engine.deps);
    await putFlow(engine.deps, engine.actor, { flow: "shop", document: documentOf("Number {{ data.n }}") });
    const id = await run({ isDryRun: true, revision: "draft" });
    const odd = (await replayResults(engine.deps, engine.actor, { id })).find(({ offset }) => offset === 6);
    expect(odd?.kind).toBe("output");
    const { after } = await replayResult(engine.deps, engine.actor, {
      id,
      deliveryId: odd?.deliveryId ?? "",
    });
    expect(after?.published).toMatchObject([
      { data: { title: "Number 7", text: "half \ufffd, \ufffd, \\u0000 and 😀" } },
    ]);
  });

  it("tells events of one id apart, whoever sent them", async () => {
    const topicId = await topicIdOf(engine.deps, engine.actor, "orders");
    const twin = (source: string, n: number) => ({
      draft: {
        ...{ id: "twin", source, type: "test", contentType: "application/json" },
        data: Buffer.from(JSON.stringify({ n })),
      },
    });
    await append(engine.deps.pool, topicId, [twin("/one", 21), twin("/other", 22)]);
    await untilSettled(engine.deps);
    const id = await run({ isDryRun: true });
    const same = await replayResults(engine.deps, engine.actor, { id, kind: "same" });
    expect(same.filter(({ eventId }) => eventId === "twin")).toHaveLength(2);
  });

  it("is refused where it would promise too much", async () => {
    const topicId = await topicIdOf(engine.deps, engine.actor, "orders");
    const { id } = await engine.deps.db.subscription.findFirstOrThrow({ where: { topicId } });
    const plan = (options: object) =>
      planReplay(engine.deps, engine.actor, {
        name: "x",
        selection: { parts: [{ topic: "orders", isAll: true }] },
        options: { subscriptionIds: [id], withOutsideEffects: false, ...options },
      });
    await expect(plan({ revision: "draft" })).rejects.toMatchObject({ code: "bad-input" });
    await expect(plan({ isDryRun: true, withOutsideEffects: true })).rejects.toMatchObject({
      code: "bad-input",
    });
  });
});

describe("a dry run of what sends e-mails", () => {
  const engine = useEngine("dry-mail", "redis");

  const documentOf = (subject: string) =>
    flowOf("web-address > users > send-email", {
      sendemail: { to: "{{ data.to }}", subject, text: "Hello, {{ data.n }}" },
    });

  it("compares them with those of the first time, and sends none", async () => {
    const { deps, actor } = engine;
    await deployDocument(deps, actor, "greet", documentOf("Welcome {{ data.n }}"));
    const topicId = await topicIdOf(deps, actor, "users");
    await sendEvents(deps, topicId, "u", 3, (n) => ({ n, to: `u${n}@example.com` }));
    await untilSettled(deps);
    const { id: subscriptionId } = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
    const run = async (revision: "current" | "draft") => {
      const { id } = await planReplay(deps, actor, {
        name: "Try",
        selection: { parts: [{ topic: "users", isAll: true }] },
        options: { subscriptionIds: [subscriptionId], withOutsideEffects: false, isDryRun: true, revision },
      });
      await startReplay(deps, actor, { id });
      await until(async () => (await getReplay(deps, actor, { id })).state === "done");
      return id;
    };
    const countsOf = async (id: string) =>
      (await replayDifferences(deps, actor, { id })).filter(({ count: n }) => n > 0);
    const unchanged = await run("current");
    expect(await countsOf(unchanged)).toEqual([{ kind: "same", count: 3 }]);
    expect((await readReplayPlan(deps, actor, { id: unchanged })).effects).toMatchObject([
      { type: "Send e-mail", atMost: 3 },
    ]);

    await putFlow(deps, actor, { flow: "greet", document: documentOf("Hi {{ data.n }}") });
    const id = await run("draft");
    expect(await countsOf(id)).toEqual([{ kind: "output", count: 3 }]);
    const [row] = await replayResults(deps, actor, { id });
    const { before, after } = await replayResult(deps, actor, { id, deliveryId: row?.deliveryId ?? "" });
    const email = { to: "u0@example.com", text: "Hello, 0" };
    expect(before?.steps).toMatchObject([{ emails: [{ ...email, subject: "Welcome 0" }] }]);
    expect(after?.steps).toMatchObject([{ asked: "other", emails: [{ ...email, subject: "Hi 0" }] }]);
    expect(await deps.db.demoMail.count()).toBe(3);
  });
});
