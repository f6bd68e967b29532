import { ExpressionError } from "./expression-error";

/** The names an expression sees at its top. */
export interface ExpressionRoots {
  /** The payload as the steps above left it. */
  readonly data: unknown;
  /** The event's envelope. */
  readonly event: unknown;
  /** Results of the steps above, by step id. */
  readonly steps: unknown;
  /** The database's time. */
  readonly now: Date;
}

/**
 * Units of work one evaluation may spend: some tens of milliseconds, and enough to hand on a payload of
 * 1 MB as it is.
 */
const MAX_UNITS = 500_000;
/** Longest text that an expression may build. */
const MAX_TEXT_CHARS = 1_048_576;
/** All texts together that one evaluation may build or give back. */
const MAX_TOTAL_CHARS = 4 * MAX_TEXT_CHARS;

/** A part of an expression, ready to run. */
export type Run = (scope: Scope) => unknown;

/** One evaluation: the names it sees and what it may still spend. The same input always costs the same. */
export class Scope {
  readonly roots: ExpressionRoots;
  /** Variables of `map`, `filter`, `all`, … */
  get locals(): Map<string, unknown> {
    this.#locals ??= new Map();
    return this.#locals;
  }
  #locals: Map<string, unknown> | undefined;
  #units: number;
  #chars = MAX_TOTAL_CHARS;

  /** `maxUnits`: a tighter bound, for whoever evaluates over many events. */
  constructor(roots: ExpressionRoots, maxUnits: number = MAX_UNITS) {
    this.roots = roots;
    this.#units = Math.min(maxUnits, MAX_UNITS);
  }

  /** @throws ExpressionError `too-much` when the evaluation has used up what it may spend */
  spend(units: number): void {
    this.#units -= units;
    if (this.#units < 0) {
      throw new ExpressionError(
        "too-much",
        "The expression takes too long with this event: it works through too many values.",
      );
    }
  }

  /** Charges for reading a text of this length. */
  read(chars: number): void {
    this.spend(1 + (chars >>> 6));
  }

  /** Charges for a text of this length before it is built. */
  build(chars: number): void {
    this.#chars -= chars;
    if (chars > MAX_TEXT_CHARS || this.#chars < 0) {
      throw new ExpressionError("too-much", "The expression builds a text of more than 1 MB.");
    }
    this.spend(1 + (chars >>> 4));
  }
}
