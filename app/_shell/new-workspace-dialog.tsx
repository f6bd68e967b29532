"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";

const formId = "new-workspace";

export function NewWorkspaceDialog({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const create = useMutation(
    trpc.workspace.create.mutationOptions({
      // A full load: nothing of the workspace before stays in memory.
      onSuccess: ({ slug }) => window.location.assign(`/w/${slug}/flows`),
    }),
  );
  const isEmpty = name.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty) create.mutate({ name });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Create a workspace"
      description="It has its own flows, events, members and keys. You will be its owner."
      footer={
        <>
          <DialogCancel />
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={create.isPending || create.isSuccess}
            busyLabel="Creating…"
            disabled={isEmpty ? "Give the workspace a name." : false}
          >
            Create workspace
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <Field label="Name" error={create.error === null ? undefined : errorSentence(create.error)}>
          <Input value={name} onValueChange={setName} maxLength={60} placeholder="Web shop" autoFocus />
        </Field>
      </form>
    </Dialog>
  );
}
