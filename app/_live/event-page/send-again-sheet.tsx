"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Sheet } from "@/app/_ui/sheet";
import { showToast } from "@/app/_ui/show-toast";
import { Switch } from "@/app/_ui/switch";
import { Textarea } from "@/app/_ui/textarea";
import { eventHref } from "../event-href";
import { prettyJson } from "../pretty-json";
import type { WholeEvent } from "./envelope";

interface SendAgainSheetProps {
  readonly workspace: string;
  readonly event: WholeEvent;
  readonly onClose: () => void;
}

/** A new event made from this one: as it is, or with another payload or key. All consumers of the topic get it. */
export function SendAgainSheet({ workspace, event, onClose }: SendAgainSheetProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const [typed, setTyped] = useState<string>();
  const [key, setKey] = useState(event.key ?? "");
  const [isTest, setIsTest] = useState(event.isTest);
  const send = useMutation(
    trpc.events.send.mutationOptions({
      onSuccess: (sent) => {
        if (sent.kind === "stored") {
          showToast(`Sent as ${sent.topic} ${sent.offset}.`);
          router.push(eventHref(workspace, sent));
        } else showToast("It does not fit its schema and waits in quarantine.", { tone: "wait" });
        onClose();
      },
    }),
  );
  const text = typed ?? prettyJson(event.text ?? "");
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="Edit and send"
      description={`A new event in ${event.topic}, caused by event ${event.offset}. All consumers of the topic get it.`}
      footer={
        <>
          <DialogCancel />
          <Button
            variant="primary"
            busy={send.isPending}
            busyLabel="Sending…"
            onClick={() =>
              send.mutate({
                workspace,
                to: { topic: event.topic },
                // Untouched it goes out as it came, space by space.
                data: typed ?? event.text ?? "",
                contentType: event.contentType,
                type: event.type,
                correlationId: event.correlationId,
                causationId: event.id,
                isTest,
                ...(event.subject === null ? {} : { subject: event.subject }),
                ...(key === "" ? {} : { key }),
              })
            }
          >
            Send event
          </Button>
        </>
      }
    >
      <Field label="Payload">
        <Textarea
          mono
          rows={16}
          spellCheck={false}
          value={text}
          onChange={(change) => setTyped(change.currentTarget.value)}
        />
      </Field>
      <Field label="Key" optional>
        <Input mono value={key} onValueChange={setKey} />
      </Field>
      <Switch checked={isTest} onCheckedChange={setIsTest}>
        Mark it as a test
      </Switch>
      {send.error === null ? null : <Banner tone="bad">{send.error.message}</Banner>}
    </Sheet>
  );
}
