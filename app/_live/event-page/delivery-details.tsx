"use client";

import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import { Card } from "@/app/_ui/card";
import type { ShownState } from "@/app/_ui/delivery-state";
import { formatDuration } from "@/app/_ui/format";
import { Sentence } from "@/app/_ui/sentence";
import { StateIcon, StatePill } from "@/app/_ui/state-pill";
import { Time } from "@/app/_ui/time";
import type { AttemptTrace, StepTrace } from "@/flow/delivery/delivery-trace";
import { SAMPLE_ONE_OF } from "@/flow/delivery/trace-mode";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { AppRouter } from "@/server/api/root";
import { StepValues } from "./step-values";
import { Waterfall } from "./waterfall";

export type EventDelivery = inferRouterOutputs<AppRouter>["events"]["deliveries"][number];

const stepState: Readonly<Record<StepTrace["outcome"], ShownState>> = {
  done: "succeeded",
  stopped: "filtered",
  held: "held",
  failed: "failed",
  skipped: "cancelled",
};

const gapSentences: Readonly<Record<NonNullable<EventDelivery["traceGap"]>, string>> = {
  "not-kept": "Not recorded: only failures are kept.",
  "not-sampled": `Not recorded: only failures and one in ${SAMPLE_ONE_OF} are kept while many events come at once.`,
  deleted: "What its steps did was deleted, as the topic is set. The outcome stays.",
};

interface DeliveryProps {
  readonly delivery: EventDelivery;
  /** What the event holds. */
  readonly payload: unknown;
}

interface DetailsProps extends DeliveryProps {
  /** When the event came. */
  readonly receivedAt: Date;
}

/** What one consumer did with the event, attempt by attempt and step by step. */
export function DeliveryDetails({ delivery, payload, receivedAt }: DetailsProps) {
  const attempts = [...delivery.trace].reverse();
  return (
    <Card flush title={delivery.consumerName} actions={<StatePill state={delivery.status} />}>
      <div className="flex flex-col gap-1 border-b px-4 py-2 text-dense text-text-2">
        <p>
          {delivery.flowName} · revision {delivery.revision}
          {delivery.run > 0 ? ` · replay ${delivery.run}` : ""}
        </p>
        {delivery.message === null ? null : (
          <p className="text-text wrap-anywhere">
            <Sentence>{delivery.message}</Sentence>
          </p>
        )}
        {delivery.editedBy === null ? null : (
          <p>{delivery.editedBy} changed what it goes on with before it was redriven.</p>
        )}
        {delivery.dueAt !== null && delivery.status === "retrying" ? (
          <p>
            It is tried again at <Time at={delivery.dueAt} />.
          </p>
        ) : null}
        {delivery.dueAt !== null && delivery.status === "held" ? (
          <p>
            It waits until <Time at={delivery.dueAt} />, then goes on below.
          </p>
        ) : null}
      </div>
      {delivery.run > 0 ? null : <Waterfall receivedAt={receivedAt} delivery={delivery} />}
      {delivery.traceGap === null ? null : (
        <p className="px-4 py-3 text-dense text-muted">{gapSentences[delivery.traceGap]}</p>
      )}
      {attempts.map((attempt) => (
        <Attempt
          key={attempt.attempt}
          attempt={attempt}
          delivery={delivery}
          payload={payload}
          isOnly={attempts.length === 1}
        />
      ))}
    </Card>
  );
}

interface AttemptProps extends DeliveryProps {
  readonly attempt: AttemptTrace;
  readonly isOnly: boolean;
}

function Attempt({ attempt, delivery, payload, isOnly }: AttemptProps) {
  return (
    <section aria-label={`Attempt ${attempt.attempt}`} className="border-b last:border-b-0">
      {isOnly ? null : (
        <h3 className="flex items-center justify-between bg-sunken px-4 py-1 text-label text-muted">
          <span>
            Attempt {attempt.attempt} · <Time at={attempt.startedAt} />
          </span>
          <span className="tabular-nums">{formatDuration(attempt.durationMs)}</span>
        </h3>
      )}
      <ol>
        {attempt.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step can run twice, and a trace never changes
          <Step key={index} step={step} delivery={delivery} payload={payload} />
        ))}
      </ol>
      {attempt.steps.length === 0 ? <p className="px-4 py-3 text-dense text-muted">No step ran.</p> : null}
    </section>
  );
}

function nameOf(delivery: EventDelivery, stepId: string): string {
  const known = delivery.stepNames[stepId];
  if (known === undefined) return stepId;
  return known.name ?? definitions.step(known.type)?.title ?? known.type;
}

function Step({ step, delivery, payload }: DeliveryProps & { readonly step: StepTrace }) {
  const [isOpen, setIsOpen] = useState(step.outcome === "failed");
  return (
    <li className="border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex w-full items-start gap-2 px-4 py-2 text-left transition-colors hover:bg-hover"
      >
        <span className="pt-0.5">
          <StateIcon state={stepState[step.outcome]} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-dense font-strong">{nameOf(delivery, step.stepId)}</span>
          {step.note === undefined ? null : (
            <span className="block text-label font-normal text-muted wrap-anywhere">
              <Sentence>{step.note}</Sentence>
            </span>
          )}
          {step.error === undefined ? null : (
            <span className="block text-dense text-bad wrap-anywhere">
              <Sentence>{step.error.message}</Sentence>
            </span>
          )}
        </span>
        <span className="text-label text-muted tabular-nums">{formatDuration(step.durationMs)}</span>
      </button>
      {isOpen ? <StepValues step={step} payload={payload} /> : null}
    </li>
  );
}
