import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { expectWhole, replayFirst } from "./replay-first";
import type { Scenario } from "./scenario";
import { expectOnly } from "./sender";
import type { World } from "./world";

async function withClient(world: World, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: world.installation.deps.env.DATABASE_URL });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** While the database is away a sender hears so at once: nothing else is an answer. */
function expectOnly503({ sender }: World): void {
  expectOnly(sender, [503]);
}

/** So many events are replayed when it crashes. */
const REPLAYED = 3_000;

/** F11: PostgreSQL crashes and recovers from its log, of which a replay has not waited for the last part. */
export const crashPostgres: Scenario = {
  name: "immediate stop of PostgreSQL, amid a replay",
  targetSeconds: 30,
  inject: async (world) => {
    await world.sender.sendMany(8_000_000, REPLAYED);
    await world.recovered();
    for (let round = 0; round < (world.isFull ? 20 : 2); round += 1) {
      const replay = await replayFirst(world, REPLAYED, false);
      await pause(200 + world.random() * 500);
      world.services.postgres.kill();
      await pause(1_500);
      await world.services.restartPostgres();
      await world.recovered();
      await expectWhole(world, replay);
    }
    expectOnly503(world);
  },
};

/** F12: connections are cut again and again. */
export const cutConnections: Scenario = {
  name: "pg_terminate_backend of all connections, every two seconds",
  targetSeconds: 30,
  inject: async (world) => {
    for (let round = 0; round < (world.isFull ? 60 : 4); round += 1) {
      await withClient(world, (client) =>
        client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        ),
      );
      await pause(2_000);
    }
    await world.recovered();
    expectOnly503(world);
  },
};

/** F13: somebody holds the log's table. */
export const lockTable: Scenario = {
  name: "LOCK TABLE event, longer than the lock timeout",
  targetSeconds: 30,
  inject: async (world) => {
    await withClient(world, async (client) => {
      await client.query("BEGIN");
      await client.query("LOCK TABLE event IN ACCESS EXCLUSIVE MODE");
      await pause(world.isFull ? 20_000 : 7_000);
      await client.query("COMMIT");
    });
    await world.recovered();
    expectOnly503(world);
    if (world.sender.longestMs > 9_000) throw new Error("A sender waited longer than the lock timeout.");
  },
};
