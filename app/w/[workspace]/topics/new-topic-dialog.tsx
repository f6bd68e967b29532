"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Textarea } from "@/app/_ui/textarea";
import { topicNameOf, topicNameSchema } from "@/flow/document/names";

interface NewTopicDialogProps {
  readonly workspace: string;
  readonly onClose: () => void;
}

const formId = "new-topic";

/** Makes an empty topic. "Order placed" becomes `order.placed` when the box is left. */
export function NewTopicDialog({ workspace, onClose }: NewTopicDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const create = useMutation(trpc.topics.create.mutationOptions());
  const parsed = topicNameSchema.safeParse(name);
  const fault = isChecked && !parsed.success ? parsed.error.issues[0]?.message : undefined;
  const error = create.error === null ? fault : errorSentence(create.error).replaceAll("`", "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const proposed = parsed.success ? name : topicNameOf(name);
    setName(proposed);
    setIsChecked(true);
    if (!topicNameSchema.safeParse(proposed).success) return;
    create.mutate(
      { workspace, name: proposed, ...(description.trim() === "" ? {} : { description }) },
      {
        onSuccess: async () => {
          await queryClient.invalidateQueries(trpc.topics.list.queryFilter({ workspace }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New topic"
      description="Flows make their topics when they are deployed. Create one here to send to it before that."
      footer={
        <>
          <DialogCancel />
          <Button type="submit" form={formId} variant="primary" busy={create.isPending} busyLabel="Creating…">
            Create topic
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" help="What has happened, as in order.placed" error={error}>
          <Input
            mono
            value={name}
            placeholder="order.placed"
            maxLength={80}
            autoFocus
            spellCheck={false}
            onValueChange={(next) => {
              setName(next);
              setIsChecked(false);
              create.reset();
            }}
            onBlur={() => {
              if (!parsed.success && name.trim() !== "") setName(topicNameOf(name));
            }}
          />
        </Field>
        <Field label="Description" optional>
          <Textarea
            value={description}
            maxLength={2000}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
