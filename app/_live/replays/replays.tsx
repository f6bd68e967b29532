"use client";

import { useQuery } from "@tanstack/react-query";
import { FlaskConical, History } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button-link";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatNumber } from "@/app/_ui/format";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { Pill } from "@/app/_ui/pill";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paceWords } from "./pace-words";
import { ReplayProgress, ReplayState } from "./replay-progress";

const REFRESH_MS = 2_000;

/** All replays of the workspace with their progress. */
export function Replays({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const replays = useQuery(trpc.replays.list.queryOptions({ workspace }, { refetchInterval: REFRESH_MS }));
  return (
    <Page>
      <PageHeader
        title="Replays"
        actions={
          <ButtonLink href={`/w/${workspace}/replays/new`} variant="primary" icon={History}>
            New replay
          </ButtonLink>
        }
      />
      {replays.error === null ? null : <Banner tone="bad">{replays.error.message}</Banner>}
      {replays.data === undefined ? (
        replays.error === null ? (
          <SkeletonRows comfortable />
        ) : null
      ) : replays.data.length === 0 ? (
        <EmptyState
          icon={History}
          actions={<ButtonLink href={`/w/${workspace}/replays/new`}>Choose events</ButtonLink>}
        >
          Replays run stored events again, through the consumers you choose.
        </EmptyState>
      ) : (
        <div className="overflow-hidden rounded-card border bg-surface shadow-1">
          <Table comfortable>
            <TableHead>
              <TableHeadCell>Replay</TableHeadCell>
              <TableHeadCell>State</TableHeadCell>
              <TableHeadCell number>Events</TableHeadCell>
              <TableHeadCell>Deliveries</TableHeadCell>
              <TableHeadCell>Started</TableHeadCell>
            </TableHead>
            <TableBody>
              {replays.data.map((replay) => (
                <TableRow key={replay.id}>
                  <TableCell>
                    <Link
                      href={`/w/${workspace}/replays/${replay.id}`}
                      className="font-strong text-accent-text hover:underline"
                    >
                      {replay.name}
                    </Link>{" "}
                    <span className="text-muted">by {replay.createdBy}</span>{" "}
                    {replay.isDryRun ? <Pill icon={FlaskConical}>Dry run</Pill> : null}
                  </TableCell>
                  <TableCell>
                    <ReplayState replay={replay} />
                    {replay.pace.kind === "asFast" ? null : (
                      <p className="mt-1 text-label text-muted">{paceWords(replay.pace)}</p>
                    )}
                  </TableCell>
                  <TableCell number>{formatNumber(replay.total)}</TableCell>
                  <TableCell>
                    <ReplayProgress replay={replay} />
                  </TableCell>
                  <TableCell>{replay.startedAt === null ? "–" : <Time at={replay.startedAt} />}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
    </Page>
  );
}
