import { openDeps } from "@/server/db";
import { getEnv } from "@/server/env";
import { runProcess } from "@/server/run-process";

// The workers process: everything that happens to an event after it was stored.
await runProcess(openDeps(getEnv(), "workers"), async (deps) => {
  await deps.pool.query("SELECT 1");
  return { stop: async () => undefined };
});
