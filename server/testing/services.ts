import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { generate } from "@/bin/prepare/generate.mjs";
import { createDatabase, type Postgres, startPostgres } from "@/bin/supervisor/postgres";
import { placePostgresBinaries } from "@/bin/supervisor/postgres-binaries";
import { chooseServiceOwner } from "@/bin/supervisor/service-owner";
import { makeSocketFolder } from "@/bin/supervisor/socket-folder";
import { killAll } from "@/bin/supervisor/spawned";
import { migrateDatabase } from "@/server/database/migrate";

declare module "vitest" {
  export interface ProvidedContext {
    /** Connection string with `%database%` where the name of the database belongs. */
    postgresUrl: string;
    /** Folder of this run, removed at its end. */
    testFolder: string;
  }
}

/** Name of the migrated database that every test database is a copy of. */
export const templateDatabase = "millrace_template";

const root = join(import.meta.dirname, "../..");

async function startTestPostgres(folder: string): Promise<Postgres> {
  const owner = chooseServiceOwner(join(folder, "postgres"));
  return startPostgres({
    binaries: placePostgresBinaries(root, folder, owner),
    dataDir: folder,
    socketDir: makeSocketFolder(folder, owner),
    logFile: join(folder, "postgres.log"),
    owner,
    // Nothing of a test run must survive a power cut; everything else is as in production.
    settings: {
      ...{ fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
      // As many files run at once as there are processors, each with its pools.
      max_connections: String(Math.max(200, 40 * availableParallelism())),
    },
  });
}

let stop: (() => Promise<void>) | undefined;

/** Vitest global set-up of the integration tests: one private PostgreSQL with a migrated template database. */
export async function setup(project: TestProject): Promise<void> {
  await generate(root);
  // A run that is broken off does not come to its teardown.
  process.once("exit", killAll);
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  const folder = mkdtempSync(join(tmpdir(), "millrace-test-"));
  // As root the database runs as somebody else, who must be able to pass through here.
  chmodSync(folder, 0o711);
  const postgres = await startTestPostgres(folder);
  stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await createDatabase(postgres, templateDatabase);
    await migrateDatabase(postgres.url(templateDatabase), join(root, "prisma/migrations"));
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("postgresUrl", postgres.url("%database%"));
  project.provide("testFolder", folder);
}

/** Ends what `setup` started. */
export async function teardown(): Promise<void> {
  await stop?.();
}
