import type { FailurePolicy } from "../document/flow-document";

/** Sum of the waits between all tries of a failure policy, without jitter. */
export function totalDelayMs(policy: FailurePolicy): number {
  let sum = 0;
  for (let attempt = 1; attempt < policy.attempts; attempt += 1) {
    sum += Math.min(policy.initialDelayMs * policy.factor ** (attempt - 1), policy.maxDelayMs);
  }
  return sum;
}
