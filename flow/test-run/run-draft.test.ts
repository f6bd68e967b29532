import { describe, expect, it } from "vitest";
import type { FlowDocument } from "../document/flow-document";
import type { StepExecutor } from "../node/step-definition";
import { flowOf } from "../testing/flow-of";
import { testWorld } from "../testing/run-step";
import { testNodes } from "../testing/test-nodes";
import { draftConsumers } from "./draft-consumers";
import { runDraft } from "./run-draft";

const executors: Readonly<Record<string, StepExecutor>> = {
  publish: ({ config, context }) => {
    context.publish({ topic: String(Object(config).topic), data: context.data });
    return { kind: "next" };
  },
  count: () => ({ kind: "next", output: 1 }),
  wait: () => ({ kind: "wait", until: new Date("2027-02-01T00:00:00Z"), because: "an hour strikes" }),
  only: () => ({ kind: "stop", because: "`total` was 1" }),
};

function run(document: FlowDocument, upTo?: string) {
  return runDraft({
    id: "0197a000-0000-7000-8000-000000000002",
    consumers: draftConsumers(document, testNodes, { upTo }),
    sample: { topic: "a", data: { total: 1 } },
    now: new Date("2027-01-31T13:00:00Z"),
    executorOf: (type) => executors[type],
    open: () => ({ runtime: testWorld().runtime, keep: () => undefined }),
  });
}

const ids = (result: Awaited<ReturnType<typeof run>>) =>
  result.deliveries.map(({ consumerId, trace }) => [consumerId, trace.steps.map(({ stepId }) => stepId)]);

describe("runDraft", () => {
  it("follows what is published, and says what caused it", async () => {
    const result = await run(flowOf("source > a > count > b > count"));
    expect(ids(result)).toEqual([
      ["consumer", ["count", "publish"]],
      ["consumer2", ["count2"]],
    ]);
    expect(result.deliveries[1]).toMatchObject({
      topic: "b",
      data: { total: 1 },
      cause: { delivery: 0, stepId: "publish" },
      status: "succeeded",
    });
  });

  it("does not wait", async () => {
    const [delivery] = (await run(flowOf("source > a > wait, count"))).deliveries;
    expect(delivery?.trace.steps.map(({ note }) => note)).toEqual([
      "Not waited this time: an hour strikes.",
      undefined,
    ]);
  });

  it("runs what is finished and names what is not", async () => {
    const result = await run(flowOf("source > a > count\n> a > count, mail"));
    expect(ids(result)).toEqual([["consumer", ["count"]]]);
    expect(result.unfinished).toEqual([
      { consumerId: "consumer2", message: "*Send e-mail* needs a recipient." },
    ]);
  });

  it("goes up to a step, so that what stands below may be unfinished", async () => {
    const result = await run(flowOf("source > a > count, count, mail"), "count2");
    expect(ids(result)).toEqual([["consumer", ["count", "count2"]]]);
    expect(result.unfinished).toEqual([]);
  });

  it("says why nothing more happened", async () => {
    expect(
      (
        await run(
          flowOf("source > a > only, count", {
            only: { condition: { match: "all", rows: [{ field: "data.paid", operator: "is-yes" }] } },
          }),
        )
      ).deliveries,
    ).toMatchObject([{ status: "filtered", message: "Skipped by *Go on only if*: `total` was 1." }]);
  });

  it("ends a loop", async () => {
    const result = await run(flowOf("source > a > wait > b\n> b > count > a"));
    expect(result.deliveries).toHaveLength(100);
    expect(result.cut).toBe("Ended after 100 deliveries: this looks like a loop.");
  });
});
