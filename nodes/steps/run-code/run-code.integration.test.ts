import { describe, expect, it } from "vitest";
import { onlyStep, runStep, testWorld } from "@/flow/testing/run-step";
import { runCode } from "@/workers/runtime/sandbox/run-code";
import { testRunners } from "@/workers/testing/test-runners";
import { definition } from "./definition";
import { execute } from "./execute";

const runners = testRunners();

function run(config: Record<string, unknown>, more: { virtualNow?: Date } = {}) {
  const world = testWorld(undefined, {}, (job, call) => runCode(runners(), "workspace", job, call));
  return runStep(definition, execute, { config, data: { price: 20, amount: 3 }, world, ...more });
}

describe("Run code", () => {
  it("gives what the code returns as its result, with the lines it logged", async () => {
    const outcome = await run({
      code: "console.log('id', event.id);\nreturn { total: event.data.price * event.data.amount };",
    });
    expect(onlyStep(outcome)).toMatchObject({ output: { total: 60 }, log: ["id e1"] });
    expect(outcome.status).toBe("succeeded");
  });

  it("gives it as the event for the steps below when told so", async () => {
    const outcome = await run({ code: "return { ...event.data, vat: 0.19 }", result: "event" });
    expect(onlyStep(outcome).output).toEqual({ price: 20, amount: 3, vat: 0.19 });
  });

  it.each([
    ["step", "The code returned nothing."],
    ["event", "The code returned nothing: the event stays as it is."],
  ])("says that nothing came back (%s)", async (result, note) => {
    const outcome = await run({ code: "event.data.price = 0;", result });
    expect(onlyStep(outcome).note).toBe(note);
  });

  it("fails for good on an error, with its line, and keeps what was logged", async () => {
    const outcome = await run({ code: "console.log('before');\nreturn event.data.lines.length;" });
    expect(outcome).toMatchObject({
      status: "failed",
      message: "The code failed in line 2: TypeError: cannot read property 'length' of undefined.",
      failure: { code: "code-error", isRetryable: false },
    });
    expect(onlyStep(outcome).log).toEqual(["before"]);
  });

  it("tries again what took too long", async () => {
    const outcome = await run({ code: "for (;;);", timeLimitSeconds: 0.1 });
    expect(outcome).toMatchObject({ status: "failed", failure: { code: "code-timeout", isRetryable: true } });
  });

  it("lives in the time of the event in a replay, and throws the same dice", async () => {
    const code = "return [new Date().toISOString(), Math.random()]";
    const [at, dice] = [new Date("2026-05-01T08:00:00Z"), expect.any(Number)];
    const [live, replayed] = [
      onlyStep(await run({ code })),
      onlyStep(await run({ code }, { virtualNow: at })),
    ];
    expect(live.output).toEqual(["2027-01-31T13:00:01.000Z", dice]);
    expect(replayed.output).toEqual([at.toISOString(), Array.from(Object.values(Object(live.output)))[1]]);
  });

  it("knows the fields that it gives to the steps below", () => {
    const code = "const total = 1;\nreturn { total, name: 'Ana', isLarge: total > 100 };";
    const results = typeof definition.resultFields === "function" ? definition.resultFields : () => [];
    expect(results({ code }).map(({ name, type }) => [name, type])).toEqual([
      ["total", "unknown"],
      ["name", "text"],
      ["isLarge", "unknown"],
    ]);
    expect(results({ code: "return event.data" })).toMatchObject([{ name: "", title: "Result" }]);
    expect(results({ code, result: "event" })).toEqual([]);
    expect(definition.dataAfter?.({ code, result: "event" }, [])?.map(({ path }) => path)).toEqual([
      "data.total",
      "data.name",
      "data.isLarge",
    ]);
  });

  it("begins with code that runs, and names on the card what it computes", () => {
    const proposed = definition.propose([
      { path: "data.total", title: "Total", type: "number" },
      { path: "data.customer.name", title: "Name", type: "text" },
    ]);
    expect(proposed.code).toBe("return {\n  total: event.data.total,\n};");
    expect(definition.row(proposed)).toBe("Compute total");
    expect(definition.row({ code: "return 1" })).toBe("Run code");
  });
});
