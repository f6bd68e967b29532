import type { FailurePolicy } from "../document/flow-document";

/** Longest wait that another system may ask for with `Retry-After`. */
const maxRetryAfterMs = 86_400_000;

export interface RetryQuestion {
  /** The attempt that has just failed, from 1. */
  readonly attempt: number;
  readonly failure: { readonly isRetryable: boolean; readonly retryAfterMs?: number | undefined };
  readonly policy: Pick<FailurePolicy, "attempts" | "initialDelayMs" | "factor" | "maxDelayMs">;
  /** At least 0 and below 1. */
  readonly random: number;
  /** How long ago the first attempt began, and when to give up whatever the attempts. */
  readonly ageMs?: number | undefined;
  readonly maxAgeMs?: number | undefined;
}

export type RetryDecision =
  | { readonly kind: "retry"; readonly delayMs: number }
  | { readonly kind: "dead"; readonly reason: "permanent" | "attempts" | "age" };

/**
 * Whether and when a failed delivery is tried again: exponential delay with full jitter and a cap, at
 * least as long as the other side asked for.
 */
export function decideRetry(question: RetryQuestion): RetryDecision {
  const { attempt, failure, policy, random, ageMs, maxAgeMs } = question;
  if (!failure.isRetryable) return { kind: "dead", reason: "permanent" };
  if (attempt >= policy.attempts) return { kind: "dead", reason: "attempts" };
  const ceilingMs = Math.min(policy.maxDelayMs, policy.initialDelayMs * policy.factor ** (attempt - 1));
  const askedMs = Math.min(maxRetryAfterMs, Math.max(0, failure.retryAfterMs ?? 0));
  const delayMs = Math.max(Math.floor(random * ceilingMs), askedMs);
  if (maxAgeMs !== undefined && (ageMs ?? 0) + delayMs > maxAgeMs) return { kind: "dead", reason: "age" };
  return { kind: "retry", delayMs };
}

/** The longest time that all waits of a policy can take together, for "try 5 times in 20 min". */
export function longestWaitMs(policy: RetryQuestion["policy"]): number {
  let sum = 0;
  for (let attempt = 1; attempt < policy.attempts; attempt += 1) {
    sum += Math.min(policy.maxDelayMs, policy.initialDelayMs * policy.factor ** (attempt - 1));
  }
  return sum;
}
