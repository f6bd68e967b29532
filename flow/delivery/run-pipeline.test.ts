import { describe, expect, it } from "vitest";
import type { PlanConsumer, PlanStep } from "../compile/plan";
import { failurePolicySchema } from "../document/flow-document";
import type { EventEnvelope } from "../event/event-envelope";
import type { StepExecutor } from "../node/step-definition";
import { type Checkpoint, checkpointSchema } from "./checkpoint";
import type { StepRuntime } from "./pipeline-outcome";
import { runPipeline } from "./run-pipeline";
import { StepFailure } from "./step-failure";

const event: EventEnvelope = {
  id: "e1",
  source: "/test",
  type: "order.placed",
  time: "2027-01-31T13:00:00Z",
  topic: "order.placed",
  offset: 1,
  contentType: "application/json",
  correlationId: "e1",
  hops: 0,
  isTest: false,
  extensions: {},
};

let clockMs = 0;
const runtime: StepRuntime = {
  elapsedMs: () => clockMs,
  http: async (_request, call) => {
    call.record({ method: "GET", url: "https://shop.example/", requestHeaders: {} });
    return { status: 200, headers: {}, body: call.idempotencyKey };
  },
  mail: async () => ({ messageId: "m1" }),
  readState: async () => 40,
  runCode: async ({ event, steps, now, seed, timeLimitMs }, call) => {
    call.log("first line");
    return { data: event.data, steps, now, seed, timeLimitMs };
  },
};

const executors: Record<string, StepExecutor> = {
  set: ({ context }) => ({ kind: "next", data: { ...Object(context.data), set: context.stepId } }),
  stop: () => ({ kind: "stop", because: '`status` was "open"' }),
  publish: ({ context }) => {
    context.publish({ topic: "order.paid", data: context.data });
    return { kind: "next", output: { sent: true } };
  },
  count: async ({ context }) => ({
    kind: "next",
    output: {
      sum: await context.changeState("orders", "", (sum) => ({ value: Number(sum) + 1 })),
    },
  }),
  call: async ({ context }) => {
    const first = await context.http({ method: "POST", url: "https://shop.example/", timeoutMs: 1000 });
    const second = await context.http({ method: "POST", url: "https://shop.example/", timeoutMs: 1000 });
    return { kind: "next", output: { keys: [first.body, second.body] } };
  },
  "call-and-fail": async ({ context }) => {
    context.publish({ topic: "never", data: null });
    await context.http({ method: "POST", url: "https://shop.example/", timeoutMs: 1000 });
    throw new StepFailure("http-503", "`shop.example` answered 503.", {
      retryable: true,
      retryAfterMs: 5000,
    });
  },
  see: ({ context }) => ({ kind: "next", output: context.value("{{ steps.look-up.sum }}") }),
  every: ({ branches }) => ({ kind: "branch", branchIds: branches.map(({ id }) => id), because: "both fit" }),
  text: ({ context }) => ({ kind: "next", output: context.text("{{ data.a + data.b }}") }),
  code: async ({ context }) => ({
    kind: "next",
    output: await context.runCode({ code: "return 1", timeLimitMs: 50 }),
  }),
  wait: () => ({ kind: "wait", until: new Date("2027-01-31T14:00:00Z"), because: "an hour strikes" }),
  clock: ({ context }) => ({ kind: "next", output: context.now.toISOString() }),
  slow: () => {
    clockMs += 2000;
    return { kind: "next" };
  },
};

const step = (type: string, id = type, branches: PlanStep["branches"] = []): PlanStep => ({
  id,
  type,
  name: `Step ${id}`,
  config: {},
  branches,
});

function run(
  steps: PlanStep[],
  more: {
    checkpoint?: Checkpoint;
    attempt?: number;
    data?: unknown;
    virtualNow?: Date;
    hold?: StepRuntime["hold"];
  } = {},
) {
  const consumer: PlanConsumer = {
    id: "c",
    name: "Consumer",
    topicIds: [],
    order: { mode: "none" },
    failure: failurePolicySchema.parse({ timeoutMs: 1000 }),
    steps,
    isOutside: false,
  };
  return runPipeline({
    consumer,
    executorOf: (type) => executors[type],
    event,
    data: more.data ?? { total: 5 },
    deliveryId: "0197a000-0000-7000-8000-000000000001",
    attempt: more.attempt ?? 1,
    checkpoint: more.checkpoint,
    virtualNow: more.virtualNow,
    runtime: { ...runtime, hold: more.hold },
    now: new Date("2027-01-31T13:00:01Z"),
  });
}

describe("runPipeline", () => {
  it("runs the steps in order and gives back what they publish", async () => {
    const outcome = await run([step("set"), step("publish"), step("publish", "again")]);
    expect(outcome.status).toBe("succeeded");
    expect(outcome.published.map(({ topic, data, stepId }) => ({ topic, data, stepId }))).toEqual([
      { topic: "order.paid", data: { total: 5, set: "set" }, stepId: "publish" },
      { topic: "order.paid", data: { total: 5, set: "set" }, stepId: "again" },
    ]);
    expect(new Set(outcome.published.map(({ id }) => id)).size).toBe(2);
    expect(outcome.trace.steps.map(({ outcome: end }) => end)).toEqual(["done", "done", "done"]);
    expect(outcome.trace.steps[0]).not.toHaveProperty("input");
    expect(outcome.trace.steps[1]).toMatchObject({ input: { total: 5, set: "set" }, output: { sent: true } });
  });

  it("holds what it sends against the gate of the moment, not of when its step ran", async () => {
    const checkedAs =
      (isQuarantined: boolean): StepRuntime["hold"] =>
      (published) => ({
        event: {
          ...published,
          checked: { subject: "s", version: isQuarantined ? 1 : 2, address: "", failures: [], isQuarantined },
        },
        note: isQuarantined ? "Waits in quarantine" : undefined,
      });
    const refuse: StepRuntime["hold"] = () => {
      throw new StepFailure("unfit", "It does not fit.", { retryable: false });
    };
    const steps = [step("publish"), step("call-and-fail")];
    const first = await run(steps, { hold: checkedAs(true) });
    if (first.status !== "failed") throw new Error("It should have failed.");
    expect(first.checkpoint.published[0]).not.toHaveProperty("checked");
    const checkpoint = checkpointSchema.parse(JSON.parse(JSON.stringify(first.checkpoint)));
    const later = { checkpoint, attempt: 2 };
    const through = await run([step("publish"), step("set", "call-and-fail")], {
      ...later,
      hold: checkedAs(false),
    });
    expect(through.published).toMatchObject([{ checked: { version: 2, isQuarantined: false } }]);
    const refused = await run([step("publish"), step("set", "call-and-fail")], { ...later, hold: refuse });
    expect(refused).toMatchObject({
      status: "failed",
      failure: { code: "unfit", stepId: "publish", isRetryable: false },
      published: [],
      trace: { steps: [{ stepId: "publish", outcome: "failed" }, { stepId: "call-and-fail" }] },
    });
    const held = await run([step("publish"), step("wait")], { hold: checkedAs(true) });
    expect(held).toMatchObject({
      status: "held",
      published: [{ checked: { isQuarantined: true } }],
      trace: { steps: [{ note: "Waits in quarantine." }, {}] },
    });
    // A refusal before a wait does not skip the wait of the next attempt.
    let asked = 0;
    const refuseSecond: StepRuntime["hold"] = (published) => {
      asked += 1;
      if (asked > 1) throw new StepFailure("unfit", "It does not fit.", { retryable: false });
      return { event: published };
    };
    const before = await run([step("publish"), step("wait")], { hold: refuseSecond });
    expect(before).toMatchObject({ status: "failed", failure: { stepId: "publish" } });
    if (before.status === "failed") expect(Object.keys(before.checkpoint.finished)).toEqual(["publish"]);
  });

  it("runs a step whose id every object knows", async () => {
    const outcome = await run([step("publish", "constructor")]);
    expect(outcome.published.map(({ stepId }) => stepId)).toEqual(["constructor"]);
  });

  it("is filtered when it stops before anything was done, else succeeded", async () => {
    const filtered = await run([step("set"), step("stop"), step("publish")]);
    expect(filtered).toMatchObject({
      status: "filtered",
      message: 'Skipped by *Step stop*: `status` was "open".',
    });
    expect(filtered.trace.steps.map(({ outcome }) => outcome)).toEqual(["done", "stopped"]);
    const stopped = await run([step("publish"), step("stop"), step("publish", "below")]);
    expect(stopped).toMatchObject({
      status: "succeeded",
      message: 'Stopped at *Step stop*: `status` was "open".',
    });
    expect(stopped.published).toHaveLength(1);
  });

  it("runs what stands below a route unless every taken branch has stopped", async () => {
    const branch = (id: string, ...steps: PlanStep[]) => ({ id, steps });
    const mixed = await run([
      step("every", "route", [branch("a", step("stop")), branch("b", step("set"))]),
      step("publish"),
    ]);
    expect(mixed.published).toHaveLength(1);
    expect(mixed.trace.steps.map(({ stepId, branchId }) => `${stepId}@${branchId ?? ""}`)).toEqual([
      "route@",
      "stop@a",
      "set@b",
      "publish@",
    ]);
    const all = await run([step("every", "route", [branch("a", step("stop"))]), step("publish")]);
    expect(all).toMatchObject({ status: "filtered", published: [] });
  });

  it("hands code the event as it is here, the results above, the time, and dice of the event", async () => {
    const at = new Date("2026-05-01T08:00:00Z");
    const outcome = await run([step("set"), step("count", "look-up"), step("code")], { virtualNow: at });
    expect(outcome.trace.steps.at(-1)).toMatchObject({
      output: {
        data: { total: 5, set: "set" },
        steps: { "look-up": { sum: 41 } },
        now: at.toISOString(),
        seed: `${event.source} ${event.id} code`,
        timeLimitMs: 50,
      },
      log: ["first line"],
    });
  });

  it("publishes nothing when a step fails, and resumes at that step with the earlier results", async () => {
    const steps = [step("count", "look-up"), step("publish"), step("call-and-fail", "risky"), step("see")];
    const first = await run(steps);
    if (first.status !== "failed") throw new Error(first.status);
    expect(first.failure).toEqual({
      code: "http-503",
      message: "`shop.example` answered 503.",
      isRetryable: true,
      retryAfterMs: 5000,
      stepId: "risky",
    });
    expect(first.published).toEqual([]);
    expect(first.stateWrites).toEqual([{ stepId: "look-up", store: "orders", key: "", value: 41 }]);
    expect(first.trace.steps.at(-1)).toMatchObject({ outcome: "failed", exchanges: [{ method: "GET" }] });

    const stored = checkpointSchema.parse(JSON.parse(JSON.stringify(first.checkpoint)));
    executors["call-and-fail"] = () => ({ kind: "next" });
    const second = await run(steps, { checkpoint: stored, attempt: 2 });
    expect(second.status).toBe("succeeded");
    expect(second.stateWrites).toEqual([]);
    expect(second.published.map(({ topic }) => topic)).toEqual(["order.paid"]);
    expect(second.trace.steps.map(({ outcome, note }) => note ?? outcome)).toEqual([
      "Done in attempt 1.",
      "Done in attempt 1.",
      "done",
      "done",
    ]);
    expect(second.trace.steps.at(-1)?.output).toBe(41);
  });

  it("goes on after a step without a result when the checkpoint was stored", async () => {
    const first = await run([step("set"), step("unknown")]);
    if (first.status !== "failed") throw new Error(first.status);
    const stored = checkpointSchema.parse(JSON.parse(JSON.stringify(first.checkpoint)));
    const second = await run([step("set"), step("publish")], { checkpoint: stored, attempt: 2 });
    expect(second.published).toMatchObject([{ data: { total: 5, set: "set" } }]);
  });

  it("is held at a wait with what stands above it done, and goes on below it", async () => {
    const steps = [step("publish"), step("wait"), step("publish", "below")];
    const held = await run(steps);
    if (held.status !== "held") throw new Error(held.status);
    expect(held.until).toEqual(new Date("2027-01-31T14:00:00Z"));
    expect(held.published.map(({ stepId }) => stepId)).toEqual(["publish"]);
    const stored = checkpointSchema.parse(JSON.parse(JSON.stringify(held.checkpoint)));
    const rest = await run(steps, { checkpoint: stored });
    expect(rest.status).toBe("succeeded");
    expect(rest.published.map(({ stepId }) => stepId)).toEqual(["below"]);
    expect(rest.trace.steps.map(({ stepId }) => stepId)).toEqual(["below"]);
  });

  it("does not wait where the clock is another one: it jumps, and stays there in a retry", async () => {
    const virtualNow = new Date("2020-01-01T00:00:00Z");
    const failed = await run([step("wait"), step("clock"), step("unknown")], { virtualNow });
    expect(failed.trace.steps.map(({ output, note }) => output ?? note)).toMatchObject([
      "Not waited this time: an hour strikes.",
      "2027-01-31T14:00:00.000Z",
      undefined,
    ]);
    if (failed.status !== "failed") throw new Error(failed.status);
    const stored = checkpointSchema.parse(JSON.parse(JSON.stringify(failed.checkpoint)));
    const again = await run([step("wait"), step("clock", "later")], {
      virtualNow,
      checkpoint: stored,
      attempt: 2,
    });
    expect(again.trace.steps[1]?.output).toBe("2027-01-31T14:00:00.000Z");
  });

  it("gives every call a key of its own that is the same in every attempt", async () => {
    const [first, second] = [await run([step("call")]), await run([step("call")], { attempt: 2 })];
    const keysOf = (outcome: typeof first) => JSON.stringify(outcome.trace.steps[0]?.output);
    expect(keysOf(first)).toBe(keysOf(second));
    expect(new Set(JSON.parse(keysOf(first)).keys).size).toBe(2);
  });

  it("takes wrong expressions and unknown steps as permanent, and the unforeseen as retryable", async () => {
    const wrong = await run([step("text")], { data: { a: 1, b: [] } });
    expect(wrong).toMatchObject({ status: "failed", failure: { code: "expression", isRetryable: false } });
    const unknown = await run([step("fax")]);
    expect(unknown).toMatchObject({ failure: { code: "unknown-step", isRetryable: false } });
    executors.broken = () => {
      throw new Error("boom");
    };
    const broken = await run([step("broken")]);
    expect(broken).toMatchObject({
      message: "*Step broken* broke off: boom",
      failure: { code: "unexpected", isRetryable: true },
    });
  });

  it("ends an attempt that takes too long before the next step", async () => {
    const outcome = await run([step("slow"), step("publish")]);
    expect(outcome).toMatchObject({
      message: "The attempt took longer than 1 s.",
      failure: { code: "timeout" },
    });
  });
});
