import Link from "next/link";
import { cn } from "@/app/_ui/cn";
import { formatDuration } from "@/app/_ui/format";
import type { CausationNode } from "@/server/events/causation-tree";
import { eventHref } from "../event-href";
import { eventKey } from "../event-key";

interface CausationProps {
  readonly workspace: string;
  readonly trees: readonly CausationNode[];
  readonly isCut: boolean;
  /** The event whose page this is, by `eventKey`. */
  readonly current: string;
}

/** Every event of the conversation, under the one that caused it, with the time between them. */
export function Causation({ workspace, trees, isCut, current }: CausationProps) {
  return (
    <div className="p-2">
      <Branches workspace={workspace} nodes={trees} current={current} />
      {isCut ? <p className="p-2 text-label text-muted">The first 500 events of this conversation.</p> : null}
    </div>
  );
}

interface BranchesProps {
  readonly workspace: string;
  readonly nodes: readonly CausationNode[];
  readonly current: string;
  readonly causedAt?: Date;
}

function Branches({ workspace, nodes, current, causedAt }: BranchesProps) {
  return (
    <ul className={cn(causedAt !== undefined && "ml-3 border-l pl-2")}>
      {nodes.map(({ event, caused }) => {
        const isCurrent = eventKey(event) === current;
        return (
          <li key={eventKey(event)}>
            <Link
              href={eventHref(workspace, event)}
              aria-current={isCurrent ? "page" : undefined}
              className={cn(
                "flex items-baseline justify-between gap-2 rounded-control px-2 py-1 text-dense hover:bg-hover",
                isCurrent && "bg-accent-soft",
              )}
            >
              <span className="truncate font-mono text-mono">
                {event.topic} <span className="text-muted">{event.offset}</span>
              </span>
              {causedAt === undefined ? null : (
                <span className="shrink-0 text-label text-muted tabular-nums">
                  +{formatDuration(Math.max(0, event.receivedAt.getTime() - causedAt.getTime()))}
                </span>
              )}
            </Link>
            {caused.length > 0 ? (
              <Branches workspace={workspace} nodes={caused} current={current} causedAt={event.receivedAt} />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
