import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
import { PrismaClient } from "@/prisma/generated/client";
import type { Deps } from "./deps";
import { type Env, getEnv } from "./env";
import { createLogger, type Log } from "./logger";

/**
 * No query of ours may take longer; what is slower is done in parts. When nothing came by then, not even an error,
 * the connection is dead (a router or a firewall forgot it), and the pool opens another.
 */
const QUERY_LIMIT_MS = 15_000;

/** Connections of one part of a process, closed by whoever opened them. */
export function openPool(env: Env, log: Log, name: string, max: number): Pool {
  const pool = new Pool({
    connectionString: env.DATABASE_URL,
    application_name: `millrace-${name}`,
    max,
    connectionTimeoutMillis: 5_000,
    statement_timeout: QUERY_LIMIT_MS,
    query_timeout: QUERY_LIMIT_MS + 1_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 5_000,
  });
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
  // One that is lost in use fails the query that it is used for; unheard, it would end the whole process.
  pool.on("connect", (client) => {
    client.on("error", (error) => log.debug({ err: error }, "a database connection was lost"));
  });
  return pool;
}

/**
 * Opens the database for one process: one pool, shared by Prisma and the log's own SQL.
 * A stopped process can hold locks for five seconds at most (see docs/adr on the log).
 */
export function openDeps(env: Env, name: string): Deps {
  const log = createLogger(name, env.LOG_LEVEL);
  const pool = openPool(env, log, name, 10);
  const db = new PrismaClient({
    adapter: new PrismaPg(pool),
    // Longer errors quote the arguments of a query, and those may be secret.
    errorFormat: "minimal",
  });
  return { env, log, db, pool };
}

/** Closes what `openDeps` opened. */
export async function closeDeps(deps: Deps): Promise<void> {
  await deps.db.$disconnect();
  await deps.pool.end();
}

// Next bundles its own copy of this module; both copies must share one pool per process.
const shared = globalThis as typeof globalThis & { millraceDeps?: Deps };

/** The dependencies of the web process, opened on first use so that a build needs no database. */
export function getDeps(): Deps {
  shared.millraceDeps ??= openDeps(getEnv(), "web");
  return shared.millraceDeps;
}
