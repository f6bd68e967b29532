import type { PartKind } from "./parts";

/** The two states that are merged, from the view of whoever merges. */
export type Side = "mine" | "theirs";

/** One place that both changed, each in its own way. */
export interface MergeConflict {
  /** Names the conflict for a choice; the same in every merge of the same things. */
  readonly key: string;
  readonly kind: PartKind;
  /** Id of the thing; of topics the name. */
  readonly id: string;
  /**
   * `field`: one value. `place`: where a step stands. `order`: of what stands inside. `removed`: one side removed it
   * with all that is inside, the other changed some of that.
   */
  readonly what: "field" | "place" | "order" | "removed";
  /** For `field`: as `name`, `config.subject`, `failure.attempts`. */
  readonly field?: string | undefined;
  /** For `field`: the values of both sides; undefined where there is none. */
  readonly mine?: unknown;
  readonly theirs?: unknown;
  /** For `removed`. */
  readonly removedBy?: Side | undefined;
  /** It changes nothing that runs, such as a place on the canvas: not worth a question. */
  readonly isMinor: boolean;
}

/** Fields that only serve the drawing. */
export const minorFields: ReadonlySet<string> = new Set(["position", "collapsed"]);
