import { existsSync } from "node:fs";
import { join } from "node:path";
import { MigrationFailure, migrateDatabase } from "@/server/database/migrate";
import { type Env, parseEnv } from "@/server/env";
import { StartFailure } from "../prepare/start-failure.mjs";
import { type AppProcess, startApp } from "./app-process";
import { keepPostgres, keepRedis } from "./backing-services";
import { logsFolder } from "./data-folder";
import { checkExternalDatabase, checkExternalRedis } from "./external";
import { type Kept, keepAlive, type Runnable } from "./keep-alive";
import { createLogSink } from "./log-sink";
import type { SuperviseOptions } from "./supervise";

/** All that runs, in the order in which it was started; it is stopped in the other direction. */
export type Stack = Kept<Runnable>[];

/** What the parts of a start share. */
export interface StartContext extends SuperviseOptions {
  readonly dataDir: string;
  readonly secret: string;
  readonly stack: Stack;
}

/** Where the database and the queue are. */
export interface Addresses {
  readonly databaseUrl: string;
  /** Undefined: the queue lives in PostgreSQL. */
  readonly redisUrl: string | undefined;
}

async function startDatabase(context: StartContext): Promise<string> {
  const { DATABASE_URL: external } = process.env;
  if (external) {
    await context.progress.during("Connecting to the database", () =>
      checkExternalDatabase(external, context.stop),
    );
    return external;
  }
  const backing = await context.progress.during("Starting PostgreSQL", () =>
    keepPostgres(context.root, context.dataDir, context.progress.say),
  );
  context.stack.push(backing.kept);
  return backing.url;
}

async function startQueue(context: StartContext): Promise<string | undefined> {
  const { REDIS_URL: external } = process.env;
  if (external) {
    await context.progress.during("Connecting to Redis", () => checkExternalRedis(external));
    return external;
  }
  // A private Redis would be of no use to the other machines that share the database.
  const isUnwanted = Boolean(process.env.DATABASE_URL) || process.env.MILLRACE_QUEUE === "postgres";
  const backing = isUnwanted ? undefined : await keepRedis(context.dataDir, context.progress.say);
  if (backing) context.stack.push(backing.kept);
  else {
    const what = isUnwanted ? "Jobs" : "No Redis here: jobs";
    context.progress.say(`${what} are kept in PostgreSQL. Enough for thousands of events a second.`);
  }
  return backing?.url;
}

/** Starts, or finds, the database and the queue, and brings the database to this version. */
export async function startBackingServices(context: StartContext): Promise<Addresses> {
  const databaseUrl = await startDatabase(context);
  const redisUrl = await startQueue(context);
  try {
    const folder = join(context.root, "prisma/migrations");
    await context.progress.during("Updating the database", () => migrateDatabase(databaseUrl, folder));
  } catch (error) {
    throw error instanceof MigrationFailure ? new StartFailure(error.message) : error;
  }
  return { databaseUrl, redisUrl };
}

/** The environment of our own processes; while the addresses are not known yet, to check the rest of it. */
export function environmentOf(
  context: StartContext,
  addresses: Addresses = { databaseUrl: "not known yet", redisUrl: undefined },
): { variables: NodeJS.ProcessEnv; env: Env } {
  const variables: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: context.isDevelopment ? "development" : "production",
    MILLRACE_DEV: context.isDevelopment ? "1" : "0",
    MILLRACE_DATA_DIR: context.dataDir,
    MILLRACE_SECRET: context.secret,
    DATABASE_URL: addresses.databaseUrl,
    REDIS_URL: addresses.redisUrl ?? "",
    NEXT_TELEMETRY_DISABLED: "1",
  };
  try {
    return { variables, env: parseEnv(variables) };
  } catch (error) {
    throw new StartFailure(error instanceof Error ? error.message : String(error));
  }
}

/** Starts the processes that MILLRACE_ROLES asks for and keeps them alive. */
export async function startApps(
  context: StartContext,
  variables: NodeJS.ProcessEnv,
  env: Env,
): Promise<{ web?: AppProcess; apps: Map<string, Kept<AppProcess>> }> {
  const apps = new Map<string, Kept<AppProcess>>();
  const roles = env.MILLRACE_ROLES;
  const logsTo = context.isDevelopment ? "stdout" : env.MILLRACE_LOG;
  const keep = (key: string, name: string, patienceMs: number) => {
    const file = join(context.root, "dist", `${key}.mjs`);
    if (!existsSync(file))
      throw new StartFailure(`${file} is missing. Remove the folder dist and start again.`);
    const log = createLogSink(join(logsFolder(context.dataDir), `${key}.log`), logsTo);
    const command = { name, root: context.root, file, env: variables, log, patienceMs };
    const kept = keepAlive(name, (stop) => startApp(command, stop), context.progress.say);
    apps.set(key, kept);
    return kept;
  };
  const workers = roles.includes("workers") ? keep("workers", "The workers process", 30_000) : undefined;
  const web =
    roles.includes("web") || roles.includes("gateway") ? keep("web", "The web process", 10_000) : undefined;
  // Stopped in the other direction: the web process, so that nothing new comes in, then the workers.
  if (workers) context.stack.push(workers);
  if (web) context.stack.push(web);
  const [started] = await context.progress.during("Starting Millrace", () =>
    Promise.all([web?.start(), workers?.start()]),
  );
  return started ? { web: started, apps } : { apps };
}
