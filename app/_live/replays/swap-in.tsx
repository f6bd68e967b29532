"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { formatPlural } from "@/app/_ui/format";
import { Time } from "@/app/_ui/time";
import type { Replay } from "./replay-progress";

/** Stores that steps keep for themselves have a place for a name. */
function nameOf(store: string): string {
  return store.startsWith("step/") ? `what ${store.split("/").at(-1)} keeps for itself` : store;
}

/** Offers to let what a replay has counted take the place of the live figures, and says what that means. */
export function SwapIn({ workspace, replay }: { readonly workspace: string; readonly replay: Replay }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const input = { workspace, id: replay.id };
  const swap = useQuery(trpc.replays.swap.queryOptions(input));
  const swapIn = useMutation(
    trpc.replays.swapIn.mutationOptions({
      onSuccess: () => setIsAsking(false),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.replays.get.queryKey() }),
    }),
  );
  const { stores = [], leftOut = 0 } = swap.data ?? {};
  if (stores.length === 0) return null;
  const names = stores.map(({ store }) => nameOf(store)).join(", ");
  const rows = stores.reduce((sum, one) => sum + one.rows, 0);
  const liveRows = stores.reduce((sum, one) => sum + one.liveRows, 0);
  return (
    <Card
      aria-label="Saved values"
      title="Saved values"
      actions={
        replay.swappedAt === null ? (
          <Button size="dense" onClick={() => setIsAsking(true)}>
            Swap in…
          </Button>
        ) : undefined
      }
    >
      <p className="max-w-[68ch] text-body">
        {replay.swappedAt === null ? (
          <>
            This replay has built up {formatPlural(rows, "value")} of {names}, apart from what is live.
            Swapped in, they take the place of the {formatPlural(liveRows, "live value")}.
          </>
        ) : (
          <>
            {replay.swappedBy} let them take the place of the live values, <Time at={replay.swappedAt} />.
          </>
        )}
      </p>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Replace ${formatPlural(liveRows, "live value")}?`}
        action={`Swap in ${formatPlural(rows, "value")}`}
        busyLabel="Swapping in…"
        busy={swapIn.isPending}
        destructive
        error={swapIn.error?.message}
        onConfirm={() => swapIn.mutate(input)}
      >
        <p>
          All live values of {names} are replaced by those of this replay; keys that it has not met are
          removed. This cannot be undone, only replayed again.
        </p>
        {leftOut === 0 ? null : (
          <p>
            {formatPlural(leftOut, "event")} of its topics {leftOut === 1 ? "is" : "are"} not in this replay,
            because {leftOut === 1 ? "it was" : "they were"} not chosen or came later. What{" "}
            {leftOut === 1 ? "it" : "they"} counted for is lost.
          </p>
        )}
        <p>Every step that uses these values sees the new ones at once, also in other flows.</p>
      </ConfirmDialog>
    </Card>
  );
}
