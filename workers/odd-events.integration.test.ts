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
    await untilSettled(engine.deps);
    expect(await endOf(topicId)).toMatchObject({ status: "dead", reason: "cannot-be-stored" });
  });

  it("gives nothing up that the database refuses for another reason than its value", async () => {
    const { deps, actor } = engine;
    const document = flowOf("web-address > sound > set-fields", {
      setfields: { fields: [{ field: "b", value: "1" }], keepOthers: true },
    });
    await deployDocument(deps, actor, "sound", document);
    const topicId = await topicIdOf(deps, actor, "sound");
    // Refuses once, as a row would that somebody else has written; a sequence remembers what is rolled back.
    await deps.pool.query("CREATE SEQUENCE refusals");
    await deps.pool.query(`CREATE FUNCTION refuse_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('refusals') = 1 THEN RAISE EXCEPTION 'not this row' USING ERRCODE = 'unique_violation'; END IF;
      RETURN NEW; END $$`);
    await deps.pool.query(`CREATE TRIGGER refuse_once BEFORE INSERT ON delivery FOR EACH ROW
      WHEN (NEW.topic_id = '${topicId}') EXECUTE FUNCTION refuse_once()`);
    await sendEvents(deps, topicId, "sound", 1);
    await untilSettled(deps);
    expect(await endOf(topicId)).toMatchObject({ status: "succeeded", reason: null, attempts: 1 });
    await deps.pool.query("DROP TRIGGER refuse_once ON delivery");
  });

  it("gives up what was published to a topic that is gone", async () => {
    const { deps, actor } = engine;
    const document = flowOf("web-address > here > set-fields > away", {
      setfields: { fields: [{ field: "b", value: "1" }], keepOthers: true },
    });
    await deployDocument(deps, actor, "published", document);
    const topicId = await topicIdOf(deps, actor, "here");
    await deps.db.topic.delete({ where: { id: await topicIdOf(deps, actor, "away") } });
    await sendEvents(deps, topicId, "lost", 1);
    await untilSettled(deps);
    expect(await endOf(topicId)).toMatchObject({ status: "dead", reason: "cannot-be-stored" });
  });
});
