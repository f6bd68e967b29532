"use client";

import { X } from "lucide-react";
import { IconButton } from "@/app/_ui/icon-button";
import { Pill } from "@/app/_ui/pill";
import { useEditor, useEditorStore } from "../state/editor-context";

/** What the list is narrowed to, with the way back to all. */
export function FilterPill() {
  const store = useEditorStore();
  const filter = useEditor((state) => state.liveFilter);
  const consumer = useEditor(
    ({ document }) => document.consumers.find(({ id }) => id === filter.consumerId)?.name,
  );
  const words = [consumer ?? filter.topic, filter.status].filter(Boolean).join(" · ");
  if (words === "") return null;
  return (
    <span className="flex items-center gap-0.5">
      <Pill tone="accent">{words}</Pill>
      <IconButton
        icon={X}
        label="Show all events"
        size={24}
        onClick={() => store.setState({ liveFilter: {} })}
      />
    </span>
  );
}
