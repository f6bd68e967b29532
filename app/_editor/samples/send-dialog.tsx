"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { PayloadEditor } from "@/app/_schemas/payload-editor";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { formatPlural } from "@/app/_ui/format";
import { Select } from "@/app/_ui/select";
import { showToast } from "@/app/_ui/show-toast";
import { countedChanges } from "@/flow/diff/diff-flows";
import { openLive } from "../actions/live-actions";
import { changesOf } from "../state/derived";
import { useEditor, useEditorStore } from "../state/editor-context";
import { sampleToTry, topicsToTry } from "./sample-choice";

/** A real event into what runs, marked as a test; it says what that is when the draft differs. */
export function SendDialog({ onClose }: { readonly onClose: () => void }) {
  const store = useEditorStore();
  const trpc = useTRPC();
  const workspace = useEditor((state) => state.workspace);
  const document = useEditor((state) => state.document);
  const [sample] = useState(() => sampleToTry(store.getState())?.sample);
  const topics = topicsToTry(document);
  const [topic, setTopic] = useState(sample?.topic ?? topics[0] ?? "");
  const [text, setText] = useState(() => JSON.stringify(sample?.data ?? {}, null, 2));
  const flow = useEditor((state) => state.flow);
  const send = useMutation(
    trpc.events.send.mutationOptions({
      onSuccess: (sent) => {
        onClose();
        if (sent.kind === "kept") {
          showToast("Kept as a sample: this flow was not deployed yet.");
          return;
        }
        if (sent.kind === "quarantined") {
          showToast(`In quarantine: ${sent.reason}`);
          return;
        }
        openLive(store);
        const { topic: where, offset } = sent;
        showToast(`Sent to ${where} as event ${offset}, marked as a test.`, {
          action: { label: "Show", onAction: () => store.getState().openEvent(where, offset) },
        });
      },
    }),
  );
  const producer = document.producers.find((one) => one.topic === topic);
  const isStored = useEditor((state) => state.filledTopics.has(topic) || state.deployed !== undefined);
  // A topic that exists takes events; before, the address of its producer keeps them.
  const to = !isStored && producer ? { flow, producer: producer.id } : { topic };
  return (
    <Dialog
      open
      size="form"
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title="Send a test event"
      footer={
        <>
          <DialogCancel />
          <Button
            variant="primary"
            busy={send.isPending}
            busyLabel="Sending…"
            onClick={() => send.mutate({ workspace, to, data: text, isTest: true })}
          >
            Send event
          </Button>
        </>
      }
    >
      <WhatRuns />
      {topics.length > 1 ? (
        <Field label="Topic">
          <Select
            value={topic}
            onValueChange={setTopic}
            options={topics.map((name) => ({ value: name, label: name }))}
          />
        </Field>
      ) : null}
      <PayloadEditor key={topic} workspace={workspace} topic={topic} text={text} onChange={setText} />
      {send.error === null ? null : <Banner tone="bad">{send.error.message}</Banner>}
    </Dialog>
  );
}

function WhatRuns() {
  const revision = useEditor((state) => state.revision);
  const changes = useEditor((state) => countedChanges(changesOf(state)).length);
  const isPaused = useEditor((state) => state.flowState === "paused");
  if (revision === undefined) {
    return <Banner>Nothing is deployed yet: the event is kept as a sample.</Banner>;
  }
  const words =
    changes === 0
      ? `Runs revision ${revision}.`
      : `Runs revision ${revision}, without your ${formatPlural(changes, "change")}.`;
  return (
    <Banner tone={changes === 0 && !isPaused ? "info" : "wait"}>
      {words} This is a real event: what acts outside does so.
      {isPaused ? " The flow is paused: the event waits." : ""}
    </Banner>
  );
}
