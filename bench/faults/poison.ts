import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "../stage/services";
import type { Scenario } from "./scenario";
import { FIRST_POISON } from "./sender";
import type { World } from "./world";

const preload = join(root, "bench/faults/crash-on-poison.cjs");
/** Deaths that one delivery may cost: three strikes, and one to find it among its neighbours. */
const DEATHS_EACH = 4;

/** Workers with the bug, started again as often as they die, as the supervisor does; tells how often they did. */
async function keepWorkers(world: World): Promise<{ deaths: () => number; release: () => Promise<void> }> {
  let deaths = 0;
  let isKept = true;
  let starting: Promise<void> = Promise.resolve();
  const start = async () => {
    const started = await world.installation.startWorkers({ NODE_OPTIONS: `--require ${preload}` });
    world.workers = [started];
    started.child.once("exit", (_code, signal) => {
      if (signal !== "SIGKILL" || !isKept) return;
      deaths += 1;
      starting = start();
    });
  };
  await Promise.all(world.workers.map((worker) => worker.stop()));
  await start();
  return {
    deaths: () => deaths,
    release: async () => {
      isKept = false;
      await starting;
    },
  };
}

/** F16: events that end the process that parses them, among neighbours that must not notice. */
export const poison: Scenario = {
  name: "events that crash whoever parses them, among hundreds of neighbours",
  targetSeconds: 120,
  inject: async (world) => {
    const { sender, installation } = world;
    const workers = await keepWorkers(world);
    const poisons = world.isFull ? 20 : 2;
    for (let index = 0; index < poisons; index += 1) {
      const neighbours = 5_000_000 + index * 1_000;
      await sender.sendMany(neighbours, 200);
      await sender.send(FIRST_POISON + index);
      await sender.sendMany(neighbours + 200, 200);
      await pause(world.random() * 500);
    }
    await world.recovered();
    await workers.release();
    const { rows } = await installation.deps.pool.query<{ id: string; reason: string; n: string }>(
      `SELECT e.id, d.reason, count(*) AS n FROM delivery d JOIN event e ON e.topic_id = d.topic_id AND e."offset" = d."offset"
       WHERE d.status = 'dead' GROUP BY e.id, d.reason`,
    );
    const isPoison = (id: string) => Number(id.replace("event-", "")) >= FIRST_POISON;
    const others = rows.filter(({ id, reason }) => !isPoison(id) || reason !== "worker-crashed");
    if (others.length > 0)
      throw new Error(`Others died: ${others.map(({ id, reason }) => `${id} (${reason})`).join(", ")}.`);
    if (rows.length !== poisons) throw new Error(`${rows.length} of ${poisons} poisoned events are dead.`);
    const dead = rows.reduce((sum, { n }) => sum + Number(n), 0);
    world.notes.push(`${workers.deaths()} deaths over ${dead} poisoned deliveries`);
    if (workers.deaths() > DEATHS_EACH * dead) throw new Error("The workers died too often.");
  },
};
