import { closeDeps, openDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { parseEnv } from "@/server/env";
import { dataFolderOf, secretOf } from "../supervisor/data-folder";
import { withLocalDatabase } from "../supervisor/local-database";
import type { Io } from "./io";

/**
 * Works on the database of this machine, whether Millrace runs or not; when it does not, PostgreSQL runs meanwhile.
 * @throws StartFailure when there is none
 */
export async function withLocalDeps<Result>(io: Io, work: (deps: Deps) => Promise<Result>): Promise<Result> {
  // Ctrl-C in this second must not leave a database behind.
  const ignore = () => io.say("Wait a moment: this is about to end.\n");
  process.on("SIGINT", ignore);
  try {
    return await withLocalDatabase(io.root, io.env, async (url) => {
      const secret = secretOf(dataFolderOf(io.root, io.env), io.env);
      const variables = { ...io.env, DATABASE_URL: url, MILLRACE_SECRET: secret, LOG_LEVEL: "silent" };
      const deps = openDeps(parseEnv(variables), "cli");
      try {
        return await work(deps);
      } finally {
        await closeDeps(deps);
      }
    });
  } finally {
    process.off("SIGINT", ignore);
  }
}
