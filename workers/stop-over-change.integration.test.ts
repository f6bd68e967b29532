import { expect, it } from "vitest";
import type { FlowDocument, Order } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { moveConsumer } from "@/server/flows/move-consumer";
import { resumeConsumer } from "@/server/flows/pause-consumer";
import { until } from "@/server/testing/until";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { useEngine } from "./testing/use-engine";

/** What lets a call that hangs fail at last. */
const hanging = new Map<string, () => void>();
const engine = useEngine("stop-over-change", "redis", {
  answer: (path) =>
    path.startsWith("hang") ? new Promise((resolve) => hanging.set(path, () => resolve(503))) : 200,
});

function caller(topic: string, order: Order, whenGivenUp?: "stop"): FlowDocument {
  const document = flowOf(`web-address > ${topic} > http-request`, {
    httprequest: {
      method: "POST",
      url: `http://${engine.recorder.host}/{{ data.path }}`,
      timeoutSeconds: 60,
    },
  });
  for (const consumer of document.consumers) {
    consumer.order = order;
    consumer.failure = {
      ...{ attempts: 1, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 60_000 },
      whenGivenUp,
    };
  }
  return document;
}

const called = (prefix: string) =>
  engine.recorder.calls.map(({ path }) => path).filter((path) => path.startsWith(prefix));
const deadIn = (topicId: string) => engine.deps.db.delivery.count({ where: { topicId, status: "dead" } });

/** A consumer that stops waits for the answer to the first event of a batch of ten; `fail` gives it. */
async function hang(name: string, order: Order = { mode: "strict" }) {
  const { deps, actor } = engine;
  const document = caller(name, order, "stop");
  await deployDocument(deps, actor, name, document);
  const topicId = await topicIdOf(deps, actor, name);
  // Until its pace is known it is given one event at a time.
  await deps.db.lane.updateMany({ where: { subscription: { topicId } }, data: { workMicros: 10_000 } });
  await sendEvents(
    deps,
    topicId,
    "first",
    10,
    (n) => ({ path: n === 0 ? `hang-${name}` : `${name}-${n}` }),
    () => "one",
  );
  await until(() => Promise.resolve(called(`hang-${name}`).length === 1));
  const fail = () => hanging.get(`hang-${name}`)?.();
  return { topicId, consumerId: document.consumers[0]?.id ?? "", fail };
}

it("gives nothing out twice when a consumer that stops keeps no order by then", async () => {
  const { deps, actor } = engine;
  const { topicId, fail } = await hang("freed");
  await deployDocument(deps, actor, "freed", caller("freed", { mode: "none" }));
  await sendEvents(deps, topicId, "later", 6, (n) => ({ path: `freed-later-${n}` }));
  await until(() => Promise.resolve(called("freed-later").length === 6));
  fail();
  await until(async () => (await deadIn(topicId)) === 1);
  await untilSettled(deps);
  await expectBalanced(deps);
  expect(called("freed").length).toBe(15);
});

const orders: readonly { name: string; order: Order }[] = [
  { name: "strict", order: { mode: "strict" } },
  { name: "lanes", order: { mode: "key", lanes: 3 } },
];

it.each(orders)(
  "leaves out what it was moved past, also when it stops at an event before ($name)",
  async ({ name, order }) => {
    const { deps, actor } = engine;
    const { topicId, consumerId, fail } = await hang(name, order);
    await sendEvents(
      deps,
      topicId,
      "later",
      6,
      (n) => ({ path: `${name}-later-${n}` }),
      () => "one",
    );
    await moveConsumer(deps, actor, { flow: name, consumerId, topic: name, target: { to: "now" } });
    fail();
    await until(async () => (await deadIn(topicId)) === 1);
    await resumeConsumer(deps, actor, { flow: name, consumerId });
    await sendEvents(
      deps,
      topicId,
      "last",
      1,
      () => ({ path: `${name}-last` }),
      () => "one",
    );
    await until(() => Promise.resolve(called(`${name}-last`).length === 1));
    await untilSettled(deps);
    expect(called(`${name}-later`)).toEqual([]);
    expect(called(name).length).toBe(10);
  },
);
