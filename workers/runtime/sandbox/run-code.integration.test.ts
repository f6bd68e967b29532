import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { CodeJob } from "@/flow/delivery/code-job";
import { StepFailure } from "@/flow/delivery/step-failure";
import { testEvent } from "@/flow/testing/run-step";
import { testRunners } from "../../testing/test-runners";
import { runCode } from "./run-code";
import { RunnerPool } from "./runner-pool";

const runners = testRunners();

async function run(code: string, more: Partial<CodeJob> & { data?: unknown; pool?: RunnerPool } = {}) {
  const { data = { price: 20, amount: 3 }, pool = runners(), ...rest } = more;
  const log: string[] = [];
  const job: CodeJob = {
    code,
    timeLimitMs,
    event: { ...testEvent, data },
    steps: { lookup: { body: { rate: 1.5 } } },
    now: new Date("2027-01-31T13:00:01Z"),
    seed: "/test e1 step",
    ...rest,
  };
  try {
    const call = { stepId: "step", timeoutMs: 20_000, log: (line: string) => log.push(line) };
    return { value: await runCode(pool, "workspace", job, call), log };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return { failure: error, log };
  }
}

/** For what needs some time on a machine that is busy with other tests. */
const timeLimitMs = 5000;

/** The sentence of the failure. */
const sentenceOf = async (code: string, more: Parameters<typeof run>[1] = {}) =>
  (await run(code, more)).failure?.message;

describe("code of a step", () => {
  it("computes from the event and the results above", async () => {
    const code =
      "const { price, amount } = event.data;\nreturn { total: price * amount * steps.lookup.body.rate, key: event.key };";
    expect((await run(code)).value).toEqual({ total: 90, key: "ana" });
  });

  it.each([
    ["return 'Grüße, 東京 🎉'", "Grüße, 東京 🎉"],
    ["return [1, null, true]", [1, null, true]],
    ["return null", null],
    ["return", undefined],
    ["const f = async () => 7; return await f() + 1", 8],
    ["// nothing but words", undefined],
    ["return new Date(0)", "1970-01-01T00:00:00.000Z"],
  ])("gives back what %s returns", async (code, value) => {
    expect((await run(code)).value).toEqual(value);
  });

  it("keeps what is logged, few lines and short ones", async () => {
    const { log } = await run("console.log('a', 1, { b: [2] }, new Error('no')); throw new Error('after')");
    expect(log).toEqual(['a 1 {"b":[2]} Error: no']);
    const many = await run(
      "for (let i = 0; i < 1000; i++) console.log('x'.repeat(i)); console.log('y'.repeat(1e6)); return 1",
    );
    expect(many.log).toHaveLength(51);
    expect(many.log.at(-1)).toBe("… only the first 50 lines are kept");
    const [long] = (await run("console.log('x'.repeat(1000))")).log;
    expect(long).toBe(`${"x".repeat(500)}… 500 more characters`);
  });

  it("gives the same every time: the clock stands still, and the dice follow from the event", async () => {
    const code = `const before = Date.now(); for (let i = 0; i < 1e5; i++);
      return [Date.now() - before, new Date().toISOString(), Date(), new Date(2027, 0, 1).getTimezoneOffset(), new (new Date().constructor)().getTime() === before, Math.random(), Math.random()]`;
    const first = (await run(code)).value;
    expect(first).toMatchObject([
      0,
      "2027-01-31T13:00:01.000Z",
      expect.stringContaining("Jan 31 2027 13:00:01"),
      0,
      true,
      expect.any(Number),
      expect.any(Number),
    ]);
    expect((await run(code)).value).toEqual(first);
    expect((await run(code, { seed: "/test e2 step" })).value).not.toEqual(first);
  });

  it.each([
    ["\nconst a = 1;\nfoo.bar();", "The code failed in line 3: ReferenceError: 'foo' is not defined."],
    ["throw new Error('No price')", "The code failed in line 1: No price."],
    ["throw 'no'", "The code failed: no."],
    ["throw null", "The code failed: null."],
    ["total = 1", "The code failed in line 1: ReferenceError: 'total' is not defined."],
    ["const a = 1;\ncons b = 2;", "The code cannot be read in line 2: expecting ';'."],
    ["return JSON.parse('{')", /^The code failed in line 1: SyntaxError: /],
    [
      "const f = () => f() + 1; return f()",
      "The code was stopped in line 1: it calls itself, or its values are nested, too deeply.",
    ],
    [
      "await new Promise(() => {})",
      "The code waits for something that never happens. It can compute; it cannot wait or call others.",
    ],
    ["return 10n", /^The code failed: TypeError: .*bigint/i],
    ["const a = {}; a.a = a; return a", /^The code failed: TypeError: circular reference/],
    ["return 'x'.repeat(1.2e6)", "The code returned 1.2 MB of JSON; 1 MB is the limit."],
    [
      "let list = []; for (;;) list.push('x'.repeat(100000) + list.length)",
      "The code was stopped in line 1: it needed more than 64 MB of memory.",
    ],
    ["return Array.from({ length: 1e7 }, (_, i) => ({ i }))", /needed more than 64 MB of memory/],
    ["let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; return o", /too deeply/],
  ])("says what is wrong with %s", async (code, sentence) => {
    const message = await sentenceOf(code, { timeLimitMs });
    expect(message).toMatch(sentence);
  });

  it("stops what does not end, and goes on with others", async () => {
    const { failure } = await run("\nfor (;;) { try { while (true); } catch {} }", { timeLimitMs: 200 });
    expect(failure).toMatchObject({
      code: "code-timeout",
      isRetryable: true,
      message: "The code was stopped after 0.2 s, its time limit. Is there a loop that does not end?",
    });
    expect((await run("return 1")).value).toBe(1);
  });

  it("reads what was thrown within the same time", async () => {
    const code = "const bomb = { get message() { for (;;); } }; throw bomb";
    expect((await run(code, { timeLimitMs: 200 })).failure?.code).toBe("code-timeout");
  });

  it("does not try again what would fail again", async () => {
    expect((await run("throw 1")).failure?.isRetryable).toBe(false);
  });

  it("takes deep and large events, and refuses what is too large", async () => {
    const deep = JSON.parse(`${"[".repeat(64)}1${"]".repeat(64)}`) as unknown;
    expect((await run("return event.data", { data: deep, timeLimitMs })).value).toEqual(deep);
    expect(await sentenceOf("return [event.data]", { data: deep })).toMatch(
      /^The code returned what cannot be kept\. The JSON is nested deeper than 64 levels/,
    );
    const deeper = JSON.parse(`${"[".repeat(5000)}1${"]".repeat(5000)}`) as unknown;
    expect((await run("return 1", { data: deeper, timeLimitMs })).failure?.code).toBe("code-depth");
    const wide = Array.from({ length: 50_000 }, (_, n) => ({ n }));
    expect((await run("return event.data.length", { data: wide, timeLimitMs })).value).toBe(50_000);
    const huge = "x".repeat(5_000_000);
    expect(await sentenceOf("return 1", { data: huge })).toBe(
      "The event and the results of the steps above are 5.0 MB together; code gets 4 MB at most.",
    );
  });

  it("leaves nothing behind for the next run", async () => {
    await run(
      "Object.prototype.polluted = 1; globalThis.left = 1; JSON.parse = () => 1; Array.prototype.map = () => []; return 1",
    );
    const after = await run(
      "return [typeof left, ({}).polluted === undefined, [1, 2].map((x) => x * 2), JSON.parse('[3]')]",
    );
    expect(after.value).toEqual(["undefined", true, [2, 4], [3]]);
    expect(Object.prototype).not.toHaveProperty("polluted");
  });

  it("hands back `__proto__` as a plain field", async () => {
    const { value } = await run(`return JSON.parse('{"__proto__":{"admin":true}}')`);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect({ ...Object(value) }.admin).toBeUndefined();
  });
});

const probesSchema = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      class: z.string(),
      code: z.string(),
      allowedValues: z.array(z.unknown()).optional(),
    }),
  ),
});
const probes = probesSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/js-probes.json"), "utf8")),
).cases;

describe("attacks", () => {
  it.each(probes)("$id: $class", async ({ code, allowedValues }) => {
    const { value, failure, log } = await run(`const input = event.data; const secrets = {};\n${code}`);
    if (failure === undefined && allowedValues) expect(allowedValues).toContain(value);
    expect(JSON.stringify([value, log, failure?.message])).not.toMatch(/MILLRACE|DATABASE_URL|node_modules/);
    expect(Object.prototype).not.toHaveProperty("polluted");
    expect(Object.prototype).not.toHaveProperty("polluted2");
    expect((await run("return [[1, 2].map((x) => x * 2), ({}).polluted === undefined]")).value).toEqual([
      [2, 4],
      true,
    ]);
  });
});

describe("a process that is killed", () => {
  it("is not noticed: code has no effects, so that another one runs it again", async () => {
    // One process at a time: the second try must not meet another one that has just been killed.
    const pool = runners({ isOwn: true, maxRunners: 1 });
    await run("return 0", { pool });
    const running = run("const end = 1e6; let i = 0; while (i < end) i++; return i", { timeLimitMs, pool });
    for (const pid of pool.pids) process.kill(pid, "SIGKILL");
    expect((await running).value).toBe(1e6);
  });

  it("is a failure that is tried again when it happens twice", async () => {
    const closed = new RunnerPool();
    closed.close();
    const job = {
      code: "return 1",
      timeLimitMs: 1000,
      event: { ...testEvent, data: {} },
      steps: {},
      now: new Date(0),
      seed: "",
    };
    const failing = runCode(closed, "workspace", job, {
      stepId: "step",
      timeoutMs: 1000,
      log: () => undefined,
    });
    await expect(failing).rejects.toMatchObject({ code: "code-crashed", isRetryable: true });
  });
});
