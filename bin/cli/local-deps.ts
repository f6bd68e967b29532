import { existsSync } from "node:fs";
import { join } from "node:path";
import { closeDeps, openDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { parseEnv } from "@/server/env";
import { databaseName, postgresPlace } from "../supervisor/backing-services";
import { dataFolderOf, secretOf } from "../supervisor/data-folder";
import { lockDataFolder, lockHolder } from "../supervisor/data-lock";
import { postgresUrl, startPostgres } from "../supervisor/postgres";
import { CommandFailure, type Io } from "./io";

interface LocalDatabase {
  readonly url: string;
  close(): Promise<void>;
}

async function openDatabase({ root, env, say }: Io, dataDir: string): Promise<LocalDatabase> {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, close: async () => undefined };
  if (!existsSync(join(dataDir, "postgres/PG_VERSION"))) {
    throw new CommandFailure(
      `There is no Millrace in ${dataDir} yet. Run \`npm start\` once, or say where it is with MILLRACE_DATA_DIR.`,
    );
  }
  const place = postgresPlace(root, dataDir);
  if (lockHolder(dataDir) !== undefined) {
    return { url: postgresUrl(place.socketDir, databaseName), close: async () => undefined };
  }
  const release = lockDataFolder(dataDir);
  // Ctrl-C in this second must not leave a database behind.
  const ignore = () => say("Wait a moment: the database is being stopped.\n");
  process.on("SIGINT", ignore);
  const end = () => {
    process.off("SIGINT", ignore);
    release();
  };
  try {
    const postgres = await startPostgres(place);
    const close = async () => {
      await postgres.stop();
      end();
    };
    return { url: postgres.url(databaseName), close };
  } catch (error) {
    end();
    throw error;
  }
}

/** Works on the database of this machine, whether Millrace runs or not; when it does not, PostgreSQL runs meanwhile. */
export async function withLocalDeps<Result>(io: Io, work: (deps: Deps) => Promise<Result>): Promise<Result> {
  const dataDir = dataFolderOf(io.root, io.env);
  const database = await openDatabase(io, dataDir);
  try {
    const env = parseEnv({
      ...io.env,
      DATABASE_URL: database.url,
      MILLRACE_SECRET: secretOf(dataDir, io.env),
      LOG_LEVEL: "silent",
    });
    const deps = openDeps(env, "cli");
    try {
      return await work(deps);
    } finally {
      await closeDeps(deps);
    }
  } finally {
    await database.close();
  }
}
