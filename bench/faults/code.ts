import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { request } from "undici";
import * as z from "zod";
import { flowOf } from "@/flow/testing/flow-of";
import { until } from "@/server/testing/until";
import { root } from "../stage/services";
import type { Scenario } from "./scenario";
import type { World } from "./world";

/** How soon code must run again after something has happened to what runs it. */
const BACK_WITHIN_MS = 1_000;
const TIME_LIMIT_S = 1;

/** Attacks on what runs code. `input` is the payload there; it may fail, or give one of these values. */
const probes = z
  .object({
    cases: z.array(
      z.object({ id: z.string(), code: z.string(), allowedValues: z.array(z.unknown()).optional() }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(join(root, "workers/runtime/sandbox/fixtures/js-probes.json"), "utf8")),
  ).cases;

/** The code of an event is what its payload says. */
const runsPayload = `const run = new Function("event", "steps", "input", event.data.code);
return { value: await run(event, steps, event.data), polluted: typeof {}.polluted };`;

function probedFlow() {
  const document = flowOf("web-address > code.in > run-code > code.out", {
    runcode: { code: runsPayload, result: "event", timeLimitSeconds: TIME_LIMIT_S },
  });
  for (const consumer of document.consumers) consumer.failure = { ...consumer.failure, attempts: 1 };
  return document;
}

interface End {
  readonly status: string;
  readonly reason: string | null;
  /** Working time of its steps: waiting for a process that runs code, and running it. */
  readonly micros: string;
  /** What the consumer has published: the value of the code. */
  readonly published: string | null;
}

/** Sends code as events, and tells what became of each. */
class Prober {
  readonly #world: World;
  readonly #path: string;
  readonly #topicId: string;
  #sent = 0;

  constructor(world: World, path: string, topicId: string) {
    this.#world = world;
    this.#path = path;
    this.#topicId = topicId;
  }

  /** Resolves with the offset of the event. */
  async send(code: string): Promise<number> {
    this.#sent += 1;
    const [gateway] = this.#world.gateways;
    const { body, statusCode } = await request(`http://127.0.0.1:${gateway?.port}${this.#path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": `code-${this.#sent}` },
      body: JSON.stringify({ code, n: this.#sent }),
    });
    if (statusCode !== 202) throw new Error(`An event was answered with ${statusCode}.`);
    return z.object({ offset: z.number() }).parse(await body.json()).offset;
  }

  /** Waits for the end of an event's delivery. */
  async endOf(offset: number): Promise<End> {
    let end: End | undefined;
    const sql = `SELECT d.status, d.reason, d.duration_micros AS micros, convert_from(p.data, 'UTF8') AS published
      FROM delivery d JOIN event e ON e.topic_id = d.topic_id AND e."offset" = d."offset"
      LEFT JOIN event p ON p.causation_id = e.id AND p.topic_id <> e.topic_id
      WHERE d.topic_id = $1 AND d."offset" = $2 AND d.status NOT IN ('retrying', 'held')`;
    await until(
      async () => {
        const { rows } = await this.#world.installation.deps.pool.query<End>(sql, [this.#topicId, offset]);
        end = rows[0];
        return end !== undefined;
      },
      { limitMs: 30_000, everyMs: 10, message: `Event ${offset} was not delivered.` },
    );
    if (end === undefined) throw new Error(`Event ${offset} was not delivered.`);
    return end;
  }

  /** Milliseconds that innocent code took from its turn in the delivery on, with all that it waited for a process. */
  async backAfter(): Promise<number> {
    const { status, reason, published, micros } = await this.endOf(
      await this.send("return [1, 2].map((x) => x * 2)"),
    );
    if (status !== "succeeded" || published !== '{"value":[2,4],"polluted":"undefined"}')
      throw new Error(`Innocent code ended as ${status} (${reason}): ${published}.`);
    return Number(micros) / 1000;
  }
}

/** The processes that run code for a workers process, and are at work just now. */
function runnersOf({ workers }: World): number[] {
  const parents = new Set(workers.map(({ child }) => String(child.pid)));
  return execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([pid, parent = "", state]) =>
      parents.has(parent) && state?.startsWith("R") ? [Number(pid)] : [],
    );
}

/** What is done to a process in the middle of a run. Killed, another one runs the code once more, to its time limit. */
async function harm(world: World, prober: Prober, signal: NodeJS.Signals): Promise<void> {
  const offset = await prober.send("for (;;);");
  await until(() => runnersOf(world).length > 0, { limitMs: 10_000, everyMs: 10 });
  await pause(world.random() * 300);
  for (const pid of runnersOf(world)) process.kill(pid, signal);
  const { status, reason } = await prober.endOf(offset);
  if (status !== "dead" || reason !== "code-timeout")
    throw new Error(`What ran during ${signal} ended as ${status} (${reason}).`);
}

/** F28: code that attacks what runs it, and processes that are killed or hang: one delivery each, and no more. */
export const brokenCode: Scenario = {
  name: "code that loops, fills the memory, recurses, pollutes; kill -9 and SIGSTOP of what runs it",
  targetSeconds: 15,
  inject: async (world) => {
    const path = await world.installation.deploy("probed", probedFlow());
    const prober = new Prober(world, path, await world.installation.topicId("code.in"));
    const [worker] = world.workers;
    let slowest = { ms: 0, after: "" };
    const back = async (after: string) => {
      const ms = await prober.backAfter();
      if (ms > slowest.ms) slowest = { ms, after };
    };
    // The first run starts the first process.
    await prober.backAfter();
    for (let round = 0; round < (world.isFull ? 10 : 1); round += 1) {
      for (const { id, code, allowedValues } of probes) {
        const { status, reason, published } = await prober.endOf(await prober.send(code));
        await back(id);
        if (status === "dead" && /^code-/.test(reason ?? "")) continue;
        if (status !== "succeeded") throw new Error(`${id} ended as ${status} (${reason}).`);
        const { value } = z.object({ value: z.unknown() }).parse(JSON.parse(published ?? "null"));
        if (allowedValues && !allowedValues.includes(value)) throw new Error(`${id} gave ${published}.`);
      }
      for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
        await harm(world, prober, signal);
        await back(signal);
      }
      await world.recovered();
    }
    world.notes.push(`code ran again within ${Math.round(slowest.ms)} ms, slowest after ${slowest.after}`);
    if (slowest.ms > BACK_WITHIN_MS)
      throw new Error(`After ${slowest.after} code ran again only after ${Math.round(slowest.ms)} ms.`);
    if (worker?.child.exitCode !== null || worker.child.signalCode !== null)
      throw new Error("The workers process has ended.");
  },
};
