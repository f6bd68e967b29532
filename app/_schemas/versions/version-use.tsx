import { useQuery } from "@tanstack/react-query";
import { errorSentence } from "@/app/_entry/error-sentence";
import { flowPath } from "@/app/_flows/flow-paths";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { formatNumber } from "@/app/_ui/format";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { Time } from "@/app/_ui/time";

interface VersionUseProps {
  readonly workspace: string;
  readonly subject: string;
  readonly version: number;
}

/** Who sent events of a version lately, and who reads the topics of its schema. */
export function VersionUse({ workspace, subject, version }: VersionUseProps) {
  const trpc = useTRPC();
  const use = useQuery(trpc.schemas.use.queryOptions({ workspace, subject }));
  if (use.error !== null) return <Banner tone="bad">{errorSentence(use.error)}</Banner>;
  if (use.data === undefined) return <SkeletonRows />;
  const { senders, readers, days, lastEvents } = use.data;
  const ofVersion = senders.filter((sender) => sender.version === version);
  return (
    <section aria-label="Who uses it" className="grid gap-4 2xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-2">
        <h3 className="text-dense font-strong">Who sends version {version}</h3>
        {ofVersion.length === 0 ? (
          <p className="text-dense text-muted">Nobody in the last {days} days.</p>
        ) : (
          <div className="overflow-x-auto rounded-control border">
            <Table aria-label={`Who sends version ${version}`}>
              <TableHead>
                <TableHeadCell>Flow</TableHeadCell>
                <TableHeadCell>Topic</TableHeadCell>
                <TableHeadCell number>Events</TableHeadCell>
                <TableHeadCell>Last</TableHeadCell>
              </TableHead>
              <TableBody>
                {ofVersion.map(({ topic, flow, events, lastAt }) => (
                  <TableRow key={`${topic} ${flow?.slug ?? ""}`}>
                    <TableCell className="min-w-32">
                      {flow === null ? (
                        "No producer: a step, a person or the API"
                      ) : (
                        <TextLink href={flowPath(workspace, flow.slug)}>{flow.name}</TextLink>
                      )}
                    </TableCell>
                    <TableCell className="font-mono text-mono">{topic}</TableCell>
                    <TableCell number>{formatNumber(events)}</TableCell>
                    <TableCell>
                      <Time at={lastAt} />
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </div>
        )}
        <p className="text-label font-normal text-muted">
          Of the last {days} days, and at most the last {formatNumber(lastEvents)} events of each topic.
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-2">
        <h3 className="text-dense font-strong">Who reads its topics</h3>
        {readers.length === 0 ? (
          <p className="text-dense text-muted">No consumer is deployed for them.</p>
        ) : (
          <ul aria-label="Who reads its topics" className="rounded-control border text-dense">
            {readers.map(({ topic, flow, consumer }) => (
              <li
                key={`${topic} ${flow.slug} ${consumer}`}
                className="flex flex-wrap gap-x-2 border-b px-3 py-1 last:border-b-0"
              >
                <TextLink href={flowPath(workspace, flow.slug)}>{flow.name}</TextLink>
                <span>{consumer}</span>
                <span className="font-mono text-mono text-muted">{topic}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
