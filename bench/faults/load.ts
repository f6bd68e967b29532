import { listDeadLetterGroups } from "@/server/deliveries/list-dead-letters";
import { scanEvents } from "@/server/events/scan-events";
import { listFlows } from "@/server/flows/list-flows";
import { makeWorkspace } from "@/server/testing/write-events";
import { listTopics } from "@/server/topics/list-topics";
import { percentile } from "../stage/figure";
import { deliveriesOf, untilDelivered } from "../stage/stored-events";
import { expectCalm, makeBystander } from "./bystander";
import { expectFlat, sayMemory, watchMemory } from "./memory";
import { withRedis } from "./redis";
import { replayFirst } from "./replay-first";
import type { Scenario } from "./scenario";
import { expectOnly } from "./sender";
import { names } from "./witness";
import type { World } from "./world";

/** Requests a second that the flooded address takes; five times as many at once. */
const ADDRESS_RATE = 150;

/** F15: a sink that takes five seconds for a call, and a sender that floods its address. */
export const flood: Scenario = {
  name: "a sink of 5 s per call, flooded: others go on, 429 only past the limit, memory stays flat",
  targetSeconds: 60,
  inject: async (world) => {
    const { installation, sink, sender, isFull } = world;
    await Promise.all(world.gateways.map((gateway) => gateway.stop()));
    world.gateways = [await installation.startGateway({ MILLRACE_ADDRESS_RATE: String(ADDRESS_RATE) })];
    const bystander = await makeBystander(world, await makeWorkspace(installation.deps, "calm"));
    const seconds = isFull ? 120 : 8;
    const alone = await bystander.delays(seconds);
    expectOnly(sender, [0]);

    sink.answer = { delayMs: 5_000, isSilentFor: () => false };
    const memoryOf = watchMemory(() => world.workers);
    const started = performance.now();
    let isFlooding = true;
    let next = 4_500_000;
    const floodOn = async () => {
      while (isFlooding) await sender.send(next++);
    };
    const flooding = Promise.all(Array.from({ length: 40 }, floodOn));
    const before = sender.ledger.size;
    const beside = await bystander.delays(seconds);
    const taken = (sender.ledger.size - before) / ((performance.now() - started) / 1000);
    isFlooding = false;
    sink.answer = { delayMs: 0, isSilentFor: () => false };
    await flooding;
    await world.recovered();

    const memory = memoryOf();
    world.notes.push(`${taken.toFixed(0)} events/s taken of a flood`, sayMemory(memory));
    expectOnly(sender, [0, 429]);
    if (!sender.refusals.has(429)) throw new Error("Nobody was told to slow down.");
    if (taken < ADDRESS_RATE * 0.8) throw new Error("Less was taken than the documented limit allows.");
    expectFlat(memory);
    expectCalm(world, alone, beside);
  },
};

/** Milliseconds that a sender waits for each acknowledgement. */
async function acknowledgements({ sender }: World, from: number): Promise<number[]> {
  const waits: number[] = [];
  for (let n = from; n < from + 300; n += 1) {
    const started = performance.now();
    await sender.send(n);
    waits.push(performance.now() - started);
  }
  return waits;
}

/** The slowest of the lists that people open first, in milliseconds; of each the median of some times. */
async function slowestList({ installation: { deps, actor } }: World): Promise<number> {
  const lists = [
    () => scanEvents(deps, actor, { topics: [names.inbound] }),
    () => listTopics(deps, actor, {}),
    () => listFlows(deps, actor, {}),
    () => listDeadLetterGroups(deps, actor, {}),
  ];
  const medians: number[] = [];
  for (const list of lists) {
    const times: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const started = performance.now();
      await list();
      times.push(performance.now() - started);
    }
    medians.push(percentile(times, 0.5));
  }
  return Math.max(...medians);
}

const LEAST_PER_SECOND = 500;
const REDIS_LIMIT_MB = 50;
/** In a backlog one call in so many fails at first, so that very many retries wait at the same time. */
const FAILS = 10;
const LIST_LIMIT_MS = 300;

/** Megabytes that Redis holds. */
async function heldByRedis(world: World): Promise<number> {
  const info = await withRedis(world, (redis) => redis.info("memory"));
  return Number(/^used_memory:(\d+)/m.exec(info)?.[1] ?? 0) / 1024 / 1024;
}

/** F24: workers were away for long, and much has come meanwhile. */
export const backlog: Scenario = {
  name: "a backlog: workers away while much arrives, then drained, a tenth of it failing at first",
  targetSeconds: 3_600,
  inject: async (world) => {
    const { installation, sender, inboundId, isFull, notes } = world;
    const alone = percentile(await acknowledgements(world, 6_900_000), 0.99);
    await Promise.all(world.workers.map((worker) => worker.stop()));
    const events = isFull ? 1_000_000 : 50_000;
    await sender.sendMany(20_000_000, events);
    const behind = percentile(await acknowledgements(world, 6_910_000), 0.99);
    notes.push(`${events} waiting`, `p99 of a 202 ${behind.toFixed(1)} ms, ${alone.toFixed(1)} ms before`);
    const listMs = await slowestList(world);
    notes.push(`lists within ${listMs.toFixed(0)} ms`);

    world.sink.answer = {
      delayMs: 0,
      isSilentFor: () => false,
      statusFor: (n, earlier) => (n % FAILS === 3 && earlier === 0 ? 503 : 200),
    };
    const before = await deliveriesOf(installation, inboundId);
    world.workers = [await world.startWorkers()];
    let redisMb = 0;
    const lookAtRedis = setInterval(async () => {
      redisMb = Math.max(redisMb, await heldByRedis(world));
    }, 1_000);
    const memoryOf = watchMemory(() => world.workers);
    const started = performance.now();
    try {
      // Each is delivered to two consumers.
      const limits = { limitMs: 3_000_000, everyMs: 100 };
      await untilDelivered(installation, inboundId, before + 2 * events, limits);
    } finally {
      clearInterval(lookAtRedis);
    }
    const perSecond = events / ((performance.now() - started) / 1000);
    const memory = memoryOf();
    notes.push(
      `${perSecond.toFixed(0)} events/s drained`,
      sayMemory(memory),
      `Redis ${redisMb.toFixed(0)} MB`,
    );
    await world.recovered();
    if (listMs > LIST_LIMIT_MS) throw new Error("A list took too long.");
    if (perSecond < LEAST_PER_SECOND) throw new Error("The backlog was drained too slowly.");
    if (redisMb > REDIS_LIMIT_MB) throw new Error("Redis grew with what waits.");
    expectFlat(memory);
  },
};

/** Everything that is known about the live deliveries of the first events, as one word. */
async function originalsOf({ installation, inboundId }: World, toOffset: number): Promise<string> {
  const { rows } = await installation.deps.pool.query<{ hash: string }>(
    `SELECT md5(string_agg(d::text, '|' ORDER BY d.id)) AS hash FROM delivery d
     WHERE d.topic_id = $1 AND d.run = 0 AND d."offset" <= $2`,
    [inboundId, toOffset],
  );
  return rows[0]?.hash ?? "";
}

/** F29: everything that was done is done again, while live traffic flows. */
export const replayStorm: Scenario = {
  name: "a replay of everything that was done, while live traffic flows",
  targetSeconds: 60,
  inject: async (world) => {
    const { installation, sender, sink, inboundId, isFull, notes } = world;
    const events = isFull ? 100_000 : 20_000;
    await sender.sendMany(7_000_000, events);
    await world.recovered();
    const bystander = await makeBystander(world, installation.actor);
    const seconds = isFull ? 30 : 10;
    const alone = await bystander.delays(seconds);
    const before = await originalsOf(world, events);
    const callsOf = () => [...sink.keys.values()].reduce((sum, keys) => sum + keys.length, 0);
    const repeatedCalls = () => callsOf() - sink.keys.size;
    const repeatedBefore = repeatedCalls();

    const started = performance.now();
    const { run } = await replayFirst(world, events, false);
    const [beside] = await Promise.all([
      bystander.delays(seconds),
      untilDelivered(installation, inboundId, 2 * events, { run, limitMs: 900_000, everyMs: 100 }),
    ]);
    notes.push(
      `${events} events to two consumers replayed in ${((performance.now() - started) / 1000).toFixed(1)} s with the bystander`,
    );
    if (repeatedCalls() > repeatedBefore) throw new Error("A replay without effects called the sink.");

    // With effects: the sink sees them again, with the keys of the first time, which the witness looks at.
    const some = events / 20;
    const acting = await replayFirst(world, some, true);
    await untilDelivered(installation, inboundId, 2 * some, {
      run: acting.run,
      limitMs: 300_000,
      everyMs: 100,
    });
    if (repeatedCalls() - repeatedBefore < some)
      throw new Error("A replay with effects did not call the sink.");
    await world.recovered();
    // Before and after: what else happens on the machine changes meanwhile.
    alone.push(...(await bystander.delays(seconds)));
    if ((await originalsOf(world, events)) !== before)
      throw new Error("A replay has changed what it repeats.");
    expectCalm(world, alone, beside);
  },
};
