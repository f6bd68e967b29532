import { setTimeout as pause } from "node:timers/promises";
import { request } from "undici";
import { deployFlow } from "@/server/flows/deploy-flow";
import { getFlow } from "@/server/flows/get-flow";
import { putFlow } from "@/server/flows/put-flow";
import { openBatchQueue } from "@/server/queue/batch-queue";
import type { Scenario } from "./scenario";
import { dataOf } from "./sender";
import type { World } from "./world";

/** Every open batch gets jobs again and again, for its present take and for earlier and later ones. */
async function addJobsTwice(world: World, rounds: number): Promise<void> {
  const { deps } = world.installation;
  const queue = await openBatchQueue(deps);
  try {
    for (let round = 0; round < rounds; round += 1) {
      const { rows } = await deps.pool.query<{ id: string; takes: number }>("SELECT id, takes FROM batch");
      const jobs = rows.flatMap(({ id, takes }) =>
        [takes, takes + 1, Math.max(0, takes - 1)].map((take) => ({
          batchId: Number(id),
          take,
          isReplay: false,
        })),
      );
      await queue.add(jobs);
      await pause(5);
    }
  } finally {
    await queue.close();
  }
}

/** F19: the same event a hundred times at once, through two gateways, and jobs that nobody asked for. */
export const duplicates: Scenario = {
  name: "the same event 100 times at once, and jobs twice",
  targetSeconds: 15,
  inject: async (world) => {
    world.gateways.push(await world.installation.startGateway());
    for (let round = 0; round < (world.isFull ? 50 : 5); round += 1) {
      const n = 4_000_000 + round;
      await Promise.all(Array.from({ length: 100 }, () => world.sender.send(n)));
      const [gateway] = world.gateways;
      const changed = await request(`http://127.0.0.1:${gateway?.port}${world.path}`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": `event-${n}` },
        body: JSON.stringify({ ...dataOf(n), changed: true }),
      });
      await changed.body.dump();
      if (changed.statusCode !== 409)
        throw new Error(`Another body was answered with ${changed.statusCode}.`);
    }
    await addJobsTwice(world, world.isFull ? 1_000 : 100);
    await world.recovered();
  },
};

/** F22: the flow changes while deliveries of the old revision wait. */
export const redeploy: Scenario = {
  name: "a new revision every moment, with events in flight",
  targetSeconds: 30,
  inject: async (world) => {
    const { deps, actor } = world.installation;
    const { document } = await getFlow(deps, actor, { flow: "counted" });
    for (let round = 1; round <= (world.isFull ? 50 : 5); round += 1) {
      const consumers = document.consumers.map((consumer) => ({
        ...consumer,
        name: `${consumer.id} ${round}`,
      }));
      await putFlow(deps, actor, { flow: "counted", document: { ...document, consumers } });
      await deployFlow(deps, actor, { flow: "counted" });
      await pause(100 + world.random() * 300);
    }
    await world.recovered();
    const strays = await world.installation.count(
      `SELECT count(*) AS n FROM delivery d LEFT JOIN revision r ON r.id = d.revision_id WHERE r.id IS NULL`,
    );
    if (strays > 0) throw new Error(`${strays} deliveries name no revision.`);
  },
};
