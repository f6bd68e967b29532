"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleX } from "lucide-react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { formatNumber, formatPlural } from "@/app/_ui/format";
import { OutcomeBar } from "@/app/_ui/outcome-bar";
import { Time } from "@/app/_ui/time";
import type { Problem, Redrive } from "./problem-types";

const RUNNING_MS = 1_000;
const REST_MS = 15_000;

/** Whether something of it may still change. */
const isUnderWay = ({ state, open }: Redrive) => state === "running" || open > 0;

interface RedriveProgressProps {
  readonly workspace: string;
  readonly problem: Problem;
}

/** The last redrive of a problem: how far it is, and what became of what it put back. */
export function RedriveProgress({ workspace, problem }: RedriveProgressProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data } = useQuery(
    trpc.problems.redrives.queryOptions(
      { workspace, problemId: problem.id, limit: 1 },
      { refetchInterval: (query) => (query.state.data?.some(isUnderWay) ? RUNNING_MS : REST_MS) },
    ),
  );
  const cancel = useMutation(
    trpc.problems.cancelRedrive.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.problems.redrives.queryKey() }),
    }),
  );
  const redrive = data?.[0];
  if (redrive === undefined) return null;
  const { state, total, position, succeeded, filtered, dead, open } = redrive;
  const left = total - position;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 border-t px-4 py-2 text-dense">
      <p className="min-w-0 flex-1 basis-60 tabular-nums" role="status">
        {state === "running"
          ? `Redriving: ${formatNumber(position)} of ${formatPlural(total, "event")} put back${redrive.perSecond === null ? "" : `, ${formatNumber(redrive.perSecond)} a second`}.`
          : state === "cancelled"
            ? `Redrive cancelled with ${formatNumber(left)} of ${formatPlural(total, "event")} left.`
            : `${formatPlural(total, "event")} redriven${open > 0 ? `, ${formatNumber(open)} still open` : ""}.`}{" "}
        <span className="text-muted">
          By {redrive.createdBy}, <Time at={redrive.createdAt} />
        </span>
      </p>
      {succeeded + filtered + dead === 0 ? null : (
        <OutcomeBar ok={succeeded} filtered={filtered} failed={dead} legend className="min-w-40" />
      )}
      {state === "running" ? (
        <Button
          size="dense"
          icon={CircleX}
          busy={cancel.isPending}
          busyLabel="Cancelling…"
          onClick={() => cancel.mutate({ workspace, id: redrive.id })}
        >
          Cancel redrive
        </Button>
      ) : null}
      {cancel.error === null ? null : <Banner tone="bad">{cancel.error.message}</Banner>}
    </div>
  );
}
