import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import type { RouterOutputs } from "@/app/_trpc/router-types";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { formatPlural } from "@/app/_ui/format";
import { Input } from "@/app/_ui/input";
import { showToast } from "@/app/_ui/show-toast";
import type { QuarantineGroup } from "@/server/quarantine/list-quarantine";
import { choiceOf } from "./choice-of";

interface DiscardQuarantinedDialogProps {
  readonly workspace: string;
  readonly group: QuarantineGroup;
  readonly onClose: () => void;
}

/** Asks why, and gives the events of one reason up. */
export function DiscardQuarantinedDialog({ workspace, group, onClose }: DiscardQuarantinedDialogProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const form = useId();
  const [reason, setReason] = useState("");
  const discard = useMutation({
    mutationFn: async () => {
      let count = 0;
      let after: string | null = null;
      do {
        const choice = { ...choiceOf(group), after };
        const report: RouterOutputs["quarantine"]["discard"] = await client.quarantine.discard.mutate({
          workspace,
          choice,
          reason,
        });
        count += report.discarded;
        after = report.nextAfter;
      } while (after !== null);
      return count;
    },
    onSuccess: (count) => {
      showToast(`${formatPlural(count, "event")} discarded.`);
      onClose();
    },
    onSettled: () => queries.invalidateQueries(trpc.quarantine.pathFilter()),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    discard.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Discard ${formatPlural(group.count, "event")}?`}
      description="They stay in the history of the quarantine and are never delivered."
      footer={
        <>
          <DialogCancel />
          <Button
            type="submit"
            form={form}
            variant="danger"
            busy={discard.isPending}
            busyLabel="Discarding…"
            disabled={reason.trim() === "" && "Say why first."}
          >
            Discard {group.count}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field
          label="Why"
          help="Kept with every one of them."
          error={discard.error === null ? undefined : errorSentence(discard.error)}
        >
          <Input value={reason} onValueChange={setReason} placeholder="Sent by a test, not wanted" />
        </Field>
      </form>
    </Dialog>
  );
}
