"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { formatPlural } from "@/app/_ui/format";
import { Input } from "@/app/_ui/input";
import { showToast } from "@/app/_ui/show-toast";
import type { Problem } from "./problem-types";

interface DiscardDialogProps {
  readonly workspace: string;
  readonly problem: Problem;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Asks why, says what happens, and gives the letters of one cause up. */
export function DiscardDialog({ workspace, problem, open, onOpenChange }: DiscardDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const [reason, setReason] = useState("");
  // As many as were there when it was asked: what comes meanwhile nobody has seen.
  const [shown] = useState(problem.letters);
  const discard = useMutation(
    trpc.deliveries.discard.mutationOptions({
      onSuccess: ({ count }) => {
        onOpenChange(false);
        setReason("");
        showToast(`${formatPlural(count, "dead letter")} discarded.`);
      },
      onSettled: () => queries.invalidateQueries(trpc.problems.pathFilter()),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    discard.mutate({ workspace, chosen: { problemId: problem.id }, atMost: shown, reason });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Discard ${formatPlural(shown, "dead letter")}?`}
      description="They stay in the history as discarded and cannot be redriven."
      footer={
        <>
          <DialogCancel />
          <Button
            type="submit"
            form={form}
            variant="danger"
            busy={discard.isPending}
            busyLabel="Discarding…"
            disabled={reason.trim() === "" ? "Say why first." : false}
          >
            Discard {shown}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label="Why" help="Kept with every one of them." error={discard.error?.message}>
          <Input value={reason} onValueChange={setReason} placeholder="Test orders, not wanted" />
        </Field>
      </form>
    </Dialog>
  );
}
