"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Card } from "@/app/_ui/card";
import { CopyId } from "@/app/_ui/copy-id";
import { formatBytes, formatPlural } from "@/app/_ui/format";
import { formatTime } from "@/app/_ui/format-time";
import { Time } from "@/app/_ui/time";
import { lengthWords, paceLengthMs, paceWords } from "./pace-words";
import type { Replay } from "./replay-progress";

const revisions = {
  current: "what is live",
  original: "what each event ran through the first time",
  draft: "the draft, as it was when this was planned",
} as const;

/** What was chosen, by whom and why, and what the replay meets. */
export function ReplayFacts({ workspace, replay }: { readonly workspace: string; readonly replay: Replay }) {
  const trpc = useTRPC();
  const planned = useQuery(
    trpc.replays.planned.queryOptions({ workspace, id: replay.id }, { enabled: replay.state !== "planning" }),
  );
  const plan = planned.data;
  return (
    <Card aria-label="What was chosen" title="What was chosen">
      <dl className="grid grid-cols-[7rem_1fr] gap-x-4 gap-y-1.5 text-dense">
        <Fact name="Events">{chosenEvents(replay)}</Fact>
        {plan === undefined || plan.firstAt === null || plan.lastAt === null ? null : (
          <Fact name="Received">
            <Time at={plan.firstAt} /> to <Time at={plan.lastAt} />, {formatBytes(plan.bytes)}
            {plan.keys === null || plan.keys === 0 ? "" : `, ${formatPlural(plan.keys, "key")}`}
            {plan.missing === 0 ? "" : `. ${formatPlural(plan.missing, "event")} of them were trimmed since`}
          </Fact>
        )}
        <Fact name="Runs through">{revisions[replay.revision]}</Fact>
        <Fact name="Outside">
          {plan === undefined
            ? replay.state === "planning"
              ? "Known when it is planned."
              : "…"
            : plan.effects.length === 0
              ? "No step acts outside."
              : `${plan.effects
                  .map(
                    ({ step, consumer, atMost }) =>
                      `${step} in ${consumer}, at most ${formatPlural(atMost, "time")}`,
                  )
                  .join(
                    "; ",
                  )}: ${replay.withOutsideEffects ? "really done, with the keys of the first time" : "suppressed"}.`}
        </Fact>
        {replay.pace.kind === "asFast" ? null : (
          <Fact name="Speed">
            {paceWords(replay.pace)}
            {plan === undefined ? "" : lengthOf(replay, plan)}
          </Fact>
        )}
        {replay.stopAfterFailures === undefined ? null : (
          <Fact name="Pauses">after {formatPlural(replay.stopAfterFailures, "failure")}</Fact>
        )}
        <Fact name="Reason">{replay.reason === "" ? "None was given." : replay.reason}</Fact>
        <Fact name="By">
          {replay.createdBy}, <Time at={replay.createdAt} />
        </Fact>
        <Fact name="Marked with">
          <CopyId id={replay.id} label="replay id" />
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}

/** Before it starts: how long it takes. */
function lengthOf(
  { state, pace, total }: Replay,
  { firstAt, lastAt }: { readonly firstAt: Date | null; readonly lastAt: Date | null },
): string {
  const spanMs = firstAt === null || lastAt === null ? undefined : lastAt.getTime() - firstAt.getTime();
  const ms = paceLengthMs(pace, { events: total, spanMs });
  return state !== "planned" || ms === undefined ? "" : `: will take ${lengthWords(ms)}`;
}

function chosenEvents({ selection }: Replay): string {
  const now = new Date();
  const parts = selection.parts.map((part) => {
    if ("offsets" in part) {
      const shown = part.offsets.slice(0, 5).join(", ");
      return `${part.topic} ${shown}${part.offsets.length > 5 ? ` and ${part.offsets.length - 5} more` : ""}`;
    }
    if ("fromOffset" in part) return `${part.topic} ${part.fromOffset} to ${part.toOffset}`;
    if ("from" in part) return `${part.topic}, ${formatTime(part.from, now)} to ${formatTime(part.to, now)}`;
    return `all of ${part.topic}`;
  });
  const { text, key, correlationId, isDead } = selection.filter;
  const filters = [
    ...(text === undefined ? [] : [`with "${text}" in the payload`]),
    ...(key === undefined ? [] : [`with the key ${key}`]),
    ...(correlationId === undefined ? [] : [`of the conversation ${correlationId}`]),
    ...(isDead === true ? ["only those given up"] : []),
    ...(selection.first === undefined ? [] : [`the first ${selection.first}`]),
  ];
  return [parts.join("; "), ...filters].join(", ");
}
