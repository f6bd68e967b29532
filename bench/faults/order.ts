import { setTimeout as pause } from "node:timers/promises";
import type { Scenario } from "./scenario";
import { keyOf } from "./sender";
import { names } from "./witness";
import type { World } from "./world";

/** One in so many events fails at first. */
const FAILS = 50;

/** Numbers in an order that the seed has chosen. */
function shuffled(numbers: readonly number[], random: () => number): number[] {
  return numbers
    .map((n) => ({ n, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ n }) => n);
}

/** Throws when events of one key stand in another order than in the log. */
function expectOrder(what: string, numbers: readonly number[], offsetOf: (n: number) => number): void {
  const last = new Map<string, number>();
  for (const n of numbers) {
    const before = last.get(keyOf(n)) ?? 0;
    if (offsetOf(n) < before) throw new Error(`${what}: event ${n} came after a later one of its key.`);
    last.set(keyOf(n), offsetOf(n));
  }
}

/** The numbers of the events that caused what was published, in the order of the publications. */
async function publishedCauses({ installation, inboundId }: World): Promise<number[]> {
  const { rows } = await installation.deps.pool.query<{ id: string }>(
    `SELECT i.id FROM event o JOIN event i ON i.topic_id = $1 AND i.id = o.causation_id
     WHERE o.topic_id = $2 ORDER BY o."offset"`,
    [inboundId, await installation.topicId(names.outbound)],
  );
  return rows.map(({ id }) => Number(id.replace("event-", "")));
}

/** F20: nothing arrives in order, some events fail for a while, and a process dies: each key keeps its order. */
export const disorder: Scenario = {
  name: "shuffled senders, late repetitions, events that fail at first: order of each key",
  targetSeconds: 60,
  order: { mode: "key", key: "data.key", lanes: 4 },
  inject: async (world) => {
    const { sink, sender, random } = world;
    const numbers = Array.from({ length: world.isFull ? 10_000 : 600 }, (_, index) => 8_000_000 + index);
    world.workers.push(await world.startWorkers());
    const isFailing = (n: number) => n % FAILS === 7;
    sink.answer = {
      delayMs: 0,
      isSilentFor: () => false,
      statusFor: (n, earlier) => (isFailing(n) && earlier < 1 + (n % 3) ? 503 : 200),
    };
    // Each comes twice, at moments that have nothing to do with each other.
    const turns = shuffled([...numbers, ...numbers], random);
    const sendOn = async () => {
      for (let n = turns.pop(); n !== undefined; n = turns.pop()) {
        await sender.send(n);
        await pause(random() * 50);
      }
    };
    const sending = Promise.all(Array.from({ length: 8 }, sendOn));
    await pause(1_000 + random() * 1_000);
    await world.workers.pop()?.kill();
    await sending;
    await world.recovered();
    sink.answer = { delayMs: 0, isSilentFor: () => false };
    const offsetOf = (n: number) => sender.ledger.get(n) ?? 0;
    expectOrder("At the sink", sink.done, offsetOf);
    expectOrder("In the next topic", await publishedCauses(world), offsetOf);
    if (!sink.done.some(isFailing)) throw new Error("No event had to fail.");
  },
};
