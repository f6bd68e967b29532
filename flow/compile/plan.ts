import type { Branch, FailurePolicy, Order, Rate, Step } from "../document/flow-document";

/** A step with its config parsed by its definition; disabled steps are left out. */
export interface PlanStep extends Omit<Step, "config" | "branches" | "disabled" | "name"> {
  readonly name: string;
  readonly config: unknown;
  readonly branches: readonly PlanBranch[];
}
export interface PlanBranch extends Omit<Branch, "steps"> {
  readonly steps: readonly PlanStep[];
}
export interface PlanConsumer {
  readonly id: string;
  readonly name: string;
  /** Ids of the topics it reacts to: a rename breaks nothing. */
  readonly topicIds: readonly string[];
  readonly order: Order;
  readonly failure: FailurePolicy;
  readonly rate?: Rate | undefined;
  readonly steps: readonly PlanStep[];
  /** True when any step acts on the outside world. */
  readonly isOutside: boolean;
}
export interface PlanProducer {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly topicId: string;
  readonly config: unknown;
}

/** What the workers run: immutable, stored with its revision. */
export interface Plan {
  readonly producers: readonly PlanProducer[];
  readonly consumers: readonly PlanConsumer[];
  /** Topic ids by the names that the document uses. */
  readonly topicIds: Readonly<Record<string, string>>;
}
