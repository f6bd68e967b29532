"use client";

import { StepValues } from "@/app/_live/event-page/step-values";
import { CodeBlock } from "@/app/_ui/code-block";
import { MarkedText } from "@/app/_ui/marked-text";
import type { TestDelivery } from "@/flow/test-run/test-run";
import { useEditor } from "../state/editor-context";
import type { EditorState } from "../state/editor-store";

interface TrialDetailProps {
  readonly shown: NonNullable<EditorState["shownResult"]>;
}

/** What went into one step and what came out; of a consumer, what it got and what it would publish. */
export function TrialDetail({ shown }: TrialDetailProps) {
  const delivery = useEditor(({ trial }) =>
    trial?.kind === "done" ? trial.result.deliveries[shown.delivery] : undefined,
  );
  if (delivery === undefined) return null;
  const step = delivery.trace.steps.find(({ stepId }) => stepId === shown.stepId);
  if (step === undefined) return <ConsumerDetail delivery={delivery} />;
  return (
    <div className="flex flex-col gap-2 py-3" data-testid="trial-detail">
      {step.error === undefined ? null : (
        <p className="px-4 text-dense text-bad wrap-anywhere" role="alert">
          <MarkedText>{step.error.message}</MarkedText>
          {delivery.isRetryable ? " In earnest it would be tried again." : ""}
        </p>
      )}
      {step.note === undefined ? null : (
        <p className="px-4 text-dense text-text-2 wrap-anywhere">
          <MarkedText>{step.note}</MarkedText>
        </p>
      )}
      <StepValues step={step} payload={delivery.data} className="" />
    </div>
  );
}

function ConsumerDetail({ delivery }: { readonly delivery: TestDelivery }) {
  return (
    <div className="flex flex-col gap-3 p-4" data-testid="trial-detail">
      {delivery.message === undefined ? null : (
        <p className={delivery.status === "failed" ? "text-dense text-bad" : "text-dense text-text-2"}>
          <MarkedText>{delivery.message}</MarkedText>
        </p>
      )}
      <CodeBlock label={`Got from ${delivery.topic}`} code={JSON.stringify(delivery.data, null, 2)} />
      {delivery.published.map(({ topic, data }, index) => (
        <CodeBlock
          // biome-ignore lint/suspicious/noArrayIndexKey: a result never changes
          key={index}
          label={`Would publish to ${topic}`}
          code={JSON.stringify(data, null, 2)}
        />
      ))}
    </div>
  );
}
