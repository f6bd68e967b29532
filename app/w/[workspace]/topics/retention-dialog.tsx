"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import type { Option } from "@/app/_ui/option";
import { Select } from "@/app/_ui/select";
import { showToast } from "@/app/_ui/show-toast";
import { SAMPLE_ONE_OF, type TraceMode } from "@/flow/delivery/trace-mode";
import type { TopicSummary } from "@/server/topics/list-topics";
import { heldBackSentence } from "./retention-words";

interface RetentionDialogProps {
  readonly workspace: string;
  readonly topic: TopicSummary;
  readonly onClose: () => void;
}

const formId = "retention";
const wrong = "A whole number from 1 on, or nothing.";

const traceOptions = [
  { value: "all", label: "Of every delivery" },
  { value: "sampled", label: `Of one in ${SAMPLE_ONE_OF} while many come at once` },
  { value: "failures", label: "Of failures only" },
] as const satisfies readonly Option<TraceMode>[];

function written(value: number | null): string {
  return value === null ? "" : String(value);
}

/** Null for an empty box, undefined for what is no whole number. */
function read(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 1 ? value : undefined;
}

/** Says how long a topic keeps its events and the traces of their deliveries. */
export function RetentionDialog({ workspace, topic, onClose }: RetentionDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [days, setDays] = useState(written(topic.keepDays));
  const [events, setEvents] = useState(written(topic.keepEvents));
  const [traceDays, setTraceDays] = useState(written(topic.keepTraceDays));
  const [keepTraces, setKeepTraces] = useState(topic.keepTraces);
  const save = useMutation(trpc.topics.setRetention.mutationOptions());
  const [keepDays, keepEvents, keepTraceDays] = [read(days), read(events), read(traceDays)];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (keepDays === undefined || keepEvents === undefined || keepTraceDays === undefined) return;
    save.mutate(
      { workspace, topic: topic.name, keepDays, keepEvents, keepTraceDays, keepTraces },
      {
        onSuccess: async () => {
          await queryClient.invalidateQueries(trpc.topics.list.queryFilter({ workspace }));
          showToast(`How long ${topic.name} keeps its events was changed.`);
          onClose();
        },
      },
    );
  };
  const heldBack = heldBackSentence(topic);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`How long events of ${topic.name} stay`}
      description="Empty boxes keep everything. What a consumer, a retry or a replay still needs stays until it is through."
      footer={
        <>
          <DialogCancel />
          <Button type="submit" form={formId} variant="primary" busy={save.isPending} busyLabel="Saving…">
            Save
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        {heldBack === undefined ? null : <Banner tone="wait">{heldBack}</Banner>}
        {save.error === null ? null : <Banner tone="bad">{errorSentence(save.error)}</Banner>}
        <Field label="Days that events stay" optional error={keepDays === undefined ? wrong : undefined}>
          <Input value={days} inputMode="numeric" placeholder="for ever" onValueChange={setDays} autoFocus />
        </Field>
        <Field label="Newest events that stay" optional error={keepEvents === undefined ? wrong : undefined}>
          <Input value={events} inputMode="numeric" placeholder="all" onValueChange={setEvents} />
        </Field>
        <Field label="Steps are recorded" help="Those of failures always.">
          <Select value={keepTraces} onValueChange={setKeepTraces} options={traceOptions} />
        </Field>
        <Field
          label="Days that the steps of good deliveries stay"
          optional
          help="Failures keep theirs as long as their event."
          error={keepTraceDays === undefined ? wrong : undefined}
        >
          <Input
            value={traceDays}
            inputMode="numeric"
            placeholder="as long as the event"
            onValueChange={setTraceDays}
          />
        </Field>
      </form>
    </Dialog>
  );
}
