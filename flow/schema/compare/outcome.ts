import { type ChangeType, type CompatibilityPolicy, isCompatibleChange } from "../change-type";

/** One difference, `path` from the place where the comparison began: `/properties/a`. */
export interface Found {
  readonly type: ChangeType;
  readonly path: string;
  /** Confluent's rules name it although both sides say the same. */
  readonly isSame?: boolean;
}

/** What comparing two schemas gave. */
export interface Outcome {
  readonly changes: readonly Found[];
  readonly isCompatible: boolean;
}

/** The outcome of comparing equal things. */
export const same: Outcome = { changes: [], isCompatible: true };

/** More than a person reads; the verdict counts them all. */
const maxChanges = 1_000;

/** Collects what one comparison finds. */
export class Finds implements Outcome {
  readonly changes: Found[] = [];
  isCompatible = true;
  readonly #policy: CompatibilityPolicy;

  constructor(policy: CompatibilityPolicy) {
    this.#policy = policy;
  }

  add(type: ChangeType, path = "", isSame = false): void {
    if (!isCompatibleChange(type, this.#policy)) this.isCompatible = false;
    if (this.changes.length < maxChanges) this.changes.push(isSame ? { type, path, isSame } : { type, path });
  }

  /** Takes over what was found below. */
  include(outcome: Outcome, path: string): void {
    if (!outcome.isCompatible) this.isCompatible = false;
    for (const change of outcome.changes) {
      if (this.changes.length >= maxChanges) return;
      this.changes.push({ ...change, path: `${path}${change.path}` });
    }
  }
}
