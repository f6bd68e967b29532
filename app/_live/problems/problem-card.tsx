"use client";

import {
  ChevronDown,
  ChevronRight,
  CircleCheck,
  Ellipsis,
  Eye,
  EyeOff,
  RotateCcw,
  Trash2,
  Undo2,
} from "lucide-react";
import { useState } from "react";
import { flowPath } from "@/app/_flows/flow-paths";
import { useRefusal } from "@/app/_flows/use-refusal";
import { Button } from "@/app/_ui/button";
import { formatNumber, formatPlural } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu } from "@/app/_ui/menu";
import { MenuItem } from "@/app/_ui/menu-items";
import { Sentence } from "@/app/_ui/sentence";
import { StateIcon } from "@/app/_ui/state-pill";
import { TextLink } from "@/app/_ui/text-link";
import { Time } from "@/app/_ui/time";
import { whatToDo } from "../what-to-do";
import { ChangeDialog } from "./change-dialog";
import { DiscardDialog } from "./discard-dialog";
import { ProblemLetters } from "./problem-letters";
import type { Problem, ProblemState } from "./problem-types";
import { RedriveDialog } from "./redrive-dialog";
import { RedriveProgress } from "./redrive-progress";
import { TrendLine } from "./trend-line";

interface ProblemCardProps {
  readonly workspace: string;
  readonly problem: Problem;
}

/** `3 later events of the same key wait behind this one.` */
function waitingWords(waiting: number, letters: number): string {
  const who = `${formatPlural(waiting, "later event")} of the same ${letters === 1 ? "key" : "keys"}`;
  return `${who} ${waiting === 1 ? "waits" : "wait"} behind ${letters === 1 ? "this one" : "these"}.`;
}

const moves = [
  { state: "acknowledged", label: "Acknowledge…", icon: Eye },
  { state: "resolved", label: "Resolve…", icon: CircleCheck },
  { state: "ignored", label: "Ignore…", icon: EyeOff },
  { state: "open", label: "Open again…", icon: Undo2 },
] as const satisfies readonly { state: ProblemState; label: string; icon: typeof Eye }[];

/** One cause with what can be done about it. */
export function ProblemCard({ workspace, problem }: ProblemCardProps) {
  const mayNot = useRefusal(workspace, "delivery.repair");
  const [isOpen, setIsOpen] = useState(false);
  const [moved, setMoved] = useState<ProblemState>();
  const [asks, setAsks] = useState<"redrive" | "discard">();
  const { letters, state } = problem;
  const isLive = state === "open" || state === "acknowledged";
  return (
    <section className="overflow-hidden rounded-card border bg-surface shadow-1" data-testid="problem">
      <header className="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-3">
        <span className="pt-0.5">
          <StateIcon state={!isLive ? "succeeded" : letters > 0 ? "dead" : "retrying"} named={false} />
        </span>
        <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
          <h2 className="text-body font-strong wrap-anywhere">
            <Sentence>{problem.message ?? problem.reason ?? "No reason was given."}</Sentence>
          </h2>
          <p className="text-dense text-muted wrap-anywhere">
            {problem.step === null ? null : <>At {problem.step} · </>}
            {problem.consumerName} in{" "}
            <TextLink href={flowPath(workspace, problem.flowSlug)}>{problem.flowName}</TextLink> ·{" "}
            <span className="font-mono text-mono">{problem.topic}</span>
          </p>
          <p className="text-dense text-muted tabular-nums">
            {formatPlural(problem.failures, "failure")}, {formatNumber(problem.givenUp)} given up · first{" "}
            <Time at={problem.firstAt} /> · last <Time at={problem.lastAt} />
            {problem.reopened === 0 ? null : ` · came back ${formatPlural(problem.reopened, "time")}`}
          </p>
          <StateWords problem={problem} />
          {problem.hasStopped ? (
            <p className="text-dense text-bad">
              {problem.consumerName} has stopped here. Redrive or discard, then it goes on.
            </p>
          ) : null}
          {problem.waitingBehind > 0 ? (
            <p className="text-dense text-held">{waitingWords(problem.waitingBehind, letters)}</p>
          ) : null}
          {isLive && letters > 0 ? (
            <p className="text-dense text-text-2">
              <Sentence>{whatToDo(problem.reason)}</Sentence>
            </p>
          ) : null}
        </div>
        <TrendLine trend={problem.trend} />
        <div className="flex flex-wrap items-center gap-2">
          {letters === 0 ? null : (
            <>
              <Button variant="ghost" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
                <Icon of={isOpen ? ChevronDown : ChevronRight} />
                {formatPlural(letters, "event")}
              </Button>
              <Button icon={Trash2} disabled={mayNot} onClick={() => setAsks("discard")}>
                Discard {formatNumber(letters)}
              </Button>
              <Button
                icon={RotateCcw}
                disabled={
                  mayNot ||
                  (problem.isRemoved &&
                    "Its consumer is not deployed any more. Discard them, or deploy the consumer.")
                }
                onClick={() => setAsks("redrive")}
              >
                Redrive {formatNumber(letters)}…
              </Button>
            </>
          )}
          <Menu align="end" trigger={<IconButton icon={Ellipsis} label="More for this problem" />}>
            {moves
              .filter((move) => move.state !== state)
              .map((move) => (
                <MenuItem
                  key={move.state}
                  icon={move.icon}
                  disabled={mayNot}
                  onSelect={() => setMoved(move.state)}
                >
                  {move.label}
                </MenuItem>
              ))}
          </Menu>
        </div>
      </header>
      <RedriveProgress workspace={workspace} problem={problem} />
      {isOpen && letters > 0 ? <ProblemLetters workspace={workspace} problem={problem} /> : null}
      {moved === undefined ? null : (
        <ChangeDialog
          workspace={workspace}
          problem={problem}
          to={moved}
          onClose={() => setMoved(undefined)}
        />
      )}
      {asks === "discard" ? (
        <DiscardDialog
          workspace={workspace}
          problem={problem}
          open
          onOpenChange={(open) => setAsks(open ? "discard" : undefined)}
        />
      ) : null}
      {asks === "redrive" ? (
        <RedriveDialog workspace={workspace} problem={problem} onClose={() => setAsks(undefined)} />
      ) : null}
    </section>
  );
}

/** Who made it what it is, and when. */
function StateWords({ problem }: { readonly problem: Problem }) {
  const { state, stateBy, stateAt, note } = problem;
  if (state === "open" && problem.reopened === 0) return null;
  const words = {
    open: stateBy === null ? "It came back" : `${stateBy} opened it again`,
    acknowledged: `${stateBy ?? "Somebody"} looks after it since`,
    resolved: stateBy === null ? "Healed: nothing of it is left since" : `${stateBy} resolved it`,
    ignored: `${stateBy ?? "Somebody"} ignores it since`,
  } as const;
  return (
    <p className="text-dense text-text-2 wrap-anywhere">
      {words[state]} <Time at={stateAt} />
      {note === null ? "." : `: ${note}`}
    </p>
  );
}
