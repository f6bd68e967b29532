"use client";

import { ReplayDialog } from "@/app/_live/replays/replay-dialog";
import { formatPlural } from "@/app/_ui/format";
import { useEditor, useEditorStore } from "./state/editor-context";

/** Asks how the stored events of a consumer's topics are to be replayed; that consumer is chosen at first. */
export function ReplayPrompt() {
  const store = useEditorStore();
  const replayed = useEditor((state) => state.replayed);
  const { workspace, flow, deployed, live } = store.getState();
  const name = deployed?.consumers.find(({ id }) => id === replayed?.consumerId)?.name;
  if (replayed === undefined || name === undefined) return null;
  const { topics } = live.getSnapshot();
  const parts = replayed.topics.flatMap((topic) => {
    const toOffset = topics.get(topic)?.head ?? 0;
    return toOffset === 0 ? [] : [{ topic, fromOffset: 1, toOffset }];
  });
  const count = parts.reduce((sum, { toOffset }) => sum + toOffset, 0);
  return (
    <ReplayDialog
      workspace={workspace}
      name={name}
      what={formatPlural(count, "event")}
      parts={parts}
      chosen={{ flow, consumerId: replayed.consumerId }}
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) store.setState({ replayed: undefined });
      }}
    />
  );
}
