import { expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { listObserved } from "@/server/flows/list-observed";
import { readEvents } from "@/server/log/read";
import { registerSchema } from "@/server/schemas/register-schema";
import { setGate } from "@/server/schemas/set-gate";
import { useTestDatabase } from "@/server/testing/test-database";
import { makeWorkspace } from "@/server/testing/write-events";
import { deployDocument, topicIdOf } from "../testing/engine-fixture";
import { fireSchedules, msUntilNextFire } from "./fire-schedules";

const database = useTestDatabase();

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * A daily schedule that fires half a day from now, so that none of its times comes while a test runs and the last is
 * long missed, whenever the test runs.
 */
function farFromNow() {
  const hour = (new Date().getUTCHours() + 12) % 24;
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS + hour * HOUR_MS;
  const last = new Date(today > Date.now() ? today - DAY_MS : today);
  return { rule: { kind: "cron", cron: `0 ${hour} * * *`, timeZone: "UTC" }, last };
}

it("makes up for the last time that was missed, however many processes look, and plans the next time", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "schedule");
  const { rule, last } = farFromNow();
  const document = flowOf("schedule > ticks > counter", {
    schedule: { rule, fields: [{ field: "why", value: "time" }] },
    counter: { name: "Ticks" },
  });
  await deployDocument(deps, actor, "schedule", document);
  const topicId = await topicIdOf(deps, actor, "ticks");
  await fireSchedules(deps, () => undefined);
  expect(await readEvents(deps.pool, topicId, 0, 10)).toEqual([]);
  expect(await msUntilNextFire(deps)).toBeGreaterThan(0);

  await deps.db.producer.updateMany({ data: { nextFireAt: new Date(last.getTime() - 5 * DAY_MS) } });
  const fired: string[] = [];
  await Promise.all([1, 2, 3].map(() => fireSchedules(deps, (topic) => fired.push(topic))));
  expect(fired).toEqual([topicId]);
  const events = await readEvents(deps.pool, topicId, 0, 10);
  expect(events.map(({ data }) => JSON.parse(Buffer.from(data).toString()))).toEqual([{ why: "time" }]);
  expect(events[0]?.envelope.type).toBe("ticks");
  expect(events[0]?.envelope.time).toBe(last.toISOString());
  const producer = await deps.db.producer.findFirstOrThrow({});
  expect(producer.lastFireAt?.toISOString()).toBe(events[0]?.envelope.time);
  expect(producer.nextFireAt?.getTime()).toBeGreaterThan(Date.now());
});

it("lets the others fire when one schedule cannot be read", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "broken");
  const { rule } = farFromNow();
  for (const name of ["broken", "well"]) {
    const document = flowOf(`schedule > ${name} > counter`, {
      schedule: { rule },
      counter: { name: "Ticks" },
    });
    await deployDocument(deps, actor, name, document);
  }
  const due = (slug: string, nextFireAt: Date, data = {}) =>
    deps.db.producer.updateMany({ where: { flow: { slug } }, data: { nextFireAt, ...data } });
  // The broken one is due first.
  await due("broken", new Date(Date.now() - 2_000), { config: { rule: "of another version" } });
  await due("well", new Date(Date.now() - 1_000));
  await fireSchedules(deps, () => undefined);
  const eventsOf = async (topic: string) =>
    (await readEvents(deps.pool, await topicIdOf(deps, actor, topic), 0, 10)).length;
  expect([await eventsOf("broken"), await eventsOf("well")]).toEqual([0, 1]);
  const broken = await deps.db.producer.findFirstOrThrow({ where: { flow: { slug: "broken" } } });
  expect(broken.nextFireAt?.getTime()).toBeGreaterThan(Date.now());
  const seen = await listObserved(deps, actor, { flow: "broken", topics: [] });
  expect(seen.failed).toEqual([{ nodeId: "schedule", message: broken.failure }]);
  await deployDocument(
    deps,
    actor,
    "broken",
    flowOf("schedule > broken > counter", {
      schedule: { rule: { kind: "every", everyMs: 7_200_000 } },
      counter: { name: "Ticks" },
    }),
  );
  expect((await listObserved(deps, actor, { flow: "broken", topics: [] })).failed).toEqual([]);
});

it.each([
  ["none", 0],
  ["all", 5],
] as const)("makes up for %s of what was missed when it is asked to", async (missed, times) => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, `missed-${missed}`);
  const { rule, last } = farFromNow();
  const document = flowOf("schedule > days > counter", {
    schedule: { rule, missed },
    counter: { name: "Days" },
  });
  await deployDocument(deps, actor, `missed-${missed}`, document);
  const topicId = await topicIdOf(deps, actor, "days");
  const nextFireAt = new Date(last.getTime() - 4 * DAY_MS);
  await deps.db.producer.updateMany({ where: { topicId }, data: { nextFireAt } });
  await fireSchedules(deps, () => undefined);
  await fireSchedules(deps, () => undefined);
  const events = await readEvents(deps.pool, topicId, 0, 10);
  expect(events.map(({ envelope }) => envelope.time)).toEqual(
    Array.from({ length: times }, (_, n) => new Date(nextFireAt.getTime() + n * DAY_MS).toISOString()),
  );
});

it("holds its events to the schema of the topic, and says why one is refused", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "gated");
  const { rule } = farFromNow();
  for (const gate of ["warn", "quarantine", "reject"] as const) {
    const topic = `gated.${gate}`;
    const document = flowOf(`schedule > ${topic} > counter`, {
      schedule: { rule },
      counter: { name: "Ticks" },
    });
    await deployDocument(deps, actor, topic.replace(".", "-"), document);
    await registerSchema(deps, actor, { subject: topic, text: '{"required":["report"]}' });
    await setGate(deps, actor, { topic, gate });
  }
  const due = () =>
    deps.db.producer.updateMany({
      where: { flow: { slug: { startsWith: "gated-" } } },
      data: { nextFireAt: new Date(Date.now() - HOUR_MS) },
    });
  await due();
  await fireSchedules(deps, () => undefined);
  const sent = async (topic: string) => readEvents(deps.pool, await topicIdOf(deps, actor, topic), 0, 10);
  expect((await sent("gated.warn")).map(({ envelope }) => envelope.extensions)).toEqual([
    { schemafault: "`report` is missing." },
  ]);
  expect(await sent("gated.quarantine")).toEqual([]);
  expect(await deps.db.quarantinedEvent.count({ where: { topic: { name: "gated.quarantine" } } })).toBe(1);
  expect(await sent("gated.reject")).toEqual([]);
  const producerOf = (slug: string) => deps.db.producer.findFirstOrThrow({ where: { flow: { slug } } });
  const refused = await producerOf("gated-reject");
  expect(refused.failure).toContain("`report` is missing.");
  expect(refused.nextFireAt?.getTime()).toBeGreaterThan(Date.now());
  expect((await producerOf("gated-quarantine")).failure).toBeNull();
  await setGate(deps, actor, { topic: "gated.reject", gate: "off" });
  await due();
  await fireSchedules(deps, () => undefined);
  expect((await producerOf("gated-reject")).failure).toBeNull();
  expect(await sent("gated.reject")).toHaveLength(1);
});
