import { expect, it } from "vitest";
import type { FlowDocument, Order } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { discard } from "@/server/deliveries/discard";
import { redrive } from "@/server/deliveries/redrive";
import { until } from "@/server/testing/until";
import { count, deployDocument, expectBalanced, sendEvents, topicIdOf } from "./testing/engine-fixture";
import { useEngine } from "./testing/use-engine";

/** Paths that are refused as long as they are in here. */
const bad = new Set<string>();
const answered: string[] = [];
const engine = useEngine("given-up", "redis", {
  answer: (path) => {
    if (bad.has(path)) return 503;
    answered.push(path);
    return 200;
  },
});

/** Numbers below `limit` that are the same in every run: what fails is found again. */
function sequence(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function caller(topic: string, order: Order, whenGivenUp: "park" | "stop" | undefined): FlowDocument {
  const document = flowOf(`web-address > ${topic} > http-request`, {
    httprequest: { method: "POST", url: `http://${engine.recorder.host}/{{ data.path }}` },
  });
  for (const consumer of document.consumers) {
    consumer.order = order;
    consumer.failure = {
      ...{ attempts: 2, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 5_000 },
      whenGivenUp,
    };
  }
  return document;
}

const workSql = `
  SELECT (SELECT count(*) FROM batch)
       + (SELECT count(*) FROM delivery WHERE status = 'retrying' OR (status = 'held' AND due_at IS NOT NULL))
       + (SELECT count(*) FROM parked_key p WHERE NOT EXISTS (
            SELECT FROM delivery d
            WHERE d.subscription_id = p.subscription_id AND d.parked_key = p.key AND d.status = 'dead'))
       + (SELECT count(*) FROM lane l JOIN subscription s ON s.id = l.subscription_id
            JOIN topic_head h ON h.topic_id = s.topic_id
          WHERE l.cursor < least(h.head, coalesce(l.end_at, h.head))
            AND NOT EXISTS (SELECT FROM consumer_stop p WHERE p.subscription_id = s.id)) AS n`;

/** Nothing is at work, and nothing can be until somebody repairs something. */
async function untilStill(): Promise<void> {
  await until(async () => (await count(engine.deps, workSql)) === 0, {
    message: "The engine did not come to rest.",
  });
}

const deadIn = (topicId: string) =>
  engine.deps.db.delivery.findMany({ where: { topicId, status: "dead" }, orderBy: { offset: "asc" } });
const heldIn = (topicId: string) => engine.deps.db.delivery.count({ where: { topicId, status: "held" } });
const done = (prefix: string) => answered.filter((path) => path.startsWith(prefix));

interface Sent {
  readonly topicId: string;
  readonly paths: readonly string[];
  readonly keys: readonly string[];
}

/** Deploys a consumer and sends it 60 events of four keys; a tenth of them are bad. */
async function send(
  name: string,
  order: Order,
  whenGivenUp: "park" | "stop" | undefined,
  seed: number,
): Promise<Sent> {
  await deployDocument(engine.deps, engine.actor, name, caller(name, order, whenGivenUp));
  const topicId = await topicIdOf(engine.deps, engine.actor, name);
  const next = sequence(seed);
  const owners = Array.from({ length: 60 }, () => `${name}-${next(4)}-`);
  const paths = owners.map((owner, n) => `${owner}${n}`);
  for (const path of paths) if (next(10) === 0) bad.add(path);
  await sendEvents(engine.deps, topicId, name, paths.length, (n) => ({
    path: paths[n],
    customer: owners[n],
  }));
  await untilStill();
  return { topicId, paths, keys: [...new Set(owners)] };
}

const byKey: Order = { mode: "key", key: "data.customer", lanes: 3 };

for (const seed of [11, 42]) {
  it(`parks the key of what was given up, and goes on with it in order (seed ${seed})`, async () => {
    const { topicId, paths, keys } = await send(`park${seed}`, byKey, "park", seed);
    await expectBalanced(engine.deps);
    const discarded: string[] = [];
    for (const key of keys) {
      const of = paths.filter((path) => path.startsWith(key));
      const first = of.findIndex((path) => bad.has(path));
      expect(done(key)).toEqual(first === -1 ? of : of.slice(0, first));
    }
    expect(await heldIn(topicId)).toBeGreaterThan(0);
    let dead = await deadIn(topicId);
    // Every dead letter is repaired, given up, or fails once more, until nothing is left.
    for (let round = 0; dead.length > 0; round += 1) {
      for (const [index, { id: deliveryId, offset }] of dead.entries()) {
        const path = paths[Number(offset) - 1] ?? "";
        const chosen = { deliveryIds: [deliveryId] };
        if ((round + index) % 3 === 2) {
          bad.delete(path);
          discarded.push(path);
          await discard(engine.deps, engine.actor, { chosen, reason: "not needed" });
        } else {
          if ((round + index) % 3 === 0) bad.delete(path);
          await redrive(engine.deps, engine.actor, chosen);
        }
      }
      await untilStill();
      await expectBalanced(engine.deps);
      dead = await deadIn(topicId);
    }
    for (const key of keys) {
      expect(done(key)).toEqual(paths.filter((path) => path.startsWith(key) && !discarded.includes(path)));
    }
    expect(await heldIn(topicId)).toBe(0);
    expect(await engine.deps.db.parkedKey.count({ where: { subscription: { topicId } } })).toBe(0);
  });

  it(`stops at what was given up until it is dealt with (seed ${seed})`, async () => {
    const order: Order = seed === 11 ? { mode: "strict" } : byKey;
    const { topicId, paths, keys } = await send(`stop${seed}`, order, "stop", seed);
    const stopped = () => engine.deps.db.consumerStop.count({ where: { subscription: { topicId } } });
    expect(await stopped()).toBeGreaterThan(0);
    expect(done(`stop${seed}`).length).toBeLessThan(paths.length);
    let dead = await deadIn(topicId);
    while (dead.length > 0) {
      for (const { offset } of dead) bad.delete(paths[Number(offset) - 1] ?? "");
      await redrive(engine.deps, engine.actor, { deliveryIds: dead.map(({ id }) => id) });
      await until(async () => (await stopped()) === 0 || (await deadIn(topicId)).length > 0);
      await untilStill();
      dead = await deadIn(topicId);
    }
    await expectBalanced(engine.deps);
    for (const key of seed === 11 ? [`stop${seed}`] : keys) {
      expect(done(key)).toEqual(paths.filter((path) => path.startsWith(key)));
    }
  });

  it(`goes on behind what was given up (seed ${seed})`, async () => {
    const { paths, keys } = await send(`go${seed}`, byKey, undefined, seed);
    await expectBalanced(engine.deps);
    for (const key of keys) {
      expect(done(key)).toEqual(paths.filter((path) => path.startsWith(key) && !bad.has(path)));
    }
  });
}

it("parks a key that is longer than an index holds", async () => {
  const { deps, actor } = engine;
  await deployDocument(deps, actor, "long", caller("long", byKey, "park"));
  const topicId = await topicIdOf(deps, actor, "long");
  const next = sequence(7);
  const customer = Array.from({ length: 4_000 }, () => String.fromCodePoint(33 + next(90))).join("");
  bad.add("long-0");
  await sendEvents(deps, topicId, "long", 3, (n) => ({
    path: `long-${n}`,
    customer: n < 2 ? customer : "b",
  }));
  await untilStill();
  expect(done("long")).toEqual(["long-2"]);
  bad.delete("long-0");
  await redrive(deps, actor, { deliveryIds: (await deadIn(topicId)).map(({ id }) => id) });
  await until(() => Promise.resolve(done("long").length === 3));
  expect(done("long")).toEqual(["long-2", "long-0", "long-1"]);
  await untilStill();
  await expectBalanced(deps);
});
