"use client";

import { useMutation } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useLive } from "@/app/_live/live-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { showToast } from "@/app/_ui/show-toast";
import { useBackend } from "../deploy/use-deployment";
import { useEditor } from "../state/editor-context";
import { MoveDialog } from "./move-dialog";
import { Section } from "./section";

/** Pauses a deployed consumer, lets it go on, or moves it to another place in its topics. */
export function WorkSection({ consumerId }: { readonly consumerId: string }) {
  const { api } = useBackend();
  const workspace = useEditor((state) => state.workspace);
  const consumer = useEditor(({ deployed }) => deployed?.consumers.find(({ id }) => id === consumerId));
  const isPaused = useLive(({ consumers }) => consumers.get(consumerId)?.isPaused === true);
  const mayNot = useRefusal(workspace, "flow.pause");
  const [isMoving, setMoving] = useState(false);
  const pause = useMutation({
    mutationFn: () => (isPaused ? api.resumeConsumer(consumerId) : api.pauseConsumer(consumerId)),
    onSuccess: ({ state }) => showToast(state === "paused" ? "Paused. Its events wait." : "It goes on."),
  });
  if (consumer === undefined) return null;
  return (
    <Section title="Work" name="work">
      {pause.error === null ? null : <Banner tone="bad">{errorSentence(pause.error)}</Banner>}
      <div className="flex flex-wrap gap-2">
        <Button
          size="dense"
          icon={isPaused ? Play : Pause}
          disabled={mayNot}
          busy={pause.isPending}
          onClick={() => pause.mutate()}
        >
          {isPaused ? "Resume" : "Pause"}
        </Button>
        <Button size="dense" disabled={mayNot} onClick={() => setMoving(true)}>
          Go on elsewhere…
        </Button>
      </div>
      {isMoving ? <MoveDialog consumer={consumer} onClose={() => setMoving(false)} /> : null}
    </Section>
  );
}
