"use client";

import { Check, Copy } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { useCopy } from "@/app/_ui/use-copy";
import type { DeliveryChip } from "@/server/events/event-row";
import { asCloudEvent } from "./as-cloud-event";
import type { WholeEvent } from "./envelope";

interface EventActionsProps {
  readonly workspace: string;
  readonly event: WholeEvent;
  /** Of the live run. */
  readonly chips: readonly DeliveryChip[];
}

/** What can be done with an event. */
export function EventActions({ event }: EventActionsProps) {
  return (
    <Card title="Actions">
      <div className="flex flex-col gap-2">
        <CopyButton text={() => asCloudEvent(event)}>Copy as CloudEvent</CopyButton>
      </div>
    </Card>
  );
}

function CopyButton({ text, children }: { readonly text: () => string; readonly children: string }) {
  const { copied, copy } = useCopy();
  return (
    <Button icon={copied ? Check : Copy} onClick={() => copy(text())} className="w-full justify-start">
      {copied ? "Copied" : children}
    </Button>
  );
}
