"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Field } from "@/app/_ui/field";
import { formatPlural } from "@/app/_ui/format";
import { Input } from "@/app/_ui/input";
import { showToast } from "@/app/_ui/show-toast";
import type { TopicSummary } from "@/server/topics/list-topics";

interface DeleteTopicDialogProps {
  readonly workspace: string;
  readonly topic: TopicSummary;
  readonly onClose: () => void;
}

/** Deletes a topic after its name was typed. */
export function DeleteTopicDialog({ workspace, topic, onClose }: DeleteTopicDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState("");
  const remove = useMutation(trpc.topics.delete.mutationOptions());
  const events = formatPlural(topic.storedEvents, "event");
  const confirm = () =>
    remove.mutate(
      { workspace, topic: topic.name, confirmName: typed },
      {
        onSuccess: async ({ deletedEvents }) => {
          await queryClient.invalidateQueries(trpc.topics.list.queryFilter({ workspace }));
          showToast(`${topic.name} and ${formatPlural(deletedEvents, "event")} were deleted.`);
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${topic.name}?`}
      action={`Delete topic and ${events}`}
      busyLabel="Deleting…"
      destructive
      busy={remove.isPending}
      disabled={typed === topic.name ? false : "Type the topic's name first."}
      error={remove.error === null ? undefined : errorSentence(remove.error)}
      onConfirm={confirm}
    >
      <p>
        {topic.storedEvents === 0
          ? "It holds no events."
          : `Its ${events} and the history of their deliveries are gone for ever.`}
      </p>
      <Field label={`Type ${topic.name} to delete it`}>
        <Input mono value={typed} onValueChange={setTyped} spellCheck={false} />
      </Field>
    </ConfirmDialog>
  );
}
