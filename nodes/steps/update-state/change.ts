import { StepFailure } from "@/flow/delivery/step-failure";
import { isSame } from "@/flow/diff/is-same";
import type { Operation } from "./definition";

export interface Change {
  readonly operation: Operation;
  readonly value: unknown;
  readonly expected: unknown;
  /** Changed fields; undefined removes one. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly keep: number;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 100);
}

function numberOf(value: unknown): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw new StepFailure("no-number", `What is added up must be numbers, got ${shown(value)}.`, {
    retryable: false,
  });
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new StepFailure("no-list", `What is saved is no list: ${shown(value)}.`, { retryable: false });
}

function objectOf(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return { ...value };
  throw new StepFailure("no-object", `What is saved has no fields: ${shown(value)}.`, { retryable: false });
}

/**
 * What is kept after a change; undefined when nothing shall be kept.
 * @throws StepFailure when the change does not fit what is there
 */
export function applyChange(current: unknown, change: Change): unknown {
  switch (change.operation) {
    case "set":
      return change.value;
    case "add":
      return numberOf(current ?? 0) + numberOf(change.value);
    case "append":
      return [...listOf(current), change.value].slice(-change.keep);
    case "merge": {
      const kept = Object.entries({ ...objectOf(current), ...change.fields });
      return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
    }
    case "compare":
      return isSame(current ?? null, change.expected ?? null) ? change.value : current;
    case "remove":
      return undefined;
  }
}
