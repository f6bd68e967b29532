import { describe, expect, it } from "vitest";
import { until } from "@/server/testing/until";
import { testRunners } from "../../testing/test-runners";
import type { PoolOptions, RunnerPool } from "./runner-pool";

const runners = testRunners();
const poolOf = (options: PoolOptions = {}) => runners({ isOwn: true, maxRunners: 1, ...options });

const request = (code: string, timeLimitMs = 20_000) => ({
  code,
  input: '{"event":{},"steps":{}}',
  now: 0,
  seed: "",
  timeLimitMs,
});
const patienceMs = 20_000;
const endless = "for (;;);";

async function outputOf(pool: RunnerPool, code: string, line = "line"): Promise<string | undefined> {
  const end = await pool.run(line, request(code), patienceMs);
  return end === "no-turn" ? end : end?.output;
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("processes that run code", () => {
  it("there are none until one is needed, and none when it was idle for long", async () => {
    const pool = poolOf({ idleMs: 50 });
    expect(pool.pids).toEqual([]);
    expect(await outputOf(pool, "return 1")).toBe("1");
    const [pid] = pool.pids;
    await until(() => pool.pids.length === 0);
    await until(() => !isAlive(pid ?? 0));
    expect(await outputOf(pool, "return 2")).toBe("2");
  });

  it("a process that is killed takes one run with it, and the others go on in a new one", async () => {
    const pool = poolOf();
    await outputOf(pool, "return 0");
    const [first = 0] = pool.pids;
    const harmed = pool.run("line", request(endless, 5000), patienceMs);
    const waiting = [1, 2, 3].map((n) => outputOf(pool, `return ${n}`));
    process.kill(first, "SIGKILL");
    expect(await harmed).toBeUndefined();
    expect(await Promise.all(waiting)).toEqual(["1", "2", "3"]);
    expect(pool.pids).not.toContain(first);
  });

  it("a process that is killed at rest is not missed", async () => {
    const pool = poolOf();
    await outputOf(pool, "return 0");
    const [pid = 0] = pool.pids;
    process.kill(pid, "SIGKILL");
    await until(() => pool.pids.length === 0);
    expect(await outputOf(pool, "return 1")).toBe("1");
  });

  it("a process that does not even look at its clock is ended and replaced", async () => {
    const pool = poolOf();
    await outputOf(pool, "return 0");
    const [pid = 0] = pool.pids;
    process.kill(pid, "SIGSTOP");
    const end = await pool.run("line", request("return 1", 100), patienceMs);
    expect(end).toMatchObject({ wrong: { kind: "time" } });
    await until(() => !isAlive(pid));
    // The next one is there before anybody asks.
    await until(() => pool.pids.length === 1);
    expect(await outputOf(pool, "return 2")).toBe("2");
  });

  it("lines take turns: a long one does not hold up the others", async () => {
    const pool = poolOf();
    const order: string[] = [];
    const runs = ["a", "a", "a", "a", "b", "b"].map(async (line, index) => {
      await outputOf(pool, "return 1", line);
      order.push(`${line}${index}`);
    });
    await Promise.all(runs);
    expect(order).toEqual(["a0", "b4", "a1", "b5", "a2", "a3"]);
  });

  it("who waits too long for a turn is told so", async () => {
    const pool = poolOf();
    const long = pool.run("a", request(endless, 1000), patienceMs);
    expect(await pool.run("b", request("return 1"), 20)).toBe("no-turn");
    expect(await long).toMatchObject({ wrong: { kind: "time" } });
  });

  it("runs several at a time", async () => {
    const pool = poolOf({ maxRunners: 2 });
    const long = pool.run("a", request(endless, 1000), patienceMs);
    expect(await outputOf(pool, "return 1", "b")).toBe("1");
    expect(pool.pids).toHaveLength(2);
    expect(await long).toMatchObject({ wrong: { kind: "time" } });
  });

  it("nothing is left when it is closed, and whoever waits is told", async () => {
    const pool = poolOf();
    await outputOf(pool, "return 0");
    const [pid = 0] = pool.pids;
    const running = pool.run("a", request(endless, 5000), patienceMs);
    const waiting = pool.run("a", request("return 1"), patienceMs);
    pool.close();
    expect(await Promise.all([running, waiting])).toEqual([undefined, undefined]);
    expect(await pool.run("a", request("return 1"), patienceMs)).toBeUndefined();
    await until(() => !isAlive(pid));
  });
});
