import { Pause } from "lucide-react";
import Link from "next/link";
import { flowPath } from "@/app/_flows/flow-paths";
import type { Column } from "@/app/_ui/data-table";
import { formatCount } from "@/app/_ui/format";
import { KindTile } from "@/app/_ui/kind-tile";
import { Pill } from "@/app/_ui/pill";
import { Ago } from "@/app/_ui/time";
import type { TopicSummary } from "@/server/topics/list-topics";
import { heldBackSentence, staySentence } from "./retention-words";

/** What the list says of each topic. */
export function topicColumns(workspace: string): readonly Column<TopicSummary>[] {
  return [
    {
      id: "name",
      head: "Topic",
      width: "minmax(220px,2fr)",
      phoneWidth: "minmax(0,1fr)",
      cell: ({ name, description, pause, stillOpen }) => (
        <span className="flex min-w-0 items-center gap-2">
          <KindTile kind="topic" />
          <span className="min-w-0 truncate font-mono text-mono md:max-w-full md:shrink-0" title={name}>
            {name}
          </span>
          {pause === null ? null : (
            <Pill icon={Pause}>
              {pause === "paused" ? "Paused" : `Draining, ${formatCount(stillOpen)} still open`}
            </Pill>
          )}
          {description === null ? null : (
            <span className="min-w-0 truncate text-muted max-md:hidden" title={description}>
              {description}
            </span>
          )}
        </span>
      ),
    },
    {
      id: "stored",
      head: "Events",
      width: "96px",
      phoneWidth: "68px",
      number: true,
      cell: ({ storedEvents }) => formatCount(storedEvents),
    },
    {
      id: "kept",
      head: "Events stay",
      width: "minmax(112px,auto)",
      phoneWidth: false,
      cell: (topic) => (
        <span className={topic.heldBack > 0 ? "text-wait" : undefined} title={heldBackSentence(topic)}>
          {staySentence(topic)}
        </span>
      ),
    },
    {
      id: "rate",
      head: "Per minute",
      width: "96px",
      phoneWidth: false,
      number: true,
      cell: ({ eventsPerMinute }) => formatCount(eventsPerMinute),
    },
    {
      id: "last",
      head: "Last event",
      width: "120px",
      phoneWidth: "92px",
      cell: ({ lastEventAt }) =>
        lastEventAt === null ? <span className="text-muted">none yet</span> : <Ago at={lastEventAt} />,
    },
    {
      id: "published",
      head: "Published by",
      width: "minmax(120px,1fr)",
      phoneWidth: false,
      cell: ({ publishedBy }) => <FlowLinks workspace={workspace} flows={publishedBy} />,
    },
    {
      id: "read",
      head: "Read by",
      width: "minmax(120px,1fr)",
      phoneWidth: false,
      cell: ({ readBy }) => <FlowLinks workspace={workspace} flows={readBy} />,
    },
  ];
}

interface FlowLinksProps {
  readonly workspace: string;
  readonly flows: readonly { readonly slug: string; readonly name: string }[];
}

/** The first flow as a link, the others as a count. */
function FlowLinks({ workspace, flows }: FlowLinksProps) {
  const [first, ...more] = flows;
  if (first === undefined) return <span className="text-muted">no flow</span>;
  return (
    <span className="flex min-w-0 gap-1">
      <Link
        href={flowPath(workspace, first.slug)}
        className="truncate text-accent-text hover:underline"
        tabIndex={-1}
      >
        {first.name}
      </Link>
      {more.length === 0 ? null : (
        <span className="shrink-0 text-muted" title={more.map(({ name }) => name).join(", ")}>
          +{more.length}
        </span>
      )}
    </span>
  );
}
