import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Prisma } from "@/prisma/generated/client";
import { readHealth } from "../health/read-health";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { flowActivity } from "./flow-activity";

const database = useTestDatabase();

it("does not count what lies behind lanes that have come to their end", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "reordered");
  const topicId = await makeTopic(deps, actor, "orders");
  await writeEvents(deps, topicId, [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }]);
  const subscriptionId = await makeConsumer(deps, actor, topicId, "mail");
  // It kept no order for one event, and keeps it by key since.
  await deps.db.lane.updateMany({ where: { subscriptionId }, data: { cursor: 1n, endAt: 1n } });
  await deps.db.lane.createMany({
    data: [3n, 4n].map((cursor, number) => ({
      subscriptionId,
      number,
      lanes: 2,
      cursor,
      lowWatermark: cursor,
    })),
  });
  const activity = await flowActivity(deps, actor, { flow: "flow-of-mail", topics: ["orders"] });
  expect(activity.consumers).toMatchObject([{ waiting: 1 }]);
  expect(await readHealth(deps, actor, {})).toMatchObject({ consumers: [{ lag: 1 }] });
});

describe("what the steps of a consumer did", () => {
  const step = (stepId: string, outcome: string) => ({ stepId, outcome, startedMs: 0, durationMs: 1 });

  async function deliver(
    subscriptionId: string,
    offset: bigint,
    row: { status: string; steps: unknown[] } & Partial<Prisma.DeliveryUncheckedCreateInput>,
  ) {
    const { db } = database.deps;
    const [subscription, lane] = await Promise.all([
      db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } }),
      db.lane.findFirstOrThrow({ where: { subscriptionId } }),
    ]);
    const { status, steps, ...more } = row;
    await db.delivery.create({
      data: {
        id: randomUUID(),
        subscriptionId,
        laneId: lane.id,
        topicId: subscription.topicId,
        offset,
        revisionId: subscription.revisionId,
        status,
        trace: [
          { attempt: 1, steps: [] },
          { attempt: 2, steps },
        ] as Prisma.InputJsonArray,
        ...more,
      },
    });
  }

  it("is what the last attempt at the newest event did; and the next retry says which step it waits for", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "marks");
    const topicId = await makeTopic(deps, actor, "marked");
    await writeEvents(deps, topicId, [{ id: "a" }, { id: "b" }, { id: "c" }]);
    const subscriptionId = await makeConsumer(deps, actor, topicId, "steps");
    await deps.db.lane.updateMany({ where: { subscriptionId }, data: { cursor: 3n, retrying: 1n } });
    const dueAt = new Date("2030-01-01T13:02:40Z");
    const message = "the mail server refused the message";
    await deliver(subscriptionId, 1n, {
      status: "retrying",
      steps: [step("mail", "failed")],
      stepId: "mail",
      attempts: 2,
      message,
      dueAt,
    });
    await deliver(subscriptionId, 2n, { status: "filtered", steps: [step("paid", "stopped")] });
    await deliver(subscriptionId, 3n, {
      status: "succeeded",
      steps: [step("paid", "done"), step("mail", "done")],
    });
    const { consumers } = await flowActivity(deps, actor, { flow: "flow-of-steps", topics: ["marked"] });
    expect(consumers).toMatchObject([
      {
        lastSteps: [
          { stepId: "paid", outcome: "done" },
          { stepId: "mail", outcome: "done" },
        ],
        nextRetry: { stepId: "mail", message, attempts: 2, dueAt },
      },
    ]);
  });

  it("says how many wait at a step, and until when the first one does", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "held");
    const topicId = await makeTopic(deps, actor, "held");
    await writeEvents(deps, topicId, [{ id: "a" }, { id: "b" }, { id: "c" }]);
    const subscriptionId = await makeConsumer(deps, actor, topicId, "holds");
    await deps.db.lane.updateMany({
      where: { subscriptionId },
      data: { cursor: 3n, held: 2n, retrying: 1n },
    });
    const at = (minute: number) => new Date(`2030-01-01T13:0${minute}:00Z`);
    await deliver(subscriptionId, 1n, { status: "held", steps: [], stepId: "delay", dueAt: at(2) });
    await deliver(subscriptionId, 2n, { status: "held", steps: [], stepId: "delay", dueAt: at(1) });
    await deliver(subscriptionId, 3n, { status: "retrying", steps: [], stepId: "mail", dueAt: at(0) });
    const { consumers } = await flowActivity(deps, actor, { flow: "flow-of-holds", topics: ["held"] });
    expect(consumers).toMatchObject([
      { waits: [{ stepId: "delay", count: 2, isMore: false, nextAt: at(1) }] },
    ]);
  });

  it("is nothing while nothing was delivered", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "fresh");
    const topicId = await makeTopic(deps, actor, "fresh");
    await makeConsumer(deps, actor, topicId, "waits");
    const { consumers } = await flowActivity(deps, actor, { flow: "flow-of-waits", topics: ["fresh"] });
    expect(consumers).toMatchObject([{ lastSteps: [], nextRetry: null }]);
  });
});
