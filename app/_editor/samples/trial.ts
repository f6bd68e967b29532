import type { StepTrace } from "@/flow/delivery/delivery-trace";
import { countedChanges, diffFlows } from "@/flow/diff/diff-flows";
import { isSame } from "@/flow/diff/is-same";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { TestDelivery, TestRunResult, TestSample } from "@/flow/test-run/test-run";
import type { EditorState } from "../state/editor-store";

/** The event that the draft is tried on. */
export interface ChosenSample {
  /** Which line of the list it is: `pinned:<id>`, `event:<topic>:<offset>`, `kept:<id>`, `example:<topic>`; `hand` when it was changed. */
  readonly key: string;
  readonly name: string;
  readonly sample: TestSample;
}

/** One time that the draft was tried. */
export type Trial =
  | { readonly kind: "running"; readonly isWaiting: boolean }
  | { readonly kind: "failed"; readonly message: string }
  | {
      readonly kind: "done";
      readonly result: TestRunResult;
      /** What was run, on what. */
      readonly document: FlowDocument;
      readonly on: ChosenSample;
      readonly upTo: string | undefined;
      readonly hasSent: boolean;
      readonly at: Date;
    };

/** What one step did in the trial, and in which of its deliveries. */
export interface StepTrial {
  readonly number: number;
  readonly delivery: TestDelivery;
  readonly trace: StepTrace;
}

interface Found {
  readonly steps: ReadonlyMap<string, readonly StepTrial[]>;
  readonly taken: ReadonlySet<string>;
  readonly consumers: ReadonlyMap<string, readonly TestDelivery[]>;
}

const found = new WeakMap<TestRunResult, Found>();

function find(result: TestRunResult): Found {
  const known = found.get(result);
  if (known) return known;
  const steps = new Map<string, StepTrial[]>();
  const taken = new Set<string>();
  const consumers = new Map<string, TestDelivery[]>();
  for (const [number, delivery] of result.deliveries.entries()) {
    consumers.set(delivery.consumerId, [...(consumers.get(delivery.consumerId) ?? []), delivery]);
    for (const trace of delivery.trace.steps) {
      steps.set(trace.stepId, [...(steps.get(trace.stepId) ?? []), { number, delivery, trace }]);
      for (const id of trace.branchIds ?? []) taken.add(id);
    }
  }
  const made = { steps, taken, consumers };
  found.set(result, made);
  return made;
}

/** How the last trial went for one step; "nothing" when there is none or it did not come to the consumer. */
export function stepTrialOf(
  { trial }: Pick<EditorState, "trial">,
  stepId: string,
  consumerId: string,
): StepTrial | "unreached" | undefined {
  if (trial?.kind !== "done") return undefined;
  const { steps, consumers } = find(trial.result);
  return steps.get(stepId)?.at(-1) ?? (consumers.has(consumerId) ? "unreached" : undefined);
}

/** Whether the last trial took a branch; undefined when it did not come to its step. */
export function branchTrialOf(
  { trial }: Pick<EditorState, "trial">,
  branchId: string,
  ownerId: string,
): boolean | undefined {
  if (trial?.kind !== "done") return undefined;
  const { steps, taken } = find(trial.result);
  return steps.has(ownerId) ? taken.has(branchId) : undefined;
}

let lastReason: { readonly inputs: readonly unknown[]; readonly reason: string | undefined } | undefined;

/** Why the results of the last trial are not those of what is drawn now. */
export function staleReason(state: EditorState): string | undefined {
  const { trial, document, nodes, chosen } = state;
  if (trial?.kind !== "done") return undefined;
  const inputs = [trial, document, chosen];
  if (lastReason?.inputs.every((input, index) => input === inputs[index])) return lastReason.reason;
  const [change] = countedChanges(diffFlows(trial.document, document, nodes));
  const isOther = chosen !== undefined && !isSame(chosen.sample, trial.on.sample);
  const reason = change?.message ?? (isOther ? `The sample is now *${chosen.name}*.` : undefined);
  lastReason = { inputs, reason };
  return reason;
}
