"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { CopyId } from "@/app/_ui/copy-id";
import { formatPlural } from "@/app/_ui/format";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { eventHref } from "../event-href";
import { type DeadLetterGroup, groupRef } from "./dead-letter-group";

const SHOWN = 100;

interface GroupLettersProps {
  readonly workspace: string;
  readonly group: DeadLetterGroup;
}

/** The events of one cause, oldest first. */
export function GroupLetters({ workspace, group }: GroupLettersProps) {
  const trpc = useTRPC();
  const letters = useQuery(
    trpc.events.deadLetters.queryOptions({ workspace, ...groupRef(group), limit: SHOWN }),
  );
  if (letters.error !== null) return <Banner tone="bad">{letters.error.message}</Banner>;
  if (letters.data === undefined) return <SkeletonRows />;
  return (
    <div className="border-t">
      <Table>
        <TableHead>
          <TableHeadCell>Event</TableHeadCell>
          <TableHeadCell>Id</TableHeadCell>
          <TableHeadCell number>Attempts</TableHeadCell>
          <TableHeadCell>Given up</TableHeadCell>
          <TableHeadCell>Wait behind it</TableHeadCell>
        </TableHead>
        <TableBody>
          {letters.data.map((letter) => (
            <TableRow key={letter.deliveryId}>
              <TableCell>
                <Link
                  href={eventHref(workspace, letter)}
                  className="font-mono text-mono text-accent-text hover:underline"
                >
                  {letter.topic} {letter.offset}
                </Link>
              </TableCell>
              <TableCell>
                <CopyId id={letter.eventId} label="event id" />
              </TableCell>
              <TableCell number>{letter.attempts}</TableCell>
              <TableCell>
                <Time at={letter.finishedAt} />
              </TableCell>
              <TableCell>
                {letter.parkedKey === null || letter.waitingBehind === 0 ? null : (
                  <span className="text-held">
                    {formatPlural(letter.waitingBehind, "later event")} of{" "}
                    <span className="font-mono text-mono">{letter.parkedKey}</span>
                  </span>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {group.count > SHOWN ? (
        <p className="px-4 py-2 text-label text-muted">
          The first {SHOWN} of {formatPlural(group.count, "event")}.
        </p>
      ) : null}
    </div>
  );
}
