"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useDeferredValue } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { EmptyState } from "@/app/_ui/empty-state";
import { Pill } from "@/app/_ui/pill";
import { Time } from "@/app/_ui/time";
import { actOf, actorKindOf, detailOf, type ListedEntry } from "./audit-words";

const columns: readonly Column<ListedEntry>[] = [
  {
    id: "time",
    head: "Time",
    width: "144px",
    phoneWidth: "88px",
    cell: ({ at }) => <Time at={at} className="text-text-2" />,
  },
  {
    id: "who",
    head: "Who",
    width: "minmax(140px, 1fr)",
    phoneWidth: "88px",
    cell: (entry) => (
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate font-strong">{entry.actorName}</span>
        {actorKindOf(entry) === undefined ? null : <Pill>{actorKindOf(entry)}</Pill>}
      </span>
    ),
  },
  {
    id: "what",
    head: "What",
    width: "minmax(240px, 3fr)",
    phoneWidth: "minmax(0, 1fr)",
    cell: (entry) => (
      <span className="block truncate text-text-2">
        {actOf(entry)}
        {detailOf(entry) === undefined ? null : ` ${detailOf(entry)}`}
      </span>
    ),
  },
  {
    id: "from",
    head: "From address",
    width: "152px",
    phoneWidth: false,
    cell: ({ ip }) => <span className="font-mono text-mono text-muted">{ip}</span>,
  },
];

interface AuditTableProps {
  readonly workspace: string;
  readonly search: string;
  readonly area: string;
  readonly onClear: () => void;
}

export function AuditTable({ workspace, search, area, onClear }: AuditTableProps) {
  const trpc = useTRPC();
  const text = useDeferredValue(search.trim());
  const pages = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      { workspace, limit: 100, ...(text !== "" && { search: text }), ...(area !== "" && { area }) },
      {
        getNextPageParam: (page) => (page.hasMore ? page.entries.at(-1)?.id : undefined),
        placeholderData: keepPreviousData,
      },
    ),
  );
  const rows = pages.data?.pages.flatMap((page) => page.entries) ?? [];
  const isFiltered = text !== "" || area !== "";
  return (
    <>
      {pages.isError ? (
        <Banner
          tone="bad"
          actions={
            <Button size="dense" onClick={() => void pages.refetch()}>
              Try again
            </Button>
          }
        >
          {errorSentence(pages.error)}
        </Banner>
      ) : null}
      <DataTable
        label="Audit"
        columns={columns}
        rows={rows}
        rowKey={(entry) => entry.id}
        isLoading={pages.isPending}
        minWidth={720}
        onEndReached={() => {
          if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
        }}
        empty={
          isFiltered ? (
            <EmptyState icon={ScrollText} actions={<Button onClick={onClear}>Clear filters</Button>}>
              Nothing in the audit matches.
            </EmptyState>
          ) : (
            <EmptyState icon={ScrollText}>Nothing was done in this workspace yet.</EmptyState>
          )
        }
        className="overflow-hidden rounded-card border shadow-1"
      />
    </>
  );
}
