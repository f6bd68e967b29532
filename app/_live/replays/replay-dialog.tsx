"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Skeleton } from "@/app/_ui/skeleton";
import { Switch } from "@/app/_ui/switch";
import type { AppRouter } from "@/server/api/root";

export type ReplayParts = inferRouterInputs<AppRouter>["replays"]["plan"]["selection"]["parts"];

type Target = inferRouterOutputs<AppRouter>["replays"]["targets"][number];

interface ReplayDialogProps {
  readonly workspace: string;
  /** What it is called in the list of replays. */
  readonly name: string;
  /** In words: "1 event", "order.placed, 12 Nov to 13 Nov". */
  readonly what: string;
  readonly parts: ReplayParts;
  /** The consumer that is chosen at first; absent: the first one. */
  readonly chosen?: { readonly flow: string; readonly consumerId: string } | undefined;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Chooses the consumers, plans the replay, starts it and goes to its page. */
export function ReplayDialog(props: ReplayDialogProps) {
  const { workspace, name, what, parts, open, onOpenChange } = props;
  const trpc = useTRPC();
  const router = useRouter();
  const form = useId();
  const topics = [...new Set(parts.map((part) => part.topic))];
  const targets = useQuery(trpc.replays.targets.queryOptions({ workspace, topics }, { enabled: open }));
  /** What was ticked or not by hand. */
  const [ticked, setTicked] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [isOutside, setIsOutside] = useState(false);
  // One at first: the others have reacted already.
  const isTicked = ({ subscriptionId, consumerId, flowSlug }: Target) =>
    ticked.get(subscriptionId) ??
    (props.chosen === undefined
      ? subscriptionId === targets.data?.[0]?.subscriptionId
      : props.chosen.consumerId === consumerId && props.chosen.flow === flowSlug);
  const chosen = (targets.data ?? []).filter(isTicked);
  const start = useMutation(
    trpc.replays.start.mutationOptions({
      onSuccess: ({ id }) => {
        onOpenChange(false);
        router.push(`/w/${workspace}/replays/${id}`);
      },
    }),
  );
  const plan = useMutation(
    trpc.replays.plan.mutationOptions({ onSuccess: ({ id }) => start.mutate({ workspace, id }) }),
  );
  const failure = targets.error ?? plan.error ?? start.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    plan.mutate({
      workspace,
      name,
      selection: { parts },
      options: {
        subscriptionIds: chosen.map((target) => target.subscriptionId),
        withOutsideEffects: isOutside,
        isCompared: true,
      },
    });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="form"
      title={`Replay ${what}?`}
      description="Runs stored events again, through the consumers you choose. The first deliveries stay as they are."
      footer={
        <>
          <DialogCancel />
          <Button
            type="submit"
            form={form}
            variant="primary"
            busy={plan.isPending || start.isPending}
            busyLabel="Starting…"
            disabled={chosen.length === 0 ? "Choose at least one consumer." : false}
          >
            Replay {what}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <fieldset className="flex flex-col gap-2">
          <legend className="pb-2 text-label text-muted">Consumers</legend>
          {targets.data === undefined ? (
            <Skeleton className="w-40" />
          ) : targets.data.length === 0 ? (
            <p className="text-dense text-muted">No deployed consumer reacts to {topics.join(", ")}.</p>
          ) : (
            targets.data.map((target) => (
              <Checkbox
                key={target.subscriptionId}
                checked={isTicked(target)}
                onCheckedChange={(isChosen) =>
                  setTicked(new Map(ticked).set(target.subscriptionId, isChosen))
                }
              >
                {target.consumerName} <span className="text-muted">in {target.flowName}</span>
              </Checkbox>
            ))
          )}
        </fieldset>
        <Switch
          checked={isOutside}
          onCheckedChange={setIsOutside}
          help="Off: steps like Send e-mail only say what they would do."
        >
          Really act outside
        </Switch>
        {failure === null ? null : <Banner tone="bad">{failure.message}</Banner>}
      </form>
    </Dialog>
  );
}
