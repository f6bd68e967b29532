"use client";

import { useMutation } from "@tanstack/react-query";
import { Hourglass, Pause, Play } from "lucide-react";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useLive } from "@/app/_live/live-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { formatNumber } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import { useBackend } from "../deploy/use-deployment";
import { useEditor } from "../state/editor-context";
import { MoveDialog } from "./move-dialog";
import { Section } from "./section";

const said = {
  paused: "Paused. Its events wait.",
  draining: "It takes nothing new, and is paused when nothing is open.",
  active: "It goes on.",
} as const;

/** Pauses a deployed consumer, at once or when it is through, lets it go on, or moves it in its topics. */
export function WorkSection({ consumerId }: { readonly consumerId: string }) {
  const { api } = useBackend();
  const workspace = useEditor((state) => state.workspace);
  const consumer = useEditor(({ deployed }) => deployed?.consumers.find(({ id }) => id === consumerId));
  const isPaused = useLive(({ consumers }) => consumers.get(consumerId)?.isPaused === true);
  const isDraining = useLive(({ consumers }) => consumers.get(consumerId)?.isDraining === true);
  const stillOpen = useLive(({ consumers }) => consumers.get(consumerId)?.stillOpen ?? 0);
  const mayNot = useRefusal(workspace, "flow.pause");
  const [isMoving, setMoving] = useState(false);
  const change = useMutation({
    mutationFn: (to: "pause" | "drain" | "resume") => api[`${to}Consumer`](consumerId),
    onSuccess: ({ state }) => showToast(said[state]),
  });
  if (consumer === undefined) return null;
  const button = (to: "pause" | "drain" | "resume", icon: typeof Pause, words: string) => (
    <Button
      size="dense"
      icon={icon}
      disabled={mayNot}
      busy={change.isPending && change.variables === to}
      onClick={() => change.mutate(to)}
    >
      {words}
    </Button>
  );
  const isHeld = isPaused || isDraining;
  // What holds events back is in sight, however the section was left.
  const section = isHeld ? "work-held" : "work";
  return (
    <Section key={section} title="Work" name={section} startsOpen={isHeld}>
      {isPaused ? <p className="text-dense text-text-2">Paused: its events wait until it goes on.</p> : null}
      {change.error === null ? null : <Banner tone="bad">{errorSentence(change.error)}</Banner>}
      {isDraining ? (
        <p className="text-dense text-text-2">{`Draining, ${formatNumber(stillOpen)} still open. Then it is paused.`}</p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {isHeld ? button("resume", Play, "Resume") : null}
        {isPaused ? null : button("pause", Pause, isDraining ? "Pause now" : "Pause")}
        {isHeld ? null : button("drain", Hourglass, "Finish, then pause")}
        <Button size="dense" disabled={mayNot} onClick={() => setMoving(true)}>
          Go on elsewhere…
        </Button>
      </div>
      {isMoving ? <MoveDialog consumer={consumer} onClose={() => setMoving(false)} /> : null}
    </Section>
  );
}
