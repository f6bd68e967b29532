import type { PathSegment } from "./expression/paths";

/** Where in a flow document an issue points; `field` is a dotted path inside the config. */
export interface IssuePlace {
  readonly kind: "flow" | "producer" | "topic" | "consumer" | "step" | "branch";
  /** Document id of the thing; the topic's name for topics, absent for the flow itself. */
  readonly id?: string;
  readonly field?: string;
}

/** What ends an issue in one press, for those that say so themselves; `applyRemedy` does it. */
export type IssueRemedy =
  /** Another field is read at this place. */
  | {
      readonly kind: "read-instead";
      readonly from: readonly PathSegment[];
      readonly to: readonly PathSegment[];
    }
  /** Rows of a mapping are added, each taking over a field that exists there. */
  | {
      readonly kind: "match-by-name";
      readonly rows: readonly { readonly field: string; readonly path: string }[];
    }
  /** A row of a mapping sets another field. */
  | { readonly kind: "rename-row"; readonly from: string; readonly to: string };

/** A problem as a value: a stable code, a place, and one sentence for people. */
export interface Issue {
  readonly code: string;
  readonly severity: "unfinished" | "problem" | "warning";
  readonly at: IssuePlace;
  readonly message: string;
  /** Wires that it is about, by id. */
  readonly wires?: readonly string[];
  readonly remedy?: IssueRemedy;
}
