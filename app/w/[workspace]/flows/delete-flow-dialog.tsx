"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import { Skeleton } from "@/app/_ui/skeleton";

interface DeleteFlowDialogProps {
  readonly workspace: string;
  readonly flow: { readonly slug: string; readonly name: string };
  readonly onClose: () => void;
}

/** Asks once more, with what deleting would end. */
export function DeleteFlowDialog({ workspace, flow, onClose }: DeleteFlowDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const byFlow = { workspace, flow: flow.slug };
  const preview = useQuery({ ...trpc.flows.previewDelete.queryOptions(byFlow), staleTime: 0 });
  const remove = useMutation(trpc.flows.delete.mutationOptions());
  const confirm = () =>
    remove.mutate(byFlow, {
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.flows.list.queryFilter({ workspace }));
        showToast(`${flow.name} was deleted. Its topics and events are kept.`);
        onClose();
      },
    });
  const error = remove.error ?? preview.error;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${flow.name}?`}
      action="Delete flow"
      busyLabel="Deleting…"
      destructive
      busy={remove.isPending}
      disabled={preview.data === undefined ? "It is being counted what this ends." : false}
      error={error === null ? undefined : errorSentence(error)}
      onConfirm={confirm}
    >
      {preview.data === undefined ? (
        <Skeleton className="my-1 w-4/5" />
      ) : (
        <>
          <p>{whatEnds(preview.data)}</p>
          <p>
            Topics and stored events are kept. This cannot be undone; export the flow first to keep a copy.
          </p>
        </>
      )}
    </ConfirmDialog>
  );
}

interface Ends {
  readonly state: "draft" | "live" | "paused";
  readonly consumers: number;
  readonly producers: number;
  readonly waiting: number;
  readonly retrying: number;
  readonly held: number;
}

function whatEnds({ state, consumers, producers, waiting, retrying, held }: Ends): string {
  if (state === "draft") return "It was never deployed, so nothing of it runs.";
  const parts = [
    `It is ${state}: ${formatPlural(consumers, "consumer")} and ${formatPlural(producers, "producer")} stop at once.`,
  ];
  if (waiting > 0) parts.push(`${formatPlural(waiting, "waiting event")} will not be delivered.`);
  const cancelled = retrying + held;
  if (cancelled > 0) {
    const word =
      cancelled === 1 ? "delivery that is retried or held is" : "deliveries that are retried or held are";
    parts.push(`${cancelled} ${word} cancelled.`);
  }
  return parts.join(" ");
}
