"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleStop, FlaskConical, Pause, Play } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { formatDuration, formatPlural } from "@/app/_ui/format";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { Pill } from "@/app/_ui/pill";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { useNow } from "@/app/_ui/use-now";
import { type DifferenceKind, differenceKinds } from "@/flow/replay/compare-outcomes";
import { AllReplays } from "./all-replays";
import { ReplayDifferences } from "./replay-differences";
import { ReplayFacts } from "./replay-facts";
import { ReplayItems } from "./replay-items";
import { ReplayPace } from "./replay-pace";
import { ReplayPlanning } from "./replay-planning";
import { ReplayPreview } from "./replay-preview";
import { type Replay, ReplayProgress, ReplayState } from "./replay-progress";
import { SwapIn } from "./swap-in";

const REFRESH_MS = 1_000;

/** Which results are listed stands in the address. */
function useKindInUrl() {
  const router = useRouter();
  const pathname = usePathname();
  const asked = useSearchParams().get("results");
  const kind = differenceKinds.find((one) => one === asked);
  const setKind = (next: DifferenceKind | undefined) =>
    router.replace(next === undefined ? pathname : `${pathname}?results=${next}`, { scroll: false });
  return [kind, setKind] as const;
}

/** One replay: how far it is, and what can be done about it. */
export function ReplayPage({ workspace, id }: { readonly workspace: string; readonly id: string }) {
  const trpc = useTRPC();
  const replay = useQuery(trpc.replays.get.queryOptions({ workspace, id }, { refetchInterval: REFRESH_MS }));
  return (
    <Page className="gap-4">
      <AllReplays workspace={workspace} />
      {replay.error === null ? null : <Banner tone="bad">{replay.error.message}</Banner>}
      {replay.data === undefined ? (
        replay.error === null ? (
          <SkeletonRows />
        ) : null
      ) : (
        <Found workspace={workspace} replay={replay.data} />
      )}
    </Page>
  );
}

/** How many events, who asked for it, how long it took, and what it may do. */
function sentenceOf(replay: Replay, now: Date): string {
  const { startedAt, finishedAt, createdBy } = replay;
  const who =
    replay.state === "planning"
      ? `Asked for by ${createdBy}`
      : `${formatPlural(replay.total, "event")}, ${startedAt === null ? "planned" : "started"} by ${createdBy}`;
  const lastedMs = startedAt === null ? undefined : (finishedAt ?? now).getTime() - startedAt.getTime();
  const lasted = lastedMs === undefined ? "" : `, ${formatDuration(Math.max(0, lastedMs))}`;
  const effects = replay.isDryRun
    ? "Nothing is published, sent or kept: it is only compared with the first time."
    : replay.withOutsideEffects
      ? "Steps act outside."
      : "Steps do not act outside; they say what they would do.";
  return `${who}${lasted}. ${effects}`;
}

function Found({ workspace, replay }: { readonly workspace: string; readonly replay: Replay }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const now = useNow();
  const [isCancelling, setIsCancelling] = useState(false);
  const [kind, setKind] = useKindInUrl();
  const refresh = { onSettled: () => queries.invalidateQueries({ queryKey: trpc.replays.get.queryKey() }) };
  const start = useMutation(trpc.replays.start.mutationOptions(refresh));
  const pause = useMutation(trpc.replays.pause.mutationOptions(refresh));
  const resume = useMutation(trpc.replays.resume.mutationOptions(refresh));
  const cancel = useMutation(trpc.replays.cancel.mutationOptions(refresh));
  const failure = start.error ?? pause.error ?? resume.error ?? cancel.error;
  const input = { workspace, id: replay.id };
  const isOpen = replay.state === "running" || replay.state === "paused";
  const isPlanning = replay.state === "planning";
  return (
    <>
      <PageHeader
        title={replay.name}
        mark={
          <>
            <ReplayState replay={replay} />
            {replay.isDryRun ? <Pill icon={FlaskConical}>Dry run</Pill> : null}
          </>
        }
        description={sentenceOf(replay, now)}
        actions={
          replay.state === "planned" ? (
            <>
              <Button icon={CircleStop} onClick={() => setIsCancelling(true)}>
                Cancel replay
              </Button>
              <Button
                variant="primary"
                icon={Play}
                busy={start.isPending}
                busyLabel="Starting…"
                onClick={() => start.mutate(input)}
              >
                {replay.isDryRun ? "Dry run of" : "Replay"} {formatPlural(replay.total, "event")}
              </Button>
            </>
          ) : isPlanning ? (
            <Button icon={CircleStop} onClick={() => setIsCancelling(true)}>
              Cancel plan
            </Button>
          ) : isOpen ? (
            <>
              {replay.state === "running" ? (
                <Button icon={Pause} busy={pause.isPending} onClick={() => pause.mutate(input)}>
                  Pause
                </Button>
              ) : (
                <Button icon={Play} busy={resume.isPending} onClick={() => resume.mutate(input)}>
                  Resume
                </Button>
              )}
              <Button icon={CircleStop} onClick={() => setIsCancelling(true)}>
                Cancel replay
              </Button>
            </>
          ) : undefined
        }
      />
      {failure === null ? null : <Banner tone="bad">{failure.message}</Banner>}
      {replay.state === "paused" && replay.pausedBecause !== null ? (
        <Banner tone="wait">
          Paused by itself: {replay.pausedBecause} Look at what failed, then resume or cancel it.
        </Banner>
      ) : null}
      {replay.startedAt === null && replay.pausedBecause !== null ? (
        <Banner tone="wait">{replay.pausedBecause}</Banner>
      ) : null}
      <div className="grid gap-4 lg:grid-cols-2">
        {isPlanning ? (
          <ReplayPlanning replay={replay} />
        ) : (
          <Card title="Deliveries">
            <ReplayProgress replay={replay} />
            <ReplayPace replay={replay} now={now} />
          </Card>
        )}
        <ReplayFacts workspace={workspace} replay={replay} />
      </div>
      {replay.state === "planned" && !replay.isDryRun ? (
        <ReplayPreview workspace={workspace} replay={replay} />
      ) : null}
      {replay.isCompared && replay.isCompareForgotten ? (
        <Banner>What differed from the first time is kept for 31 days after the end.</Banner>
      ) : replay.isCompared && replay.startedAt !== null ? (
        <ReplayDifferences
          workspace={workspace}
          replayId={replay.id}
          isRunning={isOpen}
          kind={kind}
          onKindChange={setKind}
        />
      ) : null}
      {replay.state === "done" && !replay.isDryRun ? <SwapIn workspace={workspace} replay={replay} /> : null}
      {isPlanning ? null : <ReplayItems workspace={workspace} replay={replay} />}
      <ConfirmDialog
        open={isCancelling}
        onOpenChange={setIsCancelling}
        title={isPlanning ? "Cancel this plan?" : "Cancel this replay?"}
        action={isPlanning ? "Cancel plan" : "Cancel replay"}
        busyLabel="Cancelling…"
        busy={cancel.isPending}
        destructive
        onConfirm={() => cancel.mutate(input, { onSuccess: () => setIsCancelling(false) })}
      >
        {isPlanning
          ? "What was chosen so far is thrown away. Nothing has run."
          : "What was delivered stays. The rest is not delivered."}
      </ConfirmDialog>
    </>
  );
}
