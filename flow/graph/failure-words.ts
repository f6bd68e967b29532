import type { Consumer, FailurePolicy, Rate } from "../document/flow-document";

/** Sum of the waits between all tries of a failure policy, without jitter; never longer than its age allows. */
export function totalDelayMs(policy: FailurePolicy): number {
  let sum = 0;
  for (let attempt = 1; attempt < policy.attempts; attempt += 1) {
    sum += Math.min(policy.initialDelayMs * policy.factor ** (attempt - 1), policy.maxDelayMs);
  }
  return Math.min(sum, policy.maxAgeMs ?? sum);
}

/**
 * What becomes of an event that is given up, and of those behind it: "then dead letters and its key waits". What has no
 * order has nothing behind it.
 */
export function givenUpWords({ failure, order }: Pick<Consumer, "failure" | "order">): string {
  if (order.mode === "none" || failure.whenGivenUp === undefined) return "dead letters";
  return failure.whenGivenUp === "park" ? "dead letters, and its key waits" : "dead letters, and all stops";
}

/** A limit in words: `10 per minute`. */
export function rateWords({ events, per }: Rate): string {
  return `${events.toLocaleString("en")} per ${per}`;
}
