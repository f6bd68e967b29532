"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";

interface RenameFlowDialogProps {
  readonly workspace: string;
  readonly flow: { readonly slug: string; readonly name: string };
  readonly onClose: () => void;
}

const formId = "rename-flow";

export function RenameFlowDialog({ workspace, flow, onClose }: RenameFlowDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState(flow.name);
  const rename = useMutation(trpc.flows.rename.mutationOptions());
  const isEmpty = name.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isEmpty) return;
    rename.mutate(
      { workspace, flow: flow.slug, name },
      {
        onSuccess: async () => {
          await queryClient.invalidateQueries(trpc.flows.list.queryFilter({ workspace }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Rename ${flow.name}`}
      description="Addresses of producers and the link to this flow stay."
      footer={
        <>
          <DialogCancel />
          <Button type="submit" form={formId} variant="primary" busy={rename.isPending} busyLabel="Renaming…">
            Rename
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <Field
          label="Name"
          error={
            isEmpty ? "A flow needs a name." : rename.error === null ? undefined : errorSentence(rename.error)
          }
        >
          <Input value={name} onValueChange={setName} maxLength={120} autoFocus />
        </Field>
      </form>
    </Dialog>
  );
}
