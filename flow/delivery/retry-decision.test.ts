import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideRetry, longestWaitMs, type RetryQuestion } from "./retry-decision";

const policies = fc.record({
  attempts: fc.integer({ min: 1, max: 50 }),
  initialDelayMs: fc.integer({ min: 100, max: 86_400_000 }),
  factor: fc.double({ min: 1, max: 10, noNaN: true }),
  maxDelayMs: fc.integer({ min: 100, max: 604_800_000 }),
});
const questions: fc.Arbitrary<RetryQuestion> = fc.record({
  attempt: fc.integer({ min: 1, max: 60 }),
  failure: fc.record({
    isRetryable: fc.boolean(),
    retryAfterMs: fc.option(fc.integer({ min: -1000, max: 1_000_000_000 }), { nil: undefined }),
  }),
  policy: policies,
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  ageMs: fc.option(fc.integer({ min: 0, max: 1_000_000_000 }), { nil: undefined }),
  maxAgeMs: fc.option(fc.integer({ min: 0, max: 1_000_000_000 }), { nil: undefined }),
});

describe("decideRetry", () => {
  it("never tries a permanent failure, a spent delivery or one that would be too old again", () => {
    fc.assert(
      fc.property(questions, (question) => {
        const decision = decideRetry(question);
        if (!question.failure.isRetryable) expect(decision).toEqual({ kind: "dead", reason: "permanent" });
        else if (question.attempt >= question.policy.attempts)
          expect(decision).toMatchObject({ reason: "attempts" });
        else if (decision.kind === "retry" && question.maxAgeMs !== undefined) {
          expect((question.ageMs ?? 0) + decision.delayMs).toBeLessThanOrEqual(question.maxAgeMs);
        }
      }),
    );
  });

  it("waits at least as long as asked for and else never longer than the cap", () => {
    fc.assert(
      fc.property(questions, (question) => {
        const decision = decideRetry(question);
        if (decision.kind === "dead") return;
        const askedMs = Math.min(86_400_000, Math.max(0, question.failure.retryAfterMs ?? 0));
        expect(decision.delayMs).toBeGreaterThanOrEqual(askedMs);
        expect(decision.delayMs).toBeLessThanOrEqual(Math.max(askedMs, question.policy.maxDelayMs));
        expect(Number.isFinite(decision.delayMs)).toBe(true);
      }),
    );
  });

  it("doubles the range of the wait up to the cap", () => {
    const policy = { attempts: 6, initialDelayMs: 1000, factor: 2, maxDelayMs: 5000 };
    const waits = [1, 2, 3, 4].map((attempt) =>
      decideRetry({ attempt, failure: { isRetryable: true }, policy, random: 0.5 }),
    );
    expect(waits.map((wait) => wait.kind === "retry" && wait.delayMs)).toEqual([500, 1000, 2000, 2500]);
    expect(longestWaitMs(policy)).toBe(1000 + 2000 + 4000 + 5000 + 5000);
  });
});
