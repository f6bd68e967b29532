"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { formatNumber, formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import type { DeliveryChip } from "@/server/events/event-row";

interface RepairActionsProps {
  readonly workspace: string;
  /** Of the live run. */
  readonly chips: readonly DeliveryChip[];
}

const idsOf = (chips: readonly DeliveryChip[], status: DeliveryChip["status"]) =>
  chips.flatMap((chip) => (chip.status === status && chip.deliveryId !== null ? [chip.deliveryId] : []));

/** Puts back what was given up, and tries at once what waits; nothing when all is well. */
export function RepairActions({ workspace, chips }: RepairActionsProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refusal = useRefusal(workspace, "delivery.repair");
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.events.outcomes.queryKey() });
  const redrive = useMutation(
    trpc.deliveries.redrive.mutationOptions({
      onSuccess: ({ count }) => showToast(`${formatPlural(count, "delivery", "deliveries")} redriven.`),
      onSettled: refresh,
    }),
  );
  const retry = useMutation(trpc.deliveries.retryNow.mutationOptions({ onSettled: refresh }));
  const dead = idsOf(chips, "dead");
  const waiting = idsOf(chips, "retrying");
  const failure = redrive.error ?? retry.error;
  if (dead.length === 0 && waiting.length === 0 && failure === null) return null;
  return (
    <div className="flex flex-col gap-2 border-b p-3">
      {dead.length > 0 ? (
        <Button
          variant="primary"
          icon={RotateCcw}
          busy={redrive.isPending}
          disabled={refusal}
          onClick={() => redrive.mutate({ workspace, deliveryIds: dead })}
        >
          Redrive {formatPlural(dead.length, "delivery", "deliveries")}
        </Button>
      ) : null}
      {waiting.length > 0 ? (
        <Button
          icon={RotateCcw}
          busy={retry.isPending}
          disabled={refusal}
          onClick={() => retry.mutate({ workspace, deliveryIds: waiting })}
        >
          Retry {waiting.length === 1 ? "now" : `${formatNumber(waiting.length)} now`}
        </Button>
      ) : null}
      {failure === null ? null : <Banner tone="bad">{failure.message}</Banner>}
    </div>
  );
}
