import { Cog } from "lucide-react";
import Link from "next/link";
import { useId } from "react";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatDuration, formatNumber } from "@/app/_ui/format";
import { Pill } from "@/app/_ui/pill";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/app/_ui/table";
import { FIGURES, type HealthOverTime } from "./chart-words";

type Consumer = HealthOverTime["consumers"][number];

/** Those that need somebody first: what waits longest, then what failed most, then as they are called. */
function byNeed(a: Consumer, b: Consumer): number {
  return (
    b.lagSeconds - a.lagSeconds || b.dead - a.dead || b.retrying - a.retrying || b.retried - a.retried || 0
  );
}

const states = {
  paused: { tone: "off", word: "Paused" },
  draining: { tone: "off", word: "Draining" },
  stopped: { tone: "bad", word: "Stopped at a dead letter" },
  held: { tone: "held", word: "What it calls is down" },
} as const;

const time = (ms: number | undefined) => (ms === undefined ? "–" : formatDuration(ms));

interface ConsumerTableProps {
  readonly workspace: string;
  readonly consumers: readonly Consumer[];
}

/** All consumers over the chosen time. */
export function ConsumerTable({ workspace, consumers }: ConsumerTableProps) {
  const note = useId();
  if (consumers.length === 0) {
    return <EmptyState icon={Cog}>No consumers yet. They show here when a flow is deployed.</EmptyState>;
  }
  return (
    <>
      <div className="overflow-x-auto">
        <Table aria-describedby={note} className="[&_td]:px-2 [&_th]:px-2">
          <TableHead>
            <TableHeadCell>Consumer</TableHeadCell>
            <TableHeadCell>Topic</TableHeadCell>
            <TableHeadCell number>Delivered</TableHeadCell>
            <TableHeadCell number>Filtered</TableHeadCell>
            <TableHeadCell number>Tried again</TableHeadCell>
            <TableHeadCell number>Dead letters</TableHeadCell>
            <TableHeadCell number>Half within</TableHeadCell>
            <TableHeadCell number>99 % within</TableHeadCell>
            <TableHeadCell number>Waiting</TableHeadCell>
            <TableHeadCell number>Oldest</TableHeadCell>
          </TableHead>
          <TableBody>
            {[...consumers].sort(byNeed).map((one) => (
              <TableRow key={one.subscriptionId}>
                <TableCell>
                  <span className="flex items-center gap-2 whitespace-nowrap">
                    <Link
                      href={`/w/${workspace}/flows/${one.flow}`}
                      className="font-strong text-accent-text hover:underline"
                    >
                      {one.consumer}
                    </Link>
                    <span className="max-w-32 truncate text-muted" title={one.flowName}>
                      in {one.flowName}
                    </span>
                    {one.state === "active" ? null : (
                      <Pill tone={states[one.state].tone}>{states[one.state].word}</Pill>
                    )}
                    {one.retrying === 0 ? null : (
                      <Pill tone="wait">{formatNumber(one.retrying)} to be tried again</Pill>
                    )}
                  </span>
                </TableCell>
                <TableCell className="font-mono text-mono whitespace-nowrap">{one.topic}</TableCell>
                <TableCell number>{formatNumber(one.succeeded)}</TableCell>
                <TableCell number>{formatNumber(one.filtered)}</TableCell>
                <TableCell number>{formatNumber(one.retried)}</TableCell>
                <TableCell number className={one.dead > 0 ? "text-bad" : undefined}>
                  {formatNumber(one.dead)}
                </TableCell>
                <TableCell number>{time(one.p50)}</TableCell>
                <TableCell number>{time(one.p99)}</TableCell>
                <TableCell number>{formatNumber(one.lag)}</TableCell>
                <TableCell number>{one.lag === 0 ? "–" : formatDuration(one.lagSeconds * 1000)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
      <p id={note} className="border-t px-3 py-2 text-label font-normal text-muted">
        {FIGURES}
      </p>
    </>
  );
}
