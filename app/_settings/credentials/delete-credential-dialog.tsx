"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { showToast } from "@/app/_ui/show-toast";
import type { ListedCredential } from "./credential-words";

interface DeleteCredentialDialogProps {
  readonly workspace: string;
  readonly credential: ListedCredential;
  readonly onClose: () => void;
}

export function DeleteCredentialDialog({ workspace, credential, onClose }: DeleteCredentialDialogProps) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const remove = useMutation(
    trpc.credentials.delete.mutationOptions({
      onSuccess() {
        void cache.invalidateQueries(trpc.credentials.pathFilter());
        showToast(`The credential "${credential.name}" was deleted.`);
        onClose();
      },
    }),
  );
  const drafts = credential.uses.filter((use) => !use.isLive).map((use) => use.name);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      destructive
      title={`Delete the credential "${credential.name}"?`}
      action="Delete credential"
      busyLabel="Deleting…"
      busy={remove.isPending}
      error={remove.isError ? errorSentence(remove.error) : undefined}
      onConfirm={() => remove.mutate({ workspace, id: credential.id })}
    >
      Its secret cannot be brought back.
      {drafts.length === 0
        ? null
        : ` Drafts that name it need another one before they can be deployed: ${drafts.join(", ")}.`}
    </ConfirmDialog>
  );
}
