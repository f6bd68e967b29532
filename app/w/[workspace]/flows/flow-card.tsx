import { ClockAlert, OctagonX } from "lucide-react";
import Link from "next/link";
import { flowPath, workspacePath } from "@/app/_flows/flow-paths";
import { FlowPictureView } from "@/app/_flows/flow-picture-view";
import { FlowStatePill } from "@/app/_flows/flow-state-pill";
import { formatCount, formatPlural } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { Ago } from "@/app/_ui/time";
import type { FlowSummary } from "@/server/flows/list-flows";
import { FlowMenu } from "./flow-menu";

interface FlowCardProps {
  readonly workspace: string;
  readonly flow: FlowSummary;
}

/** A flow in the list: its picture, whether it runs, and what happened lately. The whole card opens it. */
export function FlowCard({ workspace, flow }: FlowCardProps) {
  return (
    <article className="group relative flex min-w-0 flex-1 flex-col overflow-hidden rounded-card border border-border bg-surface shadow-1 transition-shadow focus-within:shadow-2 hover:shadow-2">
      <div className="relative border-b bg-canvas">
        {flow.picture.cards.length === 0 ? (
          <p className="absolute inset-0 grid place-items-center text-dense text-muted">Nothing drawn yet</p>
        ) : null}
        <FlowPictureView isDecoration picture={flow.picture} className="block h-36 w-full" />
      </div>
      <div className="flex flex-1 flex-col gap-2 p-3">
        <div className="flex items-start gap-2">
          <h2 className="min-w-0 flex-1 pt-0.5 text-heading">
            <Link
              href={flowPath(workspace, flow.slug)}
              className="block truncate outline-none after:absolute after:inset-0 after:rounded-card focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
            >
              {flow.name}
            </Link>
          </h2>
          <div className="relative -mr-1">
            <FlowMenu workspace={workspace} flow={flow} />
          </div>
        </div>
        <div className="flex min-h-5 flex-wrap items-center gap-x-2 gap-y-1">
          <FlowStatePill state={flow.state} revision={flow.revision} stillOpen={flow.stillOpen} />
          {flow.undeployedChanges === 0 ? null : (
            <span className="flex items-center gap-1.5 text-label text-muted">
              <span aria-hidden className="size-1.5 rounded-full bg-accent" />
              {formatPlural(flow.undeployedChanges, "change")} not deployed
            </span>
          )}
        </div>
        <p className="mt-auto flex flex-wrap items-center gap-x-3 gap-y-1 pt-1 text-dense text-muted tabular-nums">
          {flow.state === "draft" ? (
            <span>
              Saved <Ago at={flow.savedAt} />
            </span>
          ) : (
            <span>
              {formatCount(flow.eventsPerMinute)} {flow.eventsPerMinute === 1 ? "event" : "events"}/min
            </span>
          )}
          {flow.retrying === 0 ? null : (
            <span className="flex items-center gap-1 text-wait">
              <Icon of={ClockAlert} size={14} />
              {`${formatCount(flow.retrying)} retrying`}
            </span>
          )}
          {flow.deadLastHour === 0 ? null : (
            <Link
              href={workspacePath(workspace, "problems")}
              className="relative flex items-center gap-1 text-bad hover:underline"
            >
              <Icon of={OctagonX} size={14} />
              {`${formatCount(flow.deadLastHour)} failed in the last hour`}
            </Link>
          )}
        </p>
      </div>
    </article>
  );
}
