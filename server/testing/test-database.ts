import { randomUUID } from "node:crypto";
import { Client, escapeIdentifier } from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDeps, openDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { parseEnv } from "@/server/env";
import { templateDatabase } from "./services";
import { until } from "./until";

/** A migrated PostgreSQL database that only one test file uses. */
export interface TestDatabase {
  readonly url: string;
  /** Real dependencies on it: Prisma client, pool, env, a silent log. */
  readonly deps: Deps;
}

async function withAdmin<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: inject("postgresUrl").replace("%database%", "postgres") });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The dependencies of a process on a database, as its own `main` would open them; close them with `closeDeps`. */
export function openTestDeps(url: string, variables: Readonly<Record<string, string>> = {}): Deps {
  const env = parseEnv({
    NODE_ENV: "test",
    DATABASE_URL: url,
    MILLRACE_SECRET: "a secret of the tests, 32 characters",
    LOG_LEVEL: "silent",
    ...variables,
  });
  return openDeps(env, "test");
}

/** Shorter than a pool lets a connection rest: what somebody forgot to close would close by itself. */
const IDLE_LIMIT_MS = 8_000;
/**
 * Longer than a statement of ours may take: the connection of a process that was killed ends with what it was asked last.
 */
const BUSY_LIMIT_MS = 20_000;

async function refuseLeaks(name: string): Promise<void> {
  let open: { who: string; state: string }[] = [];
  const message = () => `Connections that the suite left open:\n${open.map(({ who }) => who).join("\n")}`;
  const look = async () => {
    // PostgreSQL itself may be at work on it: autovacuum.
    const { rows } = await withAdmin((client) =>
      client.query<{ who: string; state: string }>(
        `SELECT application_name || ': ' || left(query, 120) AS who, coalesce(state, '') AS state FROM pg_stat_activity
         WHERE datname = $1 AND backend_type = 'client backend'`,
        [name],
      ),
    );
    open = rows;
    return open;
  };
  await until(async () => (await look()).every(({ state }) => state === "active"), {
    limitMs: IDLE_LIMIT_MS,
    message,
  });
  await until(async () => (await look()).length === 0, { limitMs: BUSY_LIMIT_MS, message });
}

/**
 * Gives the test file that calls it (once, at its top) a database of its own, copied from the migrated template.
 * The file fails when it leaves a connection open. `variables` are environment variables for `deps.env`.
 */
export function useTestDatabase(variables: Readonly<Record<string, string>> = {}): TestDatabase {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const url = inject("postgresUrl").replace("%database%", name);
  let deps: Deps | undefined;

  beforeAll(async () => {
    await withAdmin((client) =>
      client.query(
        `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(templateDatabase)}`,
      ),
    );
    deps = openTestDeps(url, variables);
  });

  afterAll(async () => {
    if (deps) await closeDeps(deps);
    try {
      await refuseLeaks(name);
    } finally {
      await withAdmin((client) =>
        client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
      );
    }
  });

  return {
    url,
    get deps() {
      if (!deps)
        throw new Error("The test database is ready in tests and hooks, not while the file is read.");
      return deps;
    },
  };
}
