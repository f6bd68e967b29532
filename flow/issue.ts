/** Where in a flow document an issue points; `field` is a dotted path inside the config. */
export interface IssuePlace {
  readonly kind: "flow" | "producer" | "topic" | "consumer" | "step" | "branch";
  /** Document id of the thing; the topic's name for topics, absent for the flow itself. */
  readonly id?: string;
  readonly field?: string;
}

/** A problem as a value: a stable code, a place, and one sentence for people. */
export interface Issue {
  readonly code: string;
  readonly severity: "unfinished" | "problem" | "warning";
  readonly at: IssuePlace;
  readonly message: string;
}
