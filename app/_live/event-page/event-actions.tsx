"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, CircleHelp, Copy, FlaskConical, History, RotateCcw, Send } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/button-link";
import { Card } from "@/app/_ui/card";
import { formatNumber, formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import { useCopy } from "@/app/_ui/use-copy";
import type { DeliveryChip } from "@/server/events/event-row";
import { ReplayDialog } from "../replays/replay-dialog";
import { whyHref } from "../why/why-href";
import { asCloudEvent } from "./as-cloud-event";
import { asCurl } from "./as-curl";
import type { WholeEvent } from "./envelope";
import { SendAgainSheet } from "./send-again-sheet";

interface EventActionsProps {
  readonly workspace: string;
  readonly event: WholeEvent;
  /** Of the live run. */
  readonly chips: readonly DeliveryChip[];
}

const idsOf = (chips: readonly DeliveryChip[], status: DeliveryChip["status"]) =>
  chips.flatMap((chip) => (chip.status === status && chip.deliveryId !== null ? [chip.deliveryId] : []));

/** The editor of a flow, with this event as the sample. */
function tryHref(workspace: string, flow: string, { topic, offset }: WholeEvent): string {
  const sample = encodeURIComponent(`${topic}:${offset}`);
  return `/w/${encodeURIComponent(workspace)}/flows/${encodeURIComponent(flow)}?sample=${sample}`;
}

/** What can be done with an event. */
export function EventActions({ workspace, event, chips }: EventActionsProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isReplaying, setIsReplaying] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.events.outcomes.queryKey() });
  const redrive = useMutation(
    trpc.deliveries.redrive.mutationOptions({
      onSuccess: ({ count }) => showToast(`${formatPlural(count, "delivery", "deliveries")} redriven.`),
      onSettled: refresh,
    }),
  );
  const retry = useMutation(trpc.deliveries.retryNow.mutationOptions({ onSettled: refresh }));
  const dead = idsOf(chips, "dead");
  const waiting = idsOf(chips, "retrying");
  const flows = [...new Set(chips.map(({ flowSlug }) => flowSlug))];
  const failure = redrive.error ?? retry.error;
  return (
    <Card title="Actions">
      <div className="flex flex-col gap-2">
        {dead.length > 0 ? (
          <Button
            variant="primary"
            icon={RotateCcw}
            busy={redrive.isPending}
            onClick={() => redrive.mutate({ workspace, deliveryIds: dead })}
          >
            Redrive {formatPlural(dead.length, "delivery", "deliveries")}
          </Button>
        ) : null}
        {waiting.length > 0 ? (
          <Button
            icon={RotateCcw}
            busy={retry.isPending}
            onClick={() => retry.mutate({ workspace, deliveryIds: waiting })}
          >
            Retry {waiting.length === 1 ? "now" : `${formatNumber(waiting.length)} now`}
          </Button>
        ) : null}
        <Button icon={History} onClick={() => setIsReplaying(true)}>
          Replay…
        </Button>
        <ButtonLink icon={CircleHelp} href={whyHref(workspace, event.id)}>
          Ask why
        </ButtonLink>
        {flows.map((flow) => (
          <ButtonLink key={flow} icon={FlaskConical} href={tryHref(workspace, flow, event)}>
            {flows.length === 1 ? "Open in editor" : `Open in ${flow}`}
          </ButtonLink>
        ))}
        {event.text === null ? null : (
          <Button icon={Send} onClick={() => setIsSending(true)}>
            Edit and send…
          </Button>
        )}
        <CopyButton text={() => asCloudEvent(event)}>Copy as CloudEvent</CopyButton>
        <CopyButton text={() => asCurl(event, window.location.origin)}>Copy as curl</CopyButton>
        {failure === null ? null : <Banner tone="bad">{failure.message}</Banner>}
      </div>
      {isSending ? (
        <SendAgainSheet workspace={workspace} event={event} onClose={() => setIsSending(false)} />
      ) : null}
      <ReplayDialog
        workspace={workspace}
        name={`${event.topic} ${event.offset}`}
        what="1 event"
        parts={[{ topic: event.topic, offsets: [event.offset] }]}
        open={isReplaying}
        onOpenChange={setIsReplaying}
      />
    </Card>
  );
}

function CopyButton({ text, children }: { readonly text: () => string; readonly children: string }) {
  const { copied, copy } = useCopy();
  return (
    <Button icon={copied ? Check : Copy} onClick={() => copy(text())}>
      {copied ? "Copied" : children}
    </Button>
  );
}
