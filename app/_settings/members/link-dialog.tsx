"use client";

import { useMutation } from "@tanstack/react-query";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { LinkShown } from "./link-shown";
import type { Member } from "./member-row";

interface LinkDialogProps {
  readonly workspace: string;
  readonly member: Member;
  readonly onClose: () => void;
}

export function LinkDialog({ workspace, member, onClose }: LinkDialogProps) {
  const trpc = useTRPC();
  const renew = useMutation(trpc.members.renewLink.mutationOptions());
  if (renew.data !== undefined) return <LinkShown name={member.name} {...renew.data} onClose={onClose} />;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Make a new sign-in link for ${member.name}?`}
      action="Make link"
      busyLabel="Making link…"
      busy={renew.isPending}
      error={renew.isError ? errorSentence(renew.error) : undefined}
      onConfirm={() => renew.mutate({ workspace, userId: member.userId })}
    >
      Whoever opens the link sets a new password for {member.email}. An earlier link stops working; the
      present password works until then.
    </ConfirmDialog>
  );
}
