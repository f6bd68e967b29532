import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareOutcomes } from "./compare-outcomes";
import { diffJson } from "./json-diff";
import { type OutcomeView, stepViewsOf } from "./outcome-view";

const done: OutcomeView = {
  status: "succeeded",
  steps: [
    { stepId: "size", outcome: "done", branchIds: ["large"] },
    { stepId: "total", outcome: "done", output: { total: 3 } },
  ],
  published: [{ topic: "paid", data: { total: 3 } }],
};
const kindOf = (before: OutcomeView | undefined, after: OutcomeView) => compareOutcomes(before, after).kind;

describe("a replayed delivery beside the first one", () => {
  it("is the same when it published the same, whatever the order of fields", () => {
    const before: OutcomeView = { ...done, published: [{ topic: "a", data: { x: 1, y: 2 } }] };
    expect(kindOf(before, { ...done, published: [{ topic: "a", data: { y: 2, x: 1 } }] })).toBe("same");
    const two = [
      { topic: "a", data: 1 },
      { topic: "b", data: 2 },
    ];
    expect(kindOf({ ...done, published: two }, { ...done, published: two.toReversed() })).toBe("same");
  });

  it("has another output when it published something else, or a step gave something else", () => {
    expect(kindOf(done, { ...done, published: [{ topic: "paid", data: { total: 4 } }] })).toBe("output");
    expect(kindOf(done, { ...done, published: [] })).toBe("output");
    const [size] = done.steps ?? [];
    const steps = size === undefined ? [] : [size];
    expect(compareOutcomes(done, { ...done, steps })).toEqual({ kind: "output", stepIds: ["total"] });
  });

  it("took another route when it chose another branch, stopped elsewhere or was skipped", () => {
    const other: OutcomeView = {
      ...done,
      steps: [{ stepId: "size", outcome: "done", branchIds: ["small"] }, ...(done.steps ?? []).slice(1)],
    };
    expect(compareOutcomes(done, other)).toEqual({ kind: "route", stepIds: ["size"] });
    expect(kindOf(done, { status: "filtered", published: [] })).toBe("route");
  });

  it("fails now, works now, or fails as it did", () => {
    const dead: OutcomeView = { status: "dead", message: "No recipient." };
    expect(kindOf(done, dead)).toBe("now-fails");
    expect(kindOf(dead, done)).toBe("now-works");
    expect(kindOf(dead, dead)).toBe("same");
    expect(kindOf(dead, { status: "dead", message: "No answer." })).toBe("output");
  });

  it("is not known when nothing of the first is", () => {
    expect(kindOf(undefined, done)).toBe("unknown");
    expect(kindOf({ status: "succeeded" }, done)).toBe("unknown");
    expect(kindOf({ status: "succeeded", published: done.published }, done)).toBe("same");
  });

  it("does not compare what a step that was kept from calling out would have got", () => {
    const answered: OutcomeView = {
      status: "succeeded",
      steps: [{ stepId: "call", outcome: "done", output: { status: 200 } }],
      published: [],
    };
    const held = (asked: "unknown" | "other"): OutcomeView => ({
      ...answered,
      steps: [{ stepId: "call", outcome: "done", output: {}, asked }],
    });
    expect(kindOf(answered, held("unknown"))).toBe("same");
    expect(kindOf(answered, held("other"))).toBe("output");
  });

  it("does not say that a call works which was not made", () => {
    const steps = [{ stepId: "call", outcome: "failed" as const, error: "No answer." }];
    const before: OutcomeView = { status: "dead", message: "No answer.", steps };
    const asked = "unknown" as const;
    const after: OutcomeView = {
      status: "succeeded",
      steps: [{ stepId: "call", outcome: "done", output: {}, asked }],
    };
    expect(kindOf(before, after)).toBe("unknown");
  });

  it("is the same as itself, whatever it is", () => {
    const anyStep = fc.record({
      stepId: fc.constantFrom("a", "b", "c"),
      outcome: fc.constantFrom("done" as const, "stopped" as const, "failed" as const),
      output: fc.jsonValue(),
    });
    const anyOutcome = fc.record({
      status: fc.constantFrom("succeeded" as const, "filtered" as const, "dead" as const),
      steps: fc.uniqueArray(anyStep, { selector: ({ stepId }) => stepId }),
      published: fc.array(fc.record({ topic: fc.string(), data: fc.jsonValue() })),
    });
    fc.assert(fc.property(anyOutcome, (one) => kindOf(one, structuredClone(one)) === "same"));
  });
});

describe("the steps of a delivery", () => {
  it("count with their last word over all attempts", () => {
    const at = { startedAt: "2026-11-21T00:00:00Z", durationMs: 1 };
    const time = { startedMs: 0, durationMs: 0 };
    const error = { code: "x", message: "No answer." };
    expect(
      stepViewsOf([
        {
          attempt: 1,
          ...at,
          steps: [
            { stepId: "a", outcome: "done", output: 1, ...time },
            { stepId: "b", outcome: "failed", error, ...time },
          ],
        },
        {
          attempt: 2,
          ...at,
          steps: [
            { stepId: "a", outcome: "skipped", ...time },
            { stepId: "b", outcome: "done", output: 2, ...time },
          ],
        },
      ]),
    ).toEqual([
      { stepId: "a", outcome: "done", output: 1 },
      { stepId: "b", outcome: "done", output: 2 },
    ]);
    expect(stepViewsOf([])).toBeUndefined();
  });
});

describe("the difference of two JSON values", () => {
  it("names every place, and how it differs", () => {
    const before = { id: 1, items: [{ price: 2 }, { price: 3 }], old: true, "odd name": 1 };
    const after = { id: 1, items: [{ price: 2 }, { price: 4 }, { price: 5 }], "odd name": 2 };
    expect(diffJson(before, after)).toEqual([
      { path: "items[1].price", kind: "changed", before: 3, after: 4 },
      { path: "items[2]", kind: "added", after: { price: 5 } },
      { path: "old", kind: "removed", before: true },
      { path: '["odd name"]', kind: "changed", before: 1, after: 2 },
    ]);
  });

  it("is empty for equal values alone", () => {
    fc.assert(fc.property(fc.jsonValue(), (one) => diffJson(one, structuredClone(one)).length === 0));
    expect(diffJson(JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":2}'))).toHaveLength(1);
    expect(diffJson({}, { toString: 1 })).toHaveLength(1);
  });
});
