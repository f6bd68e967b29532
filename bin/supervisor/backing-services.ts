import { join } from "node:path";
import type { Kept, Runnable } from "./keep-alive";
import { keepAlive } from "./keep-alive";
import { createDatabase, type PostgresPlace, startPostgres } from "./postgres";
import { placePostgresBinaries } from "./postgres-binaries";
import { findRedis, startRedis } from "./redis";
import { chooseServiceOwner, type ServiceOwner } from "./service-owner";
import { makeSocketFolder } from "./socket-folder";

/** The name of our database in the PostgreSQL of ours. */
export const databaseName = "millrace";

/** Where the PostgreSQL of a data folder lives. */
export function postgresPlace(
  root: string,
  dataDir: string,
): PostgresPlace & { owner: ServiceOwner | undefined } {
  const owner = chooseServiceOwner(join(dataDir, "postgres"));
  return {
    binaries: placePostgresBinaries(root, dataDir, owner),
    dataDir,
    socketDir: makeSocketFolder(dataDir, owner),
    logFile: join(dataDir, "logs/postgres.log"),
    owner,
  };
}

/** A service that runs, and what leads to it. */
export interface Backing {
  readonly kept: Kept<Runnable>;
  readonly url: string;
}

/** Starts PostgreSQL with our database in it and keeps it alive. */
export async function keepPostgres(
  root: string,
  dataDir: string,
  say: (line: string) => void,
): Promise<Backing> {
  const place = postgresPlace(root, dataDir);
  const kept = keepAlive("PostgreSQL", () => startPostgres(place), say);
  const postgres = await kept.start();
  await createDatabase(postgres, databaseName);
  return { kept, url: postgres.url(databaseName) };
}

/** Starts a private Redis or Valkey and keeps it alive; undefined when this machine has none. */
export async function keepRedis(dataDir: string, say: (line: string) => void): Promise<Backing | undefined> {
  const command = findRedis();
  if (!command) return undefined;
  const owner = chooseServiceOwner(join(dataDir, "redis"));
  const place = {
    command,
    dataDir,
    socketDir: makeSocketFolder(dataDir, owner),
    logFile: join(dataDir, "logs/redis.log"),
    owner,
  };
  const kept = keepAlive("Redis", () => startRedis(place), say);
  const redis = await kept.start();
  return { kept, url: redis.url };
}
