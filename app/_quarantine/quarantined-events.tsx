import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { TestTrafficNote } from "@/app/_live/test-traffic/test-traffic-note";
import { useTestEventsHidden } from "@/app/_live/test-traffic/use-test-traffic";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { CopyId } from "@/app/_ui/copy-id";
import { Pill } from "@/app/_ui/pill";
import { Sentence } from "@/app/_ui/sentence";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import type { QuarantineGroup } from "@/server/quarantine/list-quarantine";
import { choiceOf } from "./choice-of";
import { FixEventSheet } from "./fix-event-sheet";

const shown = 100;
const refreshMs = 5_000;

interface QuarantinedEventsProps {
  readonly workspace: string;
  readonly group: QuarantineGroup;
  readonly disabled: string | false;
}

/** The events of one reason, newest first. */
export function QuarantinedEvents({ workspace, group, disabled }: QuarantinedEventsProps) {
  const trpc = useTRPC();
  const [fixing, setFixing] = useState<string>();
  const areTestsHidden = useTestEventsHidden();
  const events = useQuery(
    trpc.quarantine.list.queryOptions(
      { workspace, ...choiceOf(group), limit: shown, withoutTests: areTestsHidden },
      // As often as the number of them above.
      { refetchInterval: refreshMs },
    ),
  );
  if (events.error !== null) return <Banner tone="bad">{errorSentence(events.error)}</Banner>;
  if (events.data === undefined) return <SkeletonRows />;
  return (
    <div className="overflow-x-auto border-t">
      <TestTrafficNote count={group.tests} className="border-b px-3 py-1">
        The buttons above act on them, too.
      </TestTrafficNote>
      <Table>
        <TableHead>
          <TableHeadCell>Event</TableHeadCell>
          <TableHeadCell>From</TableHeadCell>
          <TableHeadCell>Kept</TableHeadCell>
          <TableHeadCell>What does not fit</TableHeadCell>
          <TableHeadCell>
            <span className="sr-only">Actions</span>
          </TableHeadCell>
        </TableHead>
        <TableBody>
          {events.data.events.map(({ id, eventId, source, isTest, at, failures }) => (
            <TableRow key={id}>
              <TableCell>
                <CopyId id={eventId} label="event id" />
                {isTest ? <Pill className="ml-2">test</Pill> : null}
              </TableCell>
              <TableCell className="max-w-40 truncate">{source}</TableCell>
              <TableCell>
                <Time at={at} />
              </TableCell>
              <TableCell>
                <Sentence>{failures.map(({ message }) => message).join(" ")}</Sentence>
              </TableCell>
              <TableCell className="text-right">
                <Button
                  size="dense"
                  aria-label={`Fix and release ${eventId}`}
                  disabled={disabled}
                  onClick={() => setFixing(id)}
                >
                  Fix and release
                </Button>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {events.data.hasMore ? (
        <p className="px-4 py-2 text-dense text-muted">The newest {shown} are shown.</p>
      ) : null}
      {fixing === undefined ? null : (
        <FixEventSheet workspace={workspace} id={fixing} onClose={() => setFixing(undefined)} />
      )}
    </div>
  );
}
