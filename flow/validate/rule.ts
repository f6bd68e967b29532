import type { FlowDocument, Step } from "../document/flow-document";
import type { Issue } from "../issue";
import type { NodeLookup } from "../node/node-lookup";

/** What other flows of the workspace do, so that rules about missing ends look at all of it. */
export interface OtherFlows {
  /** Topics that something outside this flow publishes to. */
  readonly published: ReadonlySet<string>;
  /** Topics that a consumer of another flow reacts to. */
  readonly consumed: ReadonlySet<string>;
}

export interface RuleInput {
  readonly document: FlowDocument;
  readonly nodes: NodeLookup;
  readonly others: OtherFlows;
}

/** One kind of problem; looks at a whole document and never throws. */
export type Rule = (input: RuleInput) => Issue[];

/** What people call a step: its own name, else that of its type. */
export function stepTitle(step: Step, nodes: NodeLookup): string {
  return step.name || nodes.step(step.type)?.title || step.type;
}

/** What people call a producer or consumer; unnamed ones are named by what they are. */
export function cardTitle(card: { readonly name: string }, kind: "producer" | "consumer"): string {
  return card.name || (kind === "producer" ? "This producer" : "This consumer");
}
