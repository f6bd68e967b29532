import { describe, expect, it } from "vitest";
import { parsePlan } from "@/flow/compile/plan-schema";
import type { FlowDocument } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import { isAddressKey } from "../gateway/address-key";
import { keepSamples } from "../gateway/keep-sample";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { createFlow } from "./create-flow";
import { deleteFlow, previewDeleteFlow } from "./delete-flow";
import { deployFlow } from "./deploy-flow";
import { exportFlow } from "./export-flow";
import { getFlow } from "./get-flow";
import { importFlow } from "./import-flow";
import { listFlows } from "./list-flows";
import { listObserved } from "./list-observed";
import { listRevisions } from "./list-revisions";
import { pauseFlow, resumeFlow } from "./pause-flow";
import { previewDeploy } from "./preview-deploy";
import { producerAddresses } from "./producer-addresses";
import { putFlow } from "./put-flow";
import { renameFlow } from "./rename-flow";
import { rollBackFlow } from "./roll-back-flow";
import { saveDraft } from "./save-draft";

const database = useTestDatabase();

const orders = () =>
  flowOf("web-address > order.placed > counter", { counter: { name: "Orders", amount: 1 } });

async function refusal(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("This should have been refused.");
}

async function deployed(slug: string, document: FlowDocument): Promise<{ actor: Actor; flow: string }> {
  const actor = await makeWorkspace(database.deps, slug);
  const { slug: flow } = await createFlow(database.deps, actor, { document });
  await deployFlow(database.deps, actor, { flow });
  return { actor, flow };
}

function lanesOf(actor: Actor, consumerId: string) {
  return database.deps.db.lane.findMany({
    where: { subscription: { workspaceId: actor.workspaceId, consumerId } },
    orderBy: [{ lanes: "asc" }, { number: "asc" }],
  });
}

describe("drafts", () => {
  it("are made with an address for every producer, which stays when they are saved again", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "drafts");
    const { slug, version } = await createFlow(deps, actor, { document: orders() });
    expect([slug, version]).toEqual(["test-flow", 1]);
    expect((await createFlow(deps, actor, { name: "Test flow" })).slug).toBe("test-flow-2");

    const opened = await getFlow(deps, actor, { flow: slug });
    const [address] = opened.producers;
    expect(address?.nodeId).toBe("webaddress");
    expect(isAddressKey(address?.address?.split("/in/")[1] ?? "")).toBe(true);
    expect((await getFlow(deps, { ...actor, role: "viewer" }, { flow: slug })).producers[0]?.address).toBe(
      undefined,
    );

    const document = { ...opened.document, description: "Better" };
    const saved = await saveDraft(deps, actor, { flow: slug, version, document });
    expect(saved.version).toBe(2);
    expect(saved.producers).toEqual(opened.producers);

    const late = await refusal(saveDraft(deps, actor, { flow: slug, version, document }));
    expect(late.code).toBe("conflict");
    expect(late.details).toMatchObject({ version: 2, savedBy: "Tester" });

    expect(await renameFlow(deps, actor, { flow: slug, name: "Orders" })).toEqual({
      name: "Orders",
      version: 3,
    });
    expect((await getFlow(deps, actor, { flow: slug })).document.name).toBe("Orders");
  });

  it("belong to one workspace", async () => {
    const { deps } = database;
    const mine = await makeWorkspace(deps, "mine");
    const other = await makeWorkspace(deps, "other");
    const { slug } = await createFlow(deps, mine, { name: "Secret" });
    expect((await refusal(getFlow(deps, other, { flow: slug }))).code).toBe("not-found");
    expect(await listFlows(deps, other, {})).toEqual([]);
  });

  it("come and go as files", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "files");
    const { slug } = await createFlow(deps, actor, { document: orders() });
    const { text, fileName } = await exportFlow(deps, actor, { flow: slug });
    expect(fileName).toBe("test-flow.yaml");
    const copy = await importFlow(deps, actor, { text });
    expect((await getFlow(deps, actor, { flow: copy.slug })).name).toBe("Test flow 2");
    const broken = await refusal(importFlow(deps, actor, { text: "millrace: 1\nname: X\nproducer: []" }));
    expect(broken.message).toBe("`producer` is not known here.");

    const document = orders();
    const made = await putFlow(deps, actor, { flow: "from-git", document });
    expect([made.isNew, made.changes.length]).toEqual([true, 3]);
    const again = await putFlow(deps, actor, { flow: "from-git", document });
    expect(again).toEqual({ slug: "from-git", version: 1, isNew: false, changes: [] });
  });
});

describe("deployFlow", () => {
  it("makes topics, a revision, subscriptions and lanes, and sets producers, in one go", async () => {
    const { deps } = database;
    const { actor, flow } = await deployed("deploys", orders());
    const row = await deps.db.flow.findFirstOrThrow({
      where: { workspaceId: actor.workspaceId, slug: flow },
      include: { liveRevision: true, producers: true },
    });
    expect(row.state).toBe("live");
    const plan = parsePlan(row.liveRevision?.plan);
    const topic = await deps.db.topic.findFirstOrThrow({
      where: { workspaceId: actor.workspaceId },
      include: { head: true },
    });
    expect([topic.name, topic.head?.head]).toEqual(["order.placed", 0n]);
    expect(plan.topicIds).toEqual({ "order.placed": topic.id });
    expect(row.producers.map(({ topicId }) => topicId)).toEqual([topic.id]);
    const lanes = await lanesOf(actor, "consumer");
    expect(lanes.map(({ cursor, number, lanes: of }) => [cursor, number, of])).toEqual([[0n, 0, 1]]);

    const same = await deployFlow(deps, actor, { flow });
    expect([same.revision, same.isNew]).toEqual([1, false]);

    await writeEvents(deps, topic.id, [{ id: "a" }, { id: "b" }]);
    await writeEvents(deps, await makeTopic(deps, actor, "of.others"), [{ id: "c" }]);
    // What is drawn is what runs: one object, so that an answer holds it once.
    const opened = await getFlow(deps, actor, { flow });
    expect(opened.live?.document).toBe(opened.document);
    expect(opened.live?.heads).toEqual({ [topic.id]: 2 });
    const { version } = opened;
    await saveDraft(deps, actor, { flow, version, document: { ...opened.document, description: "Better" } });
    const changed = await getFlow(deps, actor, { flow });
    expect([changed.live?.document.description, changed.document.description]).toEqual([undefined, "Better"]);
  });

  it("opens with addresses that another secret sealed, and says so", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "resealed");
    const { slug } = await createFlow(deps, actor, { document: orders() });
    const flow = await deps.db.flow.findFirstOrThrow({ where: { workspaceId: actor.workspaceId, slug } });
    const other = { ...deps, env: { ...deps.env, MILLRACE_SECRET: "another secret, also of 32 characters" } };
    const [address] = await producerAddresses(other, actor, flow.id);
    expect(address).toMatchObject({ isUnreadable: true });
    expect(address).not.toHaveProperty("address");
  });

  it("delivers what came before the first deployment, when asked to, each once", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "kept");
    const { slug: flow } = await createFlow(deps, actor, { document: orders() });
    const producer = await deps.db.producer.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
    const draft = (id: string) => ({
      id,
      source: "test",
      type: "event.received",
      contentType: "application/json",
      data: new TextEncoder().encode(`{"order":"${id}"}`),
    });
    // Many in one request share a millisecond, and keep their order all the same.
    const ids = Array.from({ length: 12 }, (_, index) => `e${index + 1}`);
    await keepSamples(deps, producer.id, ids.map(draft));
    expect((await previewDeploy(deps, actor, { flow })).keptSamples).toBe(12);
    const { producers } = await listObserved(deps, actor, { flow, topics: [] });
    expect(producers).toMatchObject([{ kept: 12, sample: { data: { order: "e12" } } }]);
    const done = await deployFlow(deps, actor, { flow, deliverKept: true });
    expect(done.deliveredKept).toBe(12);
    const events = await deps.db.event.findMany({
      where: { producerId: producer.id },
      orderBy: { offset: "asc" },
    });
    expect(events.map(({ id, type, offset }) => [id, type, offset])).toEqual(
      ids.map((id, index) => [id, "order.placed", BigInt(index + 1)]),
    );
    expect((await lanesOf(actor, "consumer"))[0]?.cursor).toBe(0n);
    expect((await previewDeploy(deps, actor, { flow })).keptSamples).toBe(0);
  });

  it("refuses an unfinished flow and leaves nothing behind", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "unfinished");
    const document = flowOf("web-address > order.placed > send-email");
    const { slug } = await createFlow(deps, actor, { document });
    const error = await refusal(deployFlow(deps, actor, { flow: slug }));
    expect(error.code).toBe("not-deployable");
    expect(error.message).toContain("*Send e-mail* needs a recipient.");
    expect(await deps.db.topic.count({ where: { workspaceId: actor.workspaceId } })).toBe(0);
  });

  it("keeps cursors, starts new consumers where asked, and ends removed ones with what waits", async () => {
    const { deps } = database;
    const { actor, flow } = await deployed("changes", orders());
    const topic = await deps.db.topic.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
    await writeEvents(deps, topic.id, [{ id: "e1" }, { id: "e2" }, { id: "e3" }]);
    await deps.db.lane.updateMany({
      where: { subscription: { workspaceId: actor.workspaceId } },
      data: { cursor: 2n, handedOut: 2n, succeeded: 1n, retrying: 1n },
    });
    const old = await deps.db.subscription.findFirstOrThrow({
      where: { workspaceId: actor.workspaceId },
      include: { lanes: true },
    });
    const [lane] = old.lanes;
    await deps.db.delivery.create({
      data: {
        id: "0197a2b0-0000-7000-8000-000000000001",
        subscriptionId: old.id,
        laneId: lane?.id ?? 0n,
        topicId: topic.id,
        offset: 2n,
        revisionId: old.revisionId,
        status: "retrying",
      },
    });

    const second = flowOf(
      "web-address > order.placed > counter\n> order.placed > counter\n> order.placed > counter",
      Object.fromEntries(["counter", "counter2", "counter3"].map((id) => [id, { name: id, amount: 1 }])),
    );
    await saveDraft(deps, actor, { flow, version: 1, document: second });
    const preview = await previewDeploy(deps, actor, { flow });
    expect(preview.newConsumers.map(({ name, storedEvents }) => [name, storedEvents])).toEqual([
      ["consumer2", 3],
      ["consumer3", 3],
    ]);
    expect(preview.changes.map(({ message }) => message)).toEqual([
      "*Counter* in *consumer* changed: *What is counted*.",
      "*consumer2* is new and reacts to `order.placed`.",
      "*consumer3* is new and reacts to `order.placed`.",
    ]);
    const done = await deployFlow(deps, actor, { flow, starts: { consumer3: "beginning" } });
    expect(done.effects.started.map(({ consumerId, stored }) => [consumerId, stored])).toEqual([
      ["consumer2", 0],
      ["consumer3", 3],
    ]);
    expect((await lanesOf(actor, "consumer"))[0]?.cursor).toBe(2n);
    expect((await lanesOf(actor, "consumer2"))[0]?.cursor).toBe(3n);
    expect((await lanesOf(actor, "consumer3"))[0]?.cursor).toBe(0n);
    const begun = await deps.db.subscription.findMany({
      where: { workspaceId: actor.workspaceId },
      orderBy: { consumerId: "asc" },
    });
    // Events up to there are not their business, and are not shown as pending.
    expect(begun.map(({ startOffset }) => startOffset)).toEqual([0n, 3n, 0n]);

    const third = { ...second, consumers: second.consumers.slice(1) };
    await saveDraft(deps, actor, { flow, version: 2, document: third });
    expect((await previewDeploy(deps, actor, { flow })).removedConsumers).toMatchObject([
      { name: "consumer", topic: "order.placed", waiting: 1, retrying: 1, held: 0 },
    ]);
    const { effects } = await deployFlow(deps, actor, { flow });
    expect(effects.removed).toMatchObject([{ consumerId: "consumer", waiting: 1, retrying: 1, held: 0 }]);
    const [ended] = await lanesOf(actor, "consumer");
    expect([ended?.retrying, ended?.cancelled]).toEqual([0n, 1n]);
    const delivery = await deps.db.delivery.findFirstOrThrow({ where: { subscriptionId: old.id } });
    expect([delivery.status, delivery.reason]).toEqual(["cancelled", "consumer-removed"]);

    // Back again: "all stored events" are those it has not had.
    await rollBackFlow(deps, actor, { flow, revision: 2, starts: { consumer: "beginning" } });
    expect((await lanesOf(actor, "consumer"))[0]?.cursor).toBe(2n);
    const revisions = await listRevisions(deps, actor, { flow });
    expect(revisions.map(({ number, isLive, deployments }) => [number, isLive, deployments.length])).toEqual([
      [3, false, 1],
      [2, true, 2],
      [1, false, 1],
    ]);
    // The draft still has the later change.
    expect((await listFlows(deps, actor, {}))[0]).toMatchObject({ revision: 2, undeployedChanges: 1 });
  });

  it("changes the number of lanes behind a barrier, there and back", async () => {
    const { deps } = database;
    const { actor, flow } = await deployed("lanes", orders());
    const topic = await deps.db.topic.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
    await writeEvents(deps, topic.id, [{ id: "e1" }, { id: "e2" }]);
    await deps.db.lane.updateMany({
      where: { subscription: { workspaceId: actor.workspaceId } },
      data: { cursor: 1n, lowWatermark: 1n },
    });
    const order = async (version: number, given: FlowDocument["consumers"][number]["order"]) => {
      const document = orders();
      const [consumer] = document.consumers;
      if (consumer) consumer.order = given;
      await saveDraft(deps, actor, { flow, version, document });
      return deployFlow(deps, actor, { flow });
    };
    await order(1, { mode: "key", lanes: 3 });
    expect((await lanesOf(actor, "consumer")).map((lane) => [lane.lanes, lane.cursor, lane.endAt])).toEqual([
      [1, 1n, 1n],
      [3, 1n, null],
      [3, 1n, null],
      [3, 1n, null],
    ]);
    await deps.db.lane.updateMany({
      where: { subscription: { workspaceId: actor.workspaceId }, lanes: 3, number: 0 },
      data: { cursor: 2n },
    });
    await order(2, { mode: "key", lanes: 2 });
    expect((await lanesOf(actor, "consumer")).map((lane) => [lane.lanes, lane.cursor, lane.endAt])).toEqual([
      [1, 1n, 1n],
      [2, 2n, null],
      [2, 2n, null],
      [3, 2n, 2n],
      [3, 1n, 2n],
      [3, 1n, 2n],
    ]);
    // Three lanes still run up to the barrier: they cannot be the present ones again, nor may the rule change.
    expect((await refusal(order(3, { mode: "key", lanes: 3 }))).code).toBe("conflict");
    expect((await refusal(order(4, { mode: "none" }))).message).toContain("while events wait");
    await deps.db.lane.updateMany({
      where: { subscription: { workspaceId: actor.workspaceId }, lanes: 3 },
      data: { cursor: 2n },
    });
    await order(5, { mode: "none" });
    const present = (await lanesOf(actor, "consumer")).filter(({ endAt }) => endAt === null);
    expect(present.map((lane) => [lane.lanes, lane.cursor])).toEqual([[1, 2n]]);
  });

  it("sets the next time of a schedule by the database's clock, and clears it while paused", async () => {
    const { deps } = database;
    const { actor, flow } = await deployed(
      "schedules",
      flowOf("schedule > time.reached > counter", {
        schedule: { rule: { kind: "every", everyMs: 60_000 } },
        counter: { name: "Ticks", amount: 1 },
      }),
    );
    const producer = () => deps.db.producer.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
    const first = await producer();
    expect((first.nextFireAt?.getTime() ?? 1) % 60_000).toBe(0);
    await pauseFlow(deps, actor, { flow });
    expect((await producer()).nextFireAt).toBe(null);
    expect(
      await deps.db.subscription.count({ where: { workspaceId: actor.workspaceId, state: "paused" } }),
    ).toBe(1);
    await resumeFlow(deps, actor, { flow });
    expect((await producer()).nextFireAt).not.toBe(null);
    expect((await listFlows(deps, actor, {}))[0]?.state).toBe("live");
  });
});

describe("deleteFlow", () => {
  it("stops the flow, says what that ends, keeps the events, and frees its slug", async () => {
    const { deps } = database;
    const { actor, flow } = await deployed("deletes", orders());
    const topic = await deps.db.topic.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
    await writeEvents(deps, topic.id, [{ id: "e1" }, { id: "e2" }]);
    expect(await previewDeleteFlow(deps, actor, { flow })).toEqual({
      name: "Test flow",
      state: "live",
      consumers: 1,
      producers: 1,
      waiting: 2,
      retrying: 0,
      held: 0,
    });
    expect(await deleteFlow(deps, actor, { flow })).toEqual({ waiting: 2, retrying: 0, held: 0 });
    expect(await listFlows(deps, actor, {})).toEqual([]);
    expect(await deps.db.event.count({ where: { topicId: topic.id } })).toBe(2);
    expect(await deps.db.producer.count({ where: { workspaceId: actor.workspaceId, topicId: null } })).toBe(
      1,
    );
    expect((await createFlow(deps, actor, { name: "Test flow" })).slug).toBe(flow);
  });
});

describe("listObserved", () => {
  it("shows what came before the first deployment, and the newest event of a topic", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "observed");
    const { slug: flow } = await createFlow(deps, actor, { document: orders() });
    const producer = await deps.db.producer.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
    const ask = () => listObserved(deps, actor, { flow, topics: ["order.placed"] });
    expect(await ask()).toEqual({ failed: [], topics: [], producers: [] });
    const draft = (id: string, text: string) => ({
      id,
      source: "test",
      type: "event.received",
      contentType: "application/json",
      data: new TextEncoder().encode(text),
    });
    await keepSamples(deps, producer.id, [draft("a", '{"total":1}'), draft("b", '{"total":2}')]);
    const kept = (data: unknown) => ({ nodeId: producer.nodeId, kept: 2, sample: data });
    expect(await ask()).toEqual({ failed: [], topics: [], producers: [kept({ data: { total: 2 } })] });
    await deployFlow(deps, actor, { flow, deliverKept: true });
    expect(await ask()).toEqual({
      failed: [],
      topics: [{ topic: "order.placed", data: { total: 2 } }],
      producers: [],
    });
    await keepSamples(deps, producer.id, [draft("c", "no JSON")]);
    expect((await ask()).producers).toEqual([{ nodeId: producer.nodeId, kept: 1, sample: null }]);
    await keepSamples(deps, producer.id, [draft("d", JSON.stringify("x".repeat(70_000)))]);
    expect((await ask()).producers).toEqual([{ nodeId: producer.nodeId, kept: 2, sample: null }]);
  });
});
