"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, CircleHelp, Pencil } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/button-link";
import { CopyId } from "@/app/_ui/copy-id";
import { formatPlural } from "@/app/_ui/format";
import { Pill } from "@/app/_ui/pill";
import { Sentence } from "@/app/_ui/sentence";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { eventHref } from "../event-href";
import { TestTrafficNote } from "../test-traffic/test-traffic-note";
import { useTestEventsHidden } from "../test-traffic/use-test-traffic";
import { whyHref } from "../why/why-href";
import { EditLetterSheet } from "./edit-letter-sheet";
import type { Problem } from "./problem-types";

const REFRESH_MS = 5_000;

interface ProblemLettersProps {
  readonly workspace: string;
  readonly problem: Problem;
}

/** The dead letters of one cause, oldest first, a page at a time. */
export function ProblemLetters({ workspace, problem }: ProblemLettersProps) {
  const trpc = useTRPC();
  const mayNot = useRefusal(workspace, "delivery.repair");
  /** The last offset before each page that was turned to. */
  const [pages, setPages] = useState<readonly number[]>([0]);
  const areTestsHidden = useTestEventsHidden();
  const [edited, setEdited] = useState<string>();
  const { data, error } = useQuery(
    trpc.problems.letters.queryOptions(
      { workspace, id: problem.id, after: pages.at(-1) ?? 0, withoutTests: areTestsHidden },
      { refetchInterval: REFRESH_MS, placeholderData: keepPreviousData },
    ),
  );
  if (data === undefined)
    return error === null ? <SkeletonRows /> : <Banner tone="bad">{error.message}</Banner>;
  const last = data.letters.at(-1)?.offset;
  return (
    <div className="border-t">
      <TestTrafficNote className="border-b px-3 py-1">Redrive and discard act on them, too.</TestTrafficNote>
      <Table>
        <TableHead>
          <TableHeadCell>Event</TableHeadCell>
          <TableHeadCell>Id</TableHeadCell>
          <TableHeadCell>What failed</TableHeadCell>
          <TableHeadCell number>Attempts</TableHeadCell>
          <TableHeadCell>Given up</TableHeadCell>
          <TableHeadCell>
            <span className="sr-only">Actions</span>
          </TableHeadCell>
        </TableHead>
        <TableBody>
          {data.letters.map((letter) => (
            <TableRow key={letter.deliveryId}>
              <TableCell>
                <Link
                  href={eventHref(workspace, letter)}
                  className="font-mono text-mono text-accent-text hover:underline"
                >
                  {letter.topic} {letter.offset}
                </Link>
                {letter.isTest ? <Pill className="ml-2">test</Pill> : null}
              </TableCell>
              <TableCell>
                <CopyId id={letter.eventId} label="event id" />
              </TableCell>
              <TableCell>
                <span className="block max-w-[48ch] truncate" title={letter.message ?? undefined}>
                  <Sentence>{letter.message ?? ""}</Sentence>
                </span>
                {letter.parkedKey === null || letter.waitingBehind === 0 ? null : (
                  <span className="block text-held">
                    {formatPlural(letter.waitingBehind, "later event")} of{" "}
                    <span className="font-mono text-mono">{letter.parkedKey}</span> behind it
                  </span>
                )}
              </TableCell>
              <TableCell number>{letter.attempts}</TableCell>
              <TableCell>
                <Time at={letter.finishedAt} />
              </TableCell>
              <TableCell>
                <span className="flex justify-end gap-1">
                  <ButtonLink
                    size="dense"
                    variant="ghost"
                    icon={CircleHelp}
                    href={whyHref(workspace, letter.eventId)}
                  >
                    Why
                  </ButtonLink>
                  <Button
                    size="dense"
                    variant="ghost"
                    icon={Pencil}
                    disabled={mayNot}
                    onClick={() => setEdited(letter.deliveryId)}
                  >
                    Edit and redrive
                  </Button>
                </span>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {pages.length > 1 || data.hasMore ? (
        <div className="flex justify-end gap-2 border-t px-4 py-2">
          <Button
            size="dense"
            icon={ChevronLeft}
            disabled={pages.length === 1 ? "These are the oldest." : false}
            onClick={() => setPages(pages.slice(0, -1))}
          >
            Older
          </Button>
          <Button
            size="dense"
            icon={ChevronRight}
            disabled={data.hasMore ? false : "These are the newest."}
            onClick={() => last !== undefined && setPages([...pages, last])}
          >
            Newer
          </Button>
        </div>
      ) : null}
      {error === null ? null : <Banner tone="bad">{error.message}</Banner>}
      {edited === undefined ? null : (
        <EditLetterSheet workspace={workspace} deliveryId={edited} onClose={() => setEdited(undefined)} />
      )}
    </div>
  );
}
