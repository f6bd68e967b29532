"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import type { Problem, ProblemState } from "./problem-types";

const words = {
  open: { verb: "Open again", what: "Somebody has to look at it again." },
  acknowledged: { verb: "Acknowledge", what: "You look after it; the others see that." },
  resolved: { verb: "Resolve", what: "It is over. The next failure opens it again." },
  ignored: { verb: "Ignore", what: "It is known and left alone. Failures are counted, and do not open it." },
} as const satisfies Record<ProblemState, { verb: string; what: string }>;

interface ChangeDialogProps {
  readonly workspace: string;
  readonly problem: Problem;
  readonly to: ProblemState;
  readonly onClose: () => void;
}

/** Moves a problem to another state, with a note for the others. */
export function ChangeDialog({ workspace, problem, to, onClose }: ChangeDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const [note, setNote] = useState(problem.note ?? "");
  const change = useMutation(
    trpc.problems.change.mutationOptions({
      onSuccess: onClose,
      onSettled: () => queries.invalidateQueries(trpc.problems.pathFilter()),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ workspace, id: problem.id, state: to, note });
  };
  const { verb, what } = words[to];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${verb} this problem?`}
      description={`${what} Its dead letters stay as they are.`}
      footer={
        <>
          <DialogCancel />
          <Button type="submit" form={form} variant="primary" busy={change.isPending} busyLabel="Saving…">
            {verb}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label="Note" optional error={change.error?.message}>
          <Input value={note} onValueChange={setNote} placeholder="The shop is moving its server" />
        </Field>
      </form>
    </Dialog>
  );
}
