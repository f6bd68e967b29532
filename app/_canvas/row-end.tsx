"use client";

import { CircleCheck, CircleDashed, CircleSlash, ClockAlert, Hand, TriangleAlert, X } from "lucide-react";
import { lazy, Suspense } from "react";
import { openIssue } from "@/app/_editor/actions/problem-actions";
import { stepTrialOf } from "@/app/_editor/samples/trial";
import { issuesAt, isWrong } from "@/app/_editor/state/derived";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { useLive } from "@/app/_live/live-context";
import { cn } from "@/app/_ui/cn";
import { formatCount } from "@/app/_ui/format";
import { formatTime } from "@/app/_ui/format-time";
import { Icon } from "@/app/_ui/icon";
import type { Step } from "@/flow/document/flow-document";
import { configFields } from "@/flow/node/field-hints";
import type { StepDefinition } from "@/flow/node/step-definition";

const TrialMark = lazy(() => import("./trial-mark").then((module) => ({ default: module.TrialMark })));

/** "Needs a recipient": the hint of the field that an issue names, as a sentence. */
function needsWords(definition: StepDefinition | undefined, field: string | undefined): string {
  const hint = definition && configFields(definition.config).find(({ name }) => name === field)?.hints.needs;
  return hint === undefined ? "Unfinished" : hint.charAt(0).toUpperCase() + hint.slice(1);
}

interface RowEndProps {
  readonly step: Step;
  readonly definition: StepDefinition | undefined;
  readonly consumerId: string;
}

/** What is unfinished or wrong; else how the newest event fared. */
export function RowEnd({ step, definition, consumerId }: RowEndProps) {
  const store = useEditorStore();
  const issue = useEditor((state) =>
    issuesAt(state, `step:${step.id}`).find(({ severity }) => severity !== "warning"),
  );
  const isWrongHere = useEditor((state) => issue !== undefined && isWrong(state, issue));
  if (issue) {
    const words = issue.severity === "unfinished" ? needsWords(definition, issue.at.field) : undefined;
    return (
      <button
        type="button"
        tabIndex={-1}
        title={issue.message.replaceAll(/[*`]/g, "")}
        onClick={(event) => {
          event.stopPropagation();
          openIssue(store, issue);
        }}
        className={cn(
          "flex max-w-3/5 min-w-0 shrink items-center gap-1 text-label font-normal",
          isWrongHere ? "text-bad" : "text-muted",
        )}
      >
        <span className="row-note truncate">{words}</span>
        <Icon
          of={isWrongHere ? TriangleAlert : CircleDashed}
          size={14}
          className={isWrongHere ? "text-bad-mark" : "text-off-mark"}
          label={isWrongHere ? "Problem" : "Unfinished"}
        />
      </button>
    );
  }
  return <Outcome stepId={step.id} consumerId={consumerId} />;
}

/** While the draft is being tried its results stand here; else those of the newest event. */
function Outcome({ stepId, consumerId }: { readonly stepId: string; readonly consumerId: string }) {
  const trial = useEditor((state) => stepTrialOf(state, stepId, consumerId));
  if (trial !== undefined) {
    return (
      <Suspense>
        <TrialMark trial={trial} />
      </Suspense>
    );
  }
  return (
    <span className="live-figure contents">
      <LastOutcome stepId={stepId} consumerId={consumerId} />
    </span>
  );
}

/** How the newest event fared here; before that, when this step is tried again. */
function LastOutcome({ stepId, consumerId }: { readonly stepId: string; readonly consumerId: string }) {
  const outcome = useLive(({ consumers }) => consumers.get(consumerId)?.lastSteps.get(stepId));
  const wait = useLive(({ consumers }) => consumers.get(consumerId)?.waits.get(stepId));
  const retry = useLive(({ consumers }) => consumers.get(consumerId)?.nextRetry);
  if (retry?.stepId === stepId) {
    const until = retry.dueAt === null ? "" : ` until ${formatTime(retry.dueAt, new Date())}`;
    return (
      <span title={`Waits${until}: ${retry.message ?? "it failed"} (attempt ${retry.attempts + 1})`}>
        <Icon of={ClockAlert} size={14} className="text-wait-mark" label="Retrying" />
      </span>
    );
  }
  if (wait !== undefined) {
    // To the minute: it stands beside what the step does.
    const next = formatTime(wait.nextAt, new Date()).replace(/^(\d\d:\d\d):\d\d$/, "$1");
    return (
      <span className="row-note shrink-0 text-label font-normal text-held tabular-nums">
        {formatCount(wait.count)}
        {wait.isMore ? "+" : ""} waiting · next {next}
      </span>
    );
  }
  switch (outcome) {
    case "done":
      return <Icon of={CircleCheck} size={14} className="text-ok-mark" label="Worked" />;
    case "failed":
      return <Icon of={X} size={14} className="text-bad-mark" label="Failed" />;
    case "stopped":
      return <Icon of={CircleSlash} size={14} className="text-off-mark" label="Stopped here" />;
    case "held":
      return <Icon of={Hand} size={14} className="text-held-mark" label="Held" />;
    default:
      return null;
  }
}
