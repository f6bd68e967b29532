import { existsSync } from "node:fs";
import { join } from "node:path";
import { migrateDatabase } from "@/server/database/migrate";
import { StartFailure } from "../prepare/start-failure.mjs";
import { databaseName, postgresPlace } from "./backing-services";
import { dataFolderOf, makeDataFolder } from "./data-folder";
import { lockDataFolder, lockHolder } from "./data-lock";
import { createDatabase, postgresUrl, startPostgres } from "./postgres";

/**
 * Lends the connection string of this clone's database to `work`, whether Millrace runs or not: while it is stopped, PostgreSQL is
 * started for that time.
 * @throws StartFailure when there is no database yet, or it cannot be started
 */
export async function withLocalDatabase<Result>(
  root: string,
  variables: NodeJS.ProcessEnv,
  work: (databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  if (variables.DATABASE_URL) return work(variables.DATABASE_URL);
  const dataDir = dataFolderOf(root, variables);
  if (!existsSync(join(dataDir, "postgres"))) {
    throw new StartFailure(
      `There is no database in ${dataDir} yet. Start Millrace once with npm start; if it runs on another folder, name that one with MILLRACE_DATA_DIR.`,
    );
  }
  const place = postgresPlace(root, dataDir);
  if (lockHolder(dataDir) !== undefined) return work(postgresUrl(place.socketDir, databaseName));
  makeDataFolder(dataDir);
  const release = lockDataFolder(dataDir);
  try {
    const postgres = await startPostgres(place);
    try {
      await createDatabase(postgres, databaseName);
      await migrateDatabase(postgres.url(databaseName), join(root, "prisma/migrations"));
      return await work(postgres.url(databaseName));
    } finally {
      await postgres.stop();
    }
  } finally {
    release();
  }
}
