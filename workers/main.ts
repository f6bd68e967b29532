import { openDeps } from "@/server/db";
import { getEnv } from "@/server/env";
import { runProcess } from "@/server/run-process";
import { runWorkers } from "./run-workers";

// The workers process: everything that happens to an event after it was stored.
await runProcess(openDeps(getEnv(), "workers"), runWorkers);
