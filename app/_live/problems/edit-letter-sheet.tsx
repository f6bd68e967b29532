"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { formatPlural } from "@/app/_ui/format";
import { Sheet } from "@/app/_ui/sheet";
import { showToast } from "@/app/_ui/show-toast";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { Textarea } from "@/app/_ui/textarea";
import { prettyJson } from "../pretty-json";

interface EditLetterSheetProps {
  readonly workspace: string;
  readonly deliveryId: string;
  readonly onClose: () => void;
}

/** What a dead letter goes on with, to be put right and redriven. */
export function EditLetterSheet({ workspace, deliveryId, onClose }: EditLetterSheetProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const input = useQuery(
    trpc.problems.letterInput.queryOptions(
      { workspace, deliveryId },
      { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 },
    ),
  );
  const [typed, setTyped] = useState<string>();
  const redrive = useMutation(
    trpc.problems.editAndRedrive.mutationOptions({
      onSuccess: () => {
        showToast("1 event redriven.");
        onClose();
      },
      onSettled: () => queries.invalidateQueries(trpc.problems.pathFilter()),
    }),
  );
  const text = typed ?? (input.data === undefined ? "" : prettyJson(input.data.data));
  const where = input.data?.step ?? "its first step";
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="Edit and redrive"
      description={input.data === undefined ? undefined : `${input.data.topic} ${input.data.offset}`}
      footer={
        <>
          <DialogCancel />
          <Button
            variant="primary"
            busy={redrive.isPending}
            busyLabel="Redriving…"
            disabled={
              input.data === undefined
                ? "It is still being read."
                : input.data.isRemoved
                  ? "Its consumer is not deployed any more."
                  : false
            }
            onClick={() => redrive.mutate({ workspace, deliveryId, data: text })}
          >
            Redrive 1 event
          </Button>
        </>
      }
    >
      {input.error === null ? null : <Banner tone="bad">{input.error.message}</Banner>}
      {input.isPending ? <SkeletonRows /> : null}
      {input.data === undefined ? null : (
        <>
          <p className="text-dense text-text-2">
            It goes on at {where} with this payload
            {input.data.finishedSteps === 0
              ? "."
              : `; ${formatPlural(input.data.finishedSteps, "finished step")} ${input.data.finishedSteps === 1 ? "is" : "are"} not run again.`}{" "}
            The stored event stays as it is, and so does what other consumers made of it.
            {input.data.editedBy === null ? "" : ` ${input.data.editedBy} changed it before.`}
          </p>
          <Field label="Payload" error={redrive.error?.message}>
            <Textarea
              mono
              rows={16}
              spellCheck={false}
              value={text}
              onChange={(change) => setTyped(change.currentTarget.value)}
            />
          </Field>
        </>
      )}
    </Sheet>
  );
}
