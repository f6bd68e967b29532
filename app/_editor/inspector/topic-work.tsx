"use client";

import { useMutation } from "@tanstack/react-query";
import { Hourglass, Pause, Play } from "lucide-react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useRefusal } from "@/app/_flows/use-refusal";
import { useLive } from "@/app/_live/live-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { useBackend } from "../deploy/use-deployment";
import { useEditor } from "../state/editor-context";
import { Section } from "./section";

const words = {
  running: "Pausing holds back its events from every consumer, in all flows. Senders are accepted.",
  paused: "Paused: nothing is handed out from it, to any consumer. Senders are accepted; their events wait.",
  draining: "Draining: nothing new is handed out from it. When nothing is open any more it is paused.",
} as const;

/** Pauses a topic that has run, at once or when its consumers are through, and lets it go on. */
export function TopicWork({ name }: { readonly name: string }) {
  const { api } = useBackend();
  const workspace = useEditor((state) => state.workspace);
  const isKnown = useLive(({ topics }) => topics.has(name));
  const pause = useLive(({ topics }) => topics.get(name)?.pause ?? null);
  const mayNot = useRefusal(workspace, "topic.pause");
  const change = useMutation({
    mutationFn: (to: "pause" | "drain" | "resume") => api.switchTopic(name, to),
  });
  if (!isKnown) return null;
  const button = (to: "pause" | "drain" | "resume", icon: typeof Pause, text: string) => (
    <Button
      size="dense"
      icon={icon}
      disabled={mayNot}
      busy={change.isPending && change.variables === to}
      onClick={() => change.mutate(to)}
    >
      {text}
    </Button>
  );
  // What holds events back is in sight, however the section was left.
  const section = pause === null ? "work" : "work-held";
  return (
    <Section key={section} title="Work" name={section} startsOpen={pause !== null}>
      {change.error === null ? null : <Banner tone="bad">{errorSentence(change.error)}</Banner>}
      <p className="text-dense text-text-2">{words[pause ?? "running"]}</p>
      <div className="flex flex-wrap gap-2">
        {pause === null ? null : button("resume", Play, "Resume")}
        {pause === "paused" ? null : button("pause", Pause, pause === null ? "Pause" : "Pause now")}
        {pause === null ? button("drain", Hourglass, "Finish, then pause") : null}
      </div>
    </Section>
  );
}
