import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type App, freePort, startApp } from "@/e2e/fixtures/app";
import { until } from "@/server/testing/until";
import { withLocalDatabase } from "./local-database";

const root = join(import.meta.dirname, "../..");
// A start takes two seconds on an idle machine and many times that on one that also builds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });
const patience = { limitMs: 60_000 };

// Without pages a start needs no build of them.
const roles = { MILLRACE_ROLES: "gateway,workers" };

interface Process {
  pid: number;
  command: string;
}

function childrenOf(pid: number): Process[] {
  const table = execFileSync("ps", ["-A", "-o", "ppid=,pid=,args="], { encoding: "utf8" });
  return table
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => Number(found?.[1]) === pid && !found?.[3]?.startsWith("ps "))
    .map((found) => ({ pid: Number(found?.[2]), command: found?.[3] ?? "" }));
}

/** A process that ended and that nobody fetched yet (a zombie) is not alive. */
function isAlive(pid: number): boolean {
  const state = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
  return state !== "" && !state.startsWith("Z");
}

function hasChild(app: App, pattern: RegExp): boolean {
  return childrenOf(app.pid()).some(({ command }) => pattern.test(command));
}

/** @throws Error when there is none: a made-up id would be somebody else's, and -1 is every process of the machine. */
function childNamed(app: App, pattern: RegExp): number {
  const child = childrenOf(app.pid()).find(({ command }) => pattern.test(command));
  if (child === undefined) throw new Error(`No process of ${app.dataDir} is ${pattern}.`);
  return child.pid;
}

async function query(app: App, sql: string): Promise<unknown[]> {
  return withLocalDatabase(
    root,
    { NODE_ENV: "test", MILLRACE_DATA_DIR: app.dataDir },
    async (connectionString) => {
      const client = new Client({ connectionString });
      await client.connect();
      try {
        return (await client.query(sql)).rows;
      } finally {
        await client.end();
      }
    },
  );
}

async function isHealthy(app: App): Promise<boolean> {
  const answer = await fetch(`${app.url}/api/health`).catch(() => undefined);
  return answer?.ok ?? false;
}

/** Starts with variables that cannot work; the answer is what was said and how it ended. */
function failedStart(variables: Readonly<Record<string, string>>): { said: string; code: number | null } {
  const result = spawnSync(process.execPath, [join(root, "bin/start.mjs")], {
    env: { ...process.env, NODE_ENV: "production", ...roles, ...variables },
    encoding: "utf8",
    timeout: 60_000,
  });
  return { said: `${result.stdout}${result.stderr}`.trim(), code: result.status };
}

describe("a running installation", () => {
  let app: App;

  beforeAll(async () => {
    app = await startApp(roles);
  });
  afterAll(() => app.stop());

  it("keeps its data for itself", () => {
    expect(statSync(join(app.dataDir, "secret")).mode & 0o077).toBe(0);
    expect(statSync(join(app.dataDir, "postgres")).mode & 0o077).toBe(0);
    expect(statSync(join(app.dataDir, "run")).mode & 0o077).toBe(0);
    expect(app.output()).not.toContain(readFileSync(join(app.dataDir, "secret"), "utf8"));
  });

  it("says where its processes log, and keeps to sentences itself", async () => {
    const logs = join(app.dataDir, "logs");
    expect(app.output()).toContain(`Logs: ${logs}`);
    expect(app.output()).not.toContain('{"level"');
    // What a process logs and what it tells the supervisor come by different ways.
    const file = join(logs, "workers.log");
    await until(() => existsSync(file) && readFileSync(file, "utf8").includes('"msg":"ready"'));
  });

  it("refuses a second start on the same data", async () => {
    const { said, code } = failedStart({ MILLRACE_DATA_DIR: app.dataDir, PORT: String(await freePort()) });
    expect(said).toMatch(
      /^Millrace already runs on .* \(process \d+\)\. Stop that one first, or choose another folder/,
    );
    expect(code).toBe(1);
  });

  it.each([
    ["The workers process", /dist\/workers\.mjs/],
    ["The web process", /dist\/web\.mjs/],
    ["Redis", /redis|valkey/],
    ["PostgreSQL", /postgres -D/],
  ])("starts %s again when it dies, and says so", async (name, pattern) => {
    process.kill(childNamed(app, pattern), "SIGKILL");
    await until(
      () => app.output().includes(`${name} ended unexpectedly (SIGKILL); starting again in`),
      patience,
    );
    await until(() => app.output().includes(`${name} runs again.`), patience);
    await until(() => isHealthy(app), patience);
  });

  it("leaves no process behind when it is stopped, and goes on with all data", async () => {
    await query(app, "INSERT INTO workspace (id, slug, name) VALUES (gen_random_uuid(), 'kept', 'Kept')");
    const children = childrenOf(app.pid());
    expect(children.length).toBeGreaterThanOrEqual(4);
    await app.end();
    expect(children.filter(({ pid }) => isAlive(pid))).toEqual([]);
    // The database can be asked while all is stopped, too.
    expect(await query(app, "SELECT name FROM workspace")).toEqual([{ name: "Kept" }]);
    await app.start();
    expect(await query(app, "SELECT name FROM workspace")).toEqual([{ name: "Kept" }]);
  });

  it("takes over from a start that was killed", async () => {
    const database = childNamed(app, /postgres -D/);
    const web = childNamed(app, /dist\/web\.mjs/);
    await app.crash();
    // It hears that nobody watches it any more, and lets go of the port by itself.
    await until(() => !isAlive(web), patience);
    await app.start();
    expect(isAlive(database)).toBe(false);
    expect(await query(app, "SELECT name FROM workspace")).toEqual([{ name: "Kept" }]);
  });
});

describe("a start that cannot work says what to do", () => {
  it("a taken port", async () => {
    const server = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, resolve));
    try {
      const { said, code } = failedStart({ PORT: String(port) });
      expect(said).toBe(
        `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`,
      );
      expect(code).toBe(1);
    } finally {
      server.close();
    }
  });

  it.each([
    [
      "a database without the secret that its data was sealed with",
      { DATABASE_URL: "postgres://localhost/x", MILLRACE_SECRET: "" },
      /^With a database of your own \(DATABASE_URL\), set MILLRACE_SECRET too/,
    ],
    [
      "a role that does not exist",
      { MILLRACE_ROLES: "gateway,wrokers" },
      /MILLRACE_ROLES.*write gateway, web, workers, separated by commas/,
    ],
    [
      "a database that refuses",
      { DATABASE_URL: "postgres://ana:hush@localhost:1/x", MILLRACE_SECRET: "s".repeat(32) },
      /^The database at postgres:\/\/…@localhost:1\/x cannot be reached \(.*\)\. Check DATABASE_URL/m,
    ],
    [
      "a Redis that refuses",
      { REDIS_URL: "redis://:hush@localhost:1" },
      /^The Redis at redis:\/\/…@localhost:1 cannot be reached \(.*\)\. Check REDIS_URL/m,
    ],
  ])("%s", async (_, variables, sentence) => {
    const folder = mkdtempSync(join(tmpdir(), "millrace-start-"));
    chmodSync(folder, 0o711);
    try {
      const dataDir = join(folder, "data");
      const { said, code } = failedStart({
        PORT: String(await freePort()),
        MILLRACE_DATA_DIR: dataDir,
        ...variables,
      });
      expect(said).toMatch(sentence);
      expect(said).not.toContain("hush");
      expect(code).toBe(1);
      expect(existsSync(join(dataDir, "lock"))).toBe(false);
      expect(existsSync(join(dataDir, "postgres/postmaster.pid"))).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("without Redis", () => {
  it("keeps jobs in PostgreSQL, and says so in one line", async () => {
    const app = await startApp({ ...roles, MILLRACE_QUEUE: "postgres" });
    try {
      expect(app.output()).toContain("Jobs are kept in PostgreSQL.");
      expect(hasChild(app, /redis|valkey/)).toBe(false);
      expect(await isHealthy(app)).toBe(true);
    } finally {
      await app.stop();
    }
  });
});

describe("asked to stop twice", () => {
  it("ends at once, and leaves no process behind", async () => {
    const app = await startApp(roles);
    const children = childrenOf(app.pid());
    // A process that cannot react keeps an orderly stop waiting.
    process.kill(childNamed(app, /dist\/workers\.mjs/), "SIGSTOP");
    process.kill(app.pid(), "SIGTERM");
    await until(() => app.output().includes("Stopping"), patience);
    try {
      // Two signals within half a second count as one: npm repeats what the terminal sent.
      await until(
        () => {
          if (isAlive(app.pid())) process.kill(app.pid(), "SIGTERM");
          return children.every(({ pid }) => !isAlive(pid));
        },
        { ...patience, everyMs: 600 },
      );
    } finally {
      await app.stop();
    }
  });
});
