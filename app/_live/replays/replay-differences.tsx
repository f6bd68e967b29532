"use client";

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Equal } from "lucide-react";
import { useEffect, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Card } from "@/app/_ui/card";
import { cn } from "@/app/_ui/cn";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatNumber } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { Pill } from "@/app/_ui/pill";
import { toneText } from "@/app/_ui/tone-styles";
import type { DifferenceKind } from "@/flow/replay/compare-outcomes";
import { differenceLooks } from "./difference-words";
import { type ResultRow, ResultSheet } from "./result-sheet";

const REFRESH_MS = 1_000;
const PAGE = 100;

interface ReplayDifferencesProps {
  readonly workspace: string;
  readonly replayId: string;
  /** More may come. */
  readonly isRunning: boolean;
  /** Which kind is listed; absent: all that differ. */
  readonly kind: DifferenceKind | undefined;
  readonly onKindChange: (kind: DifferenceKind | undefined) => void;
}

const columns: readonly Column<ResultRow>[] = [
  {
    id: "kind",
    head: "Result",
    width: "140px",
    cell: ({ kind }) => {
      const { tone, icon, word } = differenceLooks[kind];
      return (
        <Pill tone={tone} icon={icon}>
          {word}
        </Pill>
      );
    },
  },
  {
    id: "event",
    head: "Event",
    width: "minmax(0,1fr)",
    cell: ({ topic, offset }) => (
      <span className="font-mono text-mono">
        {topic} {offset}
      </span>
    ),
  },
  { id: "key", head: "Key", width: "minmax(0,0.6fr)", phoneWidth: false, cell: ({ key }) => key ?? "–" },
  { id: "consumer", head: "Consumer", width: "minmax(0,0.8fr)", cell: ({ consumerName }) => consumerName },
];

/** What came of a replay beside the first time: figures per kind, and the deliveries behind them. */
export function ReplayDifferences(props: ReplayDifferencesProps) {
  const { workspace, replayId, isRunning, kind, onKindChange } = props;
  const trpc = useTRPC();
  const [open, setOpen] = useState<ResultRow>();
  const queries = useQueryClient();
  useEffect(() => {
    if (!isRunning) return;
    // What came between the last look and the end is looked at too.
    return () => {
      const input = { workspace, id: replayId };
      void queries.invalidateQueries({ queryKey: trpc.replays.differences.queryKey(input) });
      void queries.invalidateQueries({ queryKey: trpc.replays.results.infiniteQueryKey(input) });
    };
  }, [isRunning, queries, trpc, workspace, replayId]);
  const refetchInterval = isRunning ? REFRESH_MS : false;
  const counts = useQuery(
    trpc.replays.differences.queryOptions({ workspace, id: replayId }, { refetchInterval }),
  );
  const pages = useInfiniteQuery(
    trpc.replays.results.infiniteQueryOptions(
      { workspace, id: replayId, limit: PAGE, ...(kind === undefined ? {} : { kind }) },
      {
        getNextPageParam: (page) => {
          const last = page.at(-1);
          return page.length < PAGE || last === undefined
            ? undefined
            : { topic: last.topic, offset: last.offset, deliveryId: last.deliveryId };
        },
        placeholderData: keepPreviousData,
        refetchInterval,
      },
    ),
  );
  const rows = pages.data?.pages.flat() ?? [];
  const error = counts.error ?? pages.error;
  return (
    <Card flush title="Compared with the first time">
      {error === null ? null : <Banner tone="bad">{error.message}</Banner>}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a look of its own */}
      <div role="group" aria-label="Results" className="flex flex-wrap gap-2 p-3">
        {(counts.data ?? []).map(({ kind: one, count }) => {
          const { word, tone, icon } = differenceLooks[one];
          const isChosen = kind === one;
          return (
            <button
              key={one}
              type="button"
              aria-pressed={isChosen}
              disabled={count === 0 && !isChosen}
              onClick={() => onKindChange(isChosen ? undefined : one)}
              className={cn(
                "flex h-8 items-center gap-1.5 rounded-control border border-border-strong px-2.5 text-dense transition-colors enabled:hover:bg-hover",
                "aria-pressed:border-ring aria-pressed:bg-accent-soft disabled:border-border disabled:text-muted",
              )}
            >
              <Icon of={icon} size={14} className={count === 0 ? "" : toneText[tone]} />
              {word}
              <span className="tabular-nums">{formatNumber(count)}</span>
            </button>
          );
        })}
      </div>
      <div className={cn("flex flex-col border-t", rows.length > 4 ? "h-80" : "h-48")}>
        <DataTable
          label="Results"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.deliveryId}
          onOpen={setOpen}
          openKey={open?.deliveryId}
          isLoading={pages.isPending}
          onEndReached={() => {
            if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
          }}
          empty={
            <EmptyState icon={Equal}>
              {isRunning
                ? "Nothing differs so far."
                : kind === undefined
                  ? "Everything came to the same as the first time."
                  : "There is none of this kind."}
            </EmptyState>
          }
        />
      </div>
      {open === undefined ? null : (
        <ResultSheet
          workspace={workspace}
          replayId={replayId}
          row={open}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Card>
  );
}
