"use client";

import { X } from "lucide-react";
import { cn } from "@/app/_ui/cn";
import { formatDuration } from "@/app/_ui/format";
import { IconButton } from "@/app/_ui/icon-button";
import { MarkedText } from "@/app/_ui/marked-text";
import { Spinner } from "@/app/_ui/spinner";
import { StateIcon } from "@/app/_ui/state-pill";
import type { StepTrace } from "@/flow/delivery/delivery-trace";
import { findStep } from "@/flow/graph/step-tree";
import { useEditor, useEditorStore } from "../state/editor-context";
import { staleReason, type Trial } from "./trial";

const stepState = {
  done: "succeeded",
  stopped: "filtered",
  held: "held",
  failed: "failed",
  skipped: "cancelled",
} as const satisfies Record<StepTrace["outcome"], unknown>;

/** Every consumer that the sample came to, each with its steps. */
export function TrialList() {
  const trial = useEditor((state) => state.trial);
  const stale = useEditor(staleReason);
  if (trial === undefined) return null;
  return (
    <section className="flex w-64 shrink-0 flex-col overflow-y-auto border-r" aria-label="Results">
      <div className="sticky top-0 z-card shrink-0 bg-surface">
        <Head trial={trial} />
        {stale === undefined ? null : (
          <p className="bg-wait-soft px-3 py-1 text-label font-normal text-text" data-testid="stale">
            Old results. <MarkedText>{stale}</MarkedText>
          </p>
        )}
      </div>
      {trial.kind === "done" ? (
        <div className={cn(stale !== undefined && "opacity-60")}>
          <Deliveries trial={trial} />
        </div>
      ) : null}
    </section>
  );
}

function Head({ trial }: { readonly trial: Trial }) {
  const store = useEditorStore();
  if (trial.kind === "running") {
    return (
      <p className="flex items-center gap-2 px-3 py-2 text-dense text-text-2">
        <Spinner />
        {trial.isWaiting ? "Waits for its turn. Health says what runs." : "Running…"}
      </p>
    );
  }
  return (
    <div className="flex items-center gap-1 border-b py-1 pr-1 pl-3 text-label text-muted">
      <span className="min-w-0 flex-1 truncate" data-testid="trial-head">
        {trial.kind === "failed" ? "Not run" : `On ${trial.on.name}${trial.hasSent ? ", really sent" : ""}`}
      </span>
      <IconButton
        icon={X}
        label="Clear results"
        size={24}
        onClick={() => store.setState({ trial: undefined, shownResult: undefined })}
      />
    </div>
  );
}

function Deliveries({ trial }: { readonly trial: Extract<Trial, { kind: "done" }> }) {
  const { deliveries, unfinished, cut } = trial.result;
  const nameOf = (id: string) => trial.document.consumers.find((consumer) => consumer.id === id)?.name ?? id;
  return (
    <>
      {deliveries.map((delivery, number) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a result never changes
        <section key={number} aria-label={nameOf(delivery.consumerId)}>
          <Line shown={{ delivery: number }}>
            <StateIcon state={delivery.status} size={14} />
            <span className="min-w-0 flex-1 truncate font-strong">{nameOf(delivery.consumerId)}</span>
            <span className="text-label font-normal text-muted tabular-nums">
              {formatDuration(delivery.trace.durationMs)}
            </span>
          </Line>
          {delivery.trace.steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a result never changes
            <StepLine key={index} step={step} number={number} trial={trial} />
          ))}
        </section>
      ))}
      {unfinished.map(({ consumerId, message }) => (
        <p key={consumerId} className="px-3 py-1.5 text-label font-normal text-muted">
          <span className="font-strong text-text-2">{nameOf(consumerId)}</span> was not run:{" "}
          <MarkedText>{message}</MarkedText>
        </p>
      ))}
      {deliveries.length + unfinished.length === 0 ? (
        <p className="px-3 py-2 text-dense text-muted">
          No consumer reacts to <code>{trial.on.sample.topic}</code>, so nothing ran.
        </p>
      ) : null}
      {cut === undefined ? null : <p className="px-3 py-1.5 text-label text-wait">{cut}</p>}
    </>
  );
}

interface StepLineProps {
  readonly step: StepTrace;
  readonly number: number;
  readonly trial: Extract<Trial, { kind: "done" }>;
}

function StepLine({ step, number, trial }: StepLineProps) {
  const nodes = useEditor((state) => state.nodes);
  const found = findStep(trial.document, step.stepId)?.step;
  const definition = found && nodes.step(found.type);
  const wouldSend = !trial.hasSent && step.note?.startsWith("Would send");
  return (
    <Line shown={{ delivery: number, stepId: step.stepId }} isInset>
      <StateIcon state={stepState[step.outcome]} size={14} />
      <span className="min-w-0 flex-1 truncate">
        {(found && (found.name ?? definition?.row(found.config))) ?? step.stepId}
      </span>
      <span className="text-label font-normal text-muted tabular-nums">
        {wouldSend ? "would send" : formatDuration(step.durationMs)}
      </span>
    </Line>
  );
}

interface LineProps {
  readonly shown: { readonly delivery: number; readonly stepId?: string };
  readonly isInset?: boolean;
  readonly children: React.ReactNode;
}

function Line({ shown, isInset = false, children }: LineProps) {
  const store = useEditorStore();
  const isOn = useEditor(
    ({ shownResult }) => shownResult?.delivery === shown.delivery && shownResult.stepId === shown.stepId,
  );
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => store.setState({ shownResult: shown })}
      className={cn(
        "flex h-7 w-full items-center gap-2 border-l-2 border-transparent pr-3 text-left text-dense hover:bg-hover focus-visible:-outline-offset-2",
        isInset ? "pl-6" : "pl-2.5",
        isOn && "border-l-ring bg-accent-soft",
      )}
    >
      {children}
    </button>
  );
}
