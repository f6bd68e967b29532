import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { append } from "@/server/log/append";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { queues, useEngine } from "./testing/use-engine";

describe.each(queues)("odd events, on %s", (queue) => {
  const engine = useEngine("odd", queue, { logLevel: "fatal" });

  const endOf = (topicId: string) => engine.deps.db.delivery.findFirstOrThrow({ where: { topicId } });

  it("keeps U+0000 and half characters in the history instead of giving the event up", async () => {
    const document = flowOf("web-address > nul > set-fields", {
      setfields: { fields: [{ field: "b", value: "1" }], keepOthers: true },
    });
    await deployDocument(engine.deps, engine.actor, "nul", document);
    const topicId = await topicIdOf(engine.deps, engine.actor, "nul");
    await sendEvents(engine.deps, topicId, "nul", 1, () => ({ a: "x\u0000y\ud800z" }));
    await untilSettled(engine.deps);
    const delivery = await endOf(topicId);
    expect(delivery).toMatchObject({ status: "succeeded", reason: null });
    expect(JSON.stringify(delivery.trace)).toContain("x\\u0000y\\ud800z");
  });

  it("goes on after an event that is nested too deeply to find its key", async () => {
    const document = flowOf("web-address > deep > filter", {
      filter: { condition: { match: "all", rows: [{ field: "data.n", operator: "lt", value: 600 }] } },
    });
    for (const consumer of document.consumers) {
      consumer.order = { mode: "key", key: "data.customer", lanes: 2 };
    }
    await deployDocument(engine.deps, engine.actor, "deep", document);
    const topicId = await topicIdOf(engine.deps, engine.actor, "deep");
    const data = Buffer.from("[".repeat(200_000) + "]".repeat(200_000));
    const draft = { id: "deep", source: "/test", type: "test", contentType: "application/json", data };
    await append(engine.deps.pool, topicId, [{ draft }]);
    await sendEvents(engine.deps, topicId, "flat", 5, (n) => ({ n, customer: `c${n}` }));
    await untilSettled(engine.deps);
    await expectBalanced(engine.deps);
    expect(await engine.deps.db.delivery.count({ where: { topicId } })).toBe(6);
  });

  it("gives up at once what no index can hold", async () => {
    const document = flowOf("web-address > long > counter", {
      counter: { name: "Sum", amount: 1, by: "{{ data.key }}" },
    });
    await deployDocument(engine.deps, engine.actor, "long", document);
    const topicId = await topicIdOf(engine.deps, engine.actor, "long");
    await sendEvents(engine.deps, topicId, "long", 1, () => ({
      key: randomBytes(20_000).toString("base64"),
    }));
    await untilSettled(engine.deps, 10_000);
    expect(await endOf(topicId)).toMatchObject({ status: "dead", reason: "cannot-be-stored" });
  });
});
