"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { showToast } from "@/app/_ui/show-toast";
import { Skeleton } from "@/app/_ui/skeleton";
import type { WholeEvent } from "./envelope";

interface SaveSampleDialogProps {
  readonly workspace: string;
  readonly event: WholeEvent;
  readonly onClose: () => void;
}

/** Gives the event a name among the samples of a flow that draws its topic: what the editor tries its draft on. */
export function SaveSampleDialog({ workspace, event, onClose }: SaveSampleDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const [name, setName] = useState(`Event ${event.offset}`);
  const [chosen, setChosen] = useState<string>();
  const flows = useQuery(trpc.flows.withTopic.queryOptions({ workspace, topic: event.topic }));
  const flow = chosen ?? flows.data?.[0]?.slug;
  const isTaken = flows.data?.find(({ slug }) => slug === flow)?.samples.includes(name.trim()) ?? false;
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.flows.withTopic.queryKey() });
  const unpin = useMutation(
    trpc.flows.unpinSample.mutationOptions({
      onSuccess: () => showToast("Not a sample any more."),
      onError: ({ message }) => showToast(message, { tone: "bad" }),
      onSettled: refresh,
    }),
  );
  const pin = useMutation(
    trpc.flows.pinSample.mutationOptions({
      onSuccess: ({ id, flowName }, { flow: slug, name: given }) => {
        onClose();
        showToast(`Saved as the sample ${given} of ${flowName}.`, {
          action: { label: "Undo", onAction: () => unpin.mutate({ workspace, flow: slug, id }) },
        });
      },
      onSettled: refresh,
    }),
  );
  const missing =
    flow === undefined
      ? "No flow draws this topic."
      : name.trim() === ""
        ? "Give the sample a name."
        : isTaken
          ? "There is a sample of this name. Choose another."
          : false;
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    if (flow === undefined || missing !== false) return;
    const { topic, offset } = event;
    pin.mutate({ workspace, flow, event: { topic, offset }, name: name.trim() });
  };
  const failure = flows.error ?? pin.error;
  return (
    <Dialog
      open
      size="form"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Save ${event.topic} ${event.offset} as a sample?`}
      description="Its payload becomes a part of the flow's draft, for trying. What is live stays as it is."
      footer={
        <>
          <DialogCancel />
          <Button
            type="submit"
            form={form}
            variant="primary"
            busy={pin.isPending}
            busyLabel="Saving…"
            disabled={missing}
          >
            Save sample
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" error={isTaken ? "There is a sample of this name. Choose another." : undefined}>
          <Input value={name} onValueChange={setName} maxLength={120} />
        </Field>
        {flows.data === undefined ? (
          flows.error === null ? (
            <Skeleton className="h-8 w-full" />
          ) : null
        ) : flows.data.length === 0 ? (
          <Banner tone="wait">No flow draws {event.topic}. Draw it in a flow first.</Banner>
        ) : (
          <Field label="Flow">
            <Select
              value={flow}
              onValueChange={setChosen}
              options={flows.data.map(({ slug, name: label }) => ({ value: slug, label }))}
            />
          </Field>
        )}
        {failure === null ? null : <Banner tone="bad">{failure.message}</Banner>}
      </form>
    </Dialog>
  );
}
