"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { formatPlural } from "@/app/_ui/format";
import type { DifferenceKind } from "@/flow/replay/compare-outcomes";
import { ReplayDifferences } from "./replay-differences";
import type { Replay } from "./replay-progress";

const FIRST = 50;
const REFRESH_MS = 1_000;

const isOver = (replay: Replay | undefined) => replay?.state === "done" || replay?.state === "cancelled";

/** Tries the first events of a planned replay in a dry run, and shows what would differ. */
export function ReplayPreview({
  workspace,
  replay,
}: {
  readonly workspace: string;
  readonly replay: Replay;
}) {
  const trpc = useTRPC();
  const [kind, setKind] = useState<DifferenceKind>();
  const start = useMutation(trpc.replays.start.mutationOptions());
  const plan = useMutation(
    trpc.replays.plan.mutationOptions({ onSuccess: ({ id }) => start.mutate({ workspace, id }) }),
  );
  const id = start.data?.id;
  const preview = useQuery(
    trpc.replays.get.queryOptions(
      { workspace, id: id ?? "" },
      {
        enabled: id !== undefined,
        refetchInterval: (query) => (isOver(query.state.data) ? false : REFRESH_MS),
      },
    ),
  );
  const first = Math.min(FIRST, replay.total);
  const error = plan.error ?? start.error ?? preview.error;
  if (id !== undefined && preview.data !== undefined) {
    return (
      <ReplayDifferences
        workspace={workspace}
        replayId={id}
        isRunning={!isOver(preview.data)}
        kind={kind}
        onKindChange={setKind}
      />
    );
  }
  return (
    <Card title="Before you start">
      <div className="flex flex-col items-start gap-3">
        <p className="max-w-[68ch] text-body text-text-2">
          A dry run of the first {formatPlural(first, "event")} shows what would differ from the first time.
          Nothing is published, sent or kept.
        </p>
        {error === null ? null : <Banner tone="bad">{error.message}</Banner>}
        <Button
          icon={FlaskConical}
          busy={plan.isPending || start.isPending || id !== undefined}
          busyLabel="Trying…"
          onClick={() =>
            plan.mutate({
              workspace,
              name: `Preview of ${replay.name}`.slice(0, 120),
              selection: { ...replay.selection, first },
              options: {
                subscriptionIds: [...replay.subscriptionIds],
                withOutsideEffects: false,
                isDryRun: true,
                revision: replay.revision,
              },
            })
          }
        >
          Preview the first {formatPlural(first, "event")}
        </Button>
      </div>
    </Card>
  );
}
