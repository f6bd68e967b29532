"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { showToast } from "@/app/_ui/show-toast";
import type { Member } from "./member-row";

interface RemoveDialogProps {
  readonly workspace: string;
  readonly member: Member;
  readonly onClose: () => void;
}

export function RemoveDialog({ workspace, member, onClose }: RemoveDialogProps) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess() {
        // Who has left has no business on this page any more.
        if (member.isYou) return window.location.assign("/");
        void cache.invalidateQueries(trpc.members.pathFilter());
        showToast(`${member.name} was removed.`);
        onClose();
      },
    }),
  );
  const { isYou, name } = member;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      destructive
      title={isYou ? "Leave this workspace?" : `Remove ${name} from this workspace?`}
      action={isYou ? "Leave" : `Remove ${name}`}
      busyLabel={isYou ? "Leaving…" : "Removing…"}
      busy={remove.isPending || remove.isSuccess}
      error={remove.isError ? errorSentence(remove.error) : undefined}
      onConfirm={() => remove.mutate({ workspace, userId: member.userId })}
    >
      {isYou ? "You lose" : `${name} loses`} access at once, also on pages that are open. {keyWords(member)}{" "}
      Flows and history stay.
    </ConfirmDialog>
  );
}

function keyWords({ isYou, livingKeys }: Member): string {
  if (livingKeys === 0) return "";
  const whose = isYou ? "that you made" : "that they made";
  return livingKeys === 1 ? `The API key ${whose} ends too.` : `The ${livingKeys} API keys ${whose} end too.`;
}
