import type { IssuePlace } from "../issue";

/** `moved` is a place on the canvas only: it changes nothing that runs and does not count for Deploy. */
export const changeKinds = ["added", "changed", "moved", "removed"] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** One difference between two documents, with a sentence in the light markup of the interface. */
export interface Change {
  readonly kind: ChangeKind;
  readonly at: IssuePlace;
  readonly message: string;
}
