"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Field } from "@/app/_ui/field";
import { formatPlural } from "@/app/_ui/format";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { showToast } from "@/app/_ui/show-toast";
import type { Consumer } from "@/flow/document/flow-document";
import { useBackend } from "../deploy/use-deployment";
import type { MoveTarget } from "../state/flow-api";

interface MoveDialogProps {
  readonly consumer: Consumer;
  readonly onClose: () => void;
}

const places = [
  { value: "now", label: "With events from now on" },
  { value: "offset", label: "Behind an offset" },
  { value: "time", label: "With the first event of a time" },
] as const;
type Place = (typeof places)[number]["value"];

function targetOf(place: Place, text: string): MoveTarget | undefined {
  if (place === "now") return { to: "now" };
  if (place === "offset") {
    const offset = Number(text);
    return text.trim() !== "" && Number.isSafeInteger(offset) && offset >= 0
      ? { to: "offset", offset }
      : undefined;
  }
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : { to: "time", time };
}

/** Lets a consumer go on elsewhere in a topic, after saying what that means. */
export function MoveDialog({ consumer, onClose }: MoveDialogProps) {
  const { api } = useBackend();
  const [topic, setTopic] = useState(consumer.when[0] ?? "");
  const [place, setPlace] = useState<Place>("now");
  const [text, setText] = useState("");
  const target = targetOf(place, text);
  const move = useMutation({
    mutationFn: (wished: MoveTarget) => api.moveConsumer(consumer.id, topic, wished),
    onSuccess: ({ skipped, undone }) => {
      const parts = [
        ...(skipped > 0 ? [`${formatPlural(skipped, "event")} are left out.`] : []),
        ...(undone > 0 ? [`${formatPlural(undone, "delivery", "deliveries")} are made again.`] : []),
      ];
      showToast(`${consumer.name} goes on there. ${parts.join(" ")}`.trim());
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Where shall ${consumer.name} go on?`}
      action="Go on there"
      busyLabel="Moving…"
      destructive
      busy={move.isPending}
      disabled={target === undefined ? "Say where first." : false}
      error={move.error === null ? undefined : errorSentence(move.error)}
      onConfirm={() => target !== undefined && move.mutate(target)}
    >
      <p>
        Forward, events in between are not delivered. Back, events are delivered once more, and what became of
        them before leaves the history.
      </p>
      {consumer.when.length > 1 ? (
        <Field label="Topic">
          <Select
            value={topic}
            options={consumer.when.map((name) => ({ value: name, label: name }))}
            onValueChange={setTopic}
          />
        </Field>
      ) : null}
      <Field label="Goes on">
        <Select value={place} options={places} onValueChange={setPlace} />
      </Field>
      {place === "now" ? null : (
        <Field label={place === "offset" ? "Offset" : "Time"}>
          <Input
            type={place === "offset" ? "number" : "datetime-local"}
            value={text}
            onValueChange={setText}
          />
        </Field>
      )}
    </ConfirmDialog>
  );
}
