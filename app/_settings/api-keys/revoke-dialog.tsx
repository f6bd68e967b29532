"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { showToast } from "@/app/_ui/show-toast";
import type { ListedKey } from "./api-key-table";

interface RevokeDialogProps {
  readonly workspace: string;
  readonly listed: ListedKey;
  readonly onClose: () => void;
}

export function RevokeDialog({ workspace, listed, onClose }: RevokeDialogProps) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess() {
        void cache.invalidateQueries(trpc.apiKeys.pathFilter());
        showToast(`The key "${listed.name}" was revoked.`);
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      destructive
      title={`Revoke the key "${listed.name}"?`}
      action="Revoke key"
      busyLabel="Revoking…"
      busy={revoke.isPending}
      error={revoke.isError ? errorSentence(revoke.error) : undefined}
      onConfirm={() => revoke.mutate({ workspace, id: listed.id })}
    >
      Programs that use it are refused from their next call on. A revoked key cannot be brought back.
    </ConfirmDialog>
  );
}
