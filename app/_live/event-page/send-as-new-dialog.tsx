"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import { eventHref } from "../event-href";
import type { WholeEvent } from "./envelope";

interface SendAsNewDialogProps {
  readonly workspace: string;
  readonly event: WholeEvent;
  /** How many consumers react to it now. */
  readonly consumers: number;
  readonly onClose: () => void;
}

/** The same payload as another event: it really happens again, so it is asked for once. */
export function SendAsNewDialog({ workspace, event, consumers, onClose }: SendAsNewDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const send = useMutation(
    trpc.events.sendAsNew.mutationOptions({
      onSuccess: (sent) => {
        onClose();
        if (sent.kind === "stored") {
          showToast(`Sent as ${sent.topic} ${sent.offset}.`, {
            action: { label: "Show", onAction: () => router.push(eventHref(workspace, sent)) },
          });
        } else showToast("It does not fit its schema and waits in quarantine.", { tone: "wait" });
      },
    }),
  );
  const reacting = formatPlural(consumers, "consumer");
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Send ${event.topic} ${event.offset} as a new event?`}
      action="Send event"
      busyLabel="Sending…"
      busy={send.isPending}
      error={send.error?.message}
      onConfirm={() => send.mutate({ workspace, topic: event.topic, offset: event.offset })}
    >
      <p>
        It gets a new id and keeps payload, key and type{event.isTest ? "; it stays marked as a test" : ""}.{" "}
        {consumers === 0
          ? "No consumer reacts to it now."
          : `${reacting} ${consumers === 1 ? "gets" : "get"} it, and what acts outside does so.`}
      </p>
    </ConfirmDialog>
  );
}
