import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, type Postgres, type PostgresPlace, startPostgres } from "@/bin/supervisor/postgres";
import { placePostgresBinaries } from "@/bin/supervisor/postgres-binaries";
import { findRedis, type Redis, startRedis } from "@/bin/supervisor/redis";
import { chooseServiceOwner } from "@/bin/supervisor/service-owner";
import { makeSocketFolder } from "@/bin/supervisor/socket-folder";
import { killAll } from "@/bin/supervisor/spawned";
import { migrateDatabase } from "@/server/database/migrate";

/** The clone. */
export const root = join(import.meta.dirname, "../..");

const template = "template_of_stage";

/** A private PostgreSQL and a private Redis with the settings of an installation: what was confirmed is on disk. */
export interface Services {
  readonly folder: string;
  readonly postgres: Postgres;
  readonly redis: Redis;
  /** A migrated, empty database; returns its URL. */
  makeDatabase(name: string): Promise<string>;
  /** Starts PostgreSQL (again) on the same data. */
  restartPostgres(): Promise<void>;
  /** Starts Redis (again) on the same data. */
  restartRedis(): Promise<void>;
  close(): Promise<void>;
}

/** Starts both in a folder of their own, which `close` removes. */
export async function startServices(settings: Readonly<Record<string, string>> = {}): Promise<Services> {
  const command = findRedis();
  if (!command) throw new Error("This needs redis-server or valkey-server (6.2 or newer) on this machine.");
  // A run that is broken off with Ctrl-C does not come to its `close`.
  process.once("exit", killAll);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  const folder = mkdtempSync(join(tmpdir(), "millrace-stage-"));
  // As root the services run as somebody else, who must be able to pass through here.
  chmodSync(folder, 0o711);
  const owner = chooseServiceOwner(join(folder, "postgres"));
  const socketDir = makeSocketFolder(folder, owner);
  const place: PostgresPlace = {
    binaries: placePostgresBinaries(root, folder, owner),
    dataDir: folder,
    socketDir,
    logFile: join(folder, "postgres.log"),
    owner,
    settings,
  };
  const redisPlace = { command, dataDir: folder, socketDir, logFile: join(folder, "redis.log"), owner };
  let postgres = await startPostgres(place);
  let redis = await startRedis(redisPlace);
  await createDatabase(postgres, template);
  await migrateDatabase(postgres.url(template), join(root, "prisma/migrations"));
  return {
    folder,
    get postgres() {
      return postgres;
    },
    get redis() {
      return redis;
    },
    makeDatabase: async (name) => {
      await createDatabase(postgres, name, template);
      return postgres.url(name);
    },
    restartPostgres: async () => {
      postgres = await startPostgres(place);
    },
    restartRedis: async () => {
      redis = await startRedis(redisPlace);
    },
    close: async () => {
      await redis.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
