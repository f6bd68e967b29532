import { expect, test } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { testNodes } from "@/flow/testing/test-nodes";
import type { DeliveryChip, EventRow } from "@/server/events/event-row";
import type { ConsumerActivity } from "@/server/live/flow-activity";
import { TailedFlow } from "./tail-flow";

const mail: ConsumerActivity = {
  consumerId: "mail",
  topic: "order.placed",
  subscriptionId: "s",
  state: "active",
  succeeded: 1,
  filtered: 0,
  dead: 0,
  retrying: 0,
  held: 0,
  waiting: 0,
  oldestWaitingAt: null,
  breaker: null,
  stillOpen: 0,
  parked: 0,
  stop: null,
  limitedUntil: null,
  lastSteps: [{ stepId: "mail", outcome: "done" }],
  nextRetry: null,
  waits: [],
};

test("the first figures after a reload carry the marks of the steps, and later ones replace them", () => {
  const live = new TailedFlow(flowOf("source > order.placed > mail"), testNodes);
  const marksOf = () => live.getSnapshot().consumers.get("mail");
  live.activity({ consumers: [mail], topics: [] });
  expect(marksOf()).toMatchObject({ ok: 1, lastSteps: new Map([["mail", "done"]]), nextRetry: undefined });

  const nextRetry = { stepId: "mail", message: "no answer", attempts: 1, dueAt: new Date() };
  live.activity({
    consumers: [{ ...mail, retrying: 1, lastSteps: [{ stepId: "mail", outcome: "failed" }], nextRetry }],
    topics: [],
  });
  expect(marksOf()).toMatchObject({ retrying: 1, lastSteps: new Map([["mail", "failed"]]), nextRetry });
  expect(live.getSnapshot().wires.get("when:mail:order.placed")).toMatchObject({ retrying: 1 });
});

test("what waits at a step of a consumer of two topics is counted together, with the earlier time", () => {
  const live = new TailedFlow(flowOf("source > order.placed > mail"), testNodes);
  const [early, late] = [new Date("2030-01-01T13:00:00Z"), new Date("2030-01-01T14:00:00Z")];
  const waits = (count: number, nextAt: Date) => [{ stepId: "mail", count, isMore: false, nextAt }];
  live.activity({
    consumers: [
      { ...mail, waits: waits(3, late) },
      { ...mail, topic: "order.changed", waits: waits(1, early) },
    ],
    topics: [],
  });
  expect(live.getSnapshot().consumers.get("mail")?.waits.get("mail")).toEqual({
    ...{ stepId: "mail", count: 4, isMore: false },
    nextAt: early,
  });
});

const arrived: EventRow = {
  topic: "order.placed",
  topicId: "t",
  offset: 1,
  id: "01a1",
  type: "order.placed",
  source: "/producers/source",
  key: null,
  subject: null,
  correlationId: "01a1",
  causationId: null,
  time: new Date("2030-01-01T12:00:00Z"),
  receivedAt: new Date("2030-01-01T12:00:00Z"),
  isTest: false,
  replayId: null,
  cursor: "2030-01-01T12:00:00Z",
  contentType: "application/json",
  duplicates: 0,
  bytes: 2,
  preview: "{}",
};

const chipOf = (subscriptionId: string, flowName: string): DeliveryChip => ({
  topicId: "t",
  offset: 1,
  subscriptionId,
  consumerId: "mail",
  consumerName: "Send e-mail",
  flowSlug: flowName.toLowerCase(),
  flowName,
  run: 0,
  isDryRun: false,
  deliveryId: "d",
  status: "succeeded",
  message: null,
  attempts: 1,
  dueAt: null,
  durationMs: 12,
  finishedAt: null,
});

test("the wire that an event came by was used, and consumers of one name say of which flow they are", () => {
  const live = new TailedFlow(flowOf("source > order.placed > mail"), testNodes);
  live.events([arrived]);
  live.stop();
  expect(live.getSnapshot().wires.get("send:source")).toMatchObject({ lastEventAt: arrived.receivedAt });

  const chip = chipOf("first", "Shop");
  const labels = () => live.getSnapshot().rows[0]?.deliveries.map(({ label }) => label);
  live.outcomes([chip], new Map([["t", "order.placed"]]));
  expect(labels()).toEqual(["Send e-mail"]);
  live.outcomes([chip, chipOf("second", "Desk")], new Map([["t", "order.placed"]]));
  expect(labels()).toEqual(["Shop › Send e-mail", "Desk › Send e-mail"]);
});
