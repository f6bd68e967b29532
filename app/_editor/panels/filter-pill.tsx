"use client";

import { FlaskConicalOff, X } from "lucide-react";
import { hideTestEvents, useTestEventsHidden } from "@/app/_live/test-traffic/use-test-traffic";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { Pill } from "@/app/_ui/pill";
import { TextLink } from "@/app/_ui/text-link";
import { useEditor, useEditorStore } from "../state/editor-context";

/** The events page with what the list is narrowed to; of a flow as a whole, with its topics. */
function useEventsHref(): string {
  const workspace = useEditor((state) => state.workspace);
  const flow = useEditor((state) => state.flow);
  const { topic, consumerId, status } = useEditor((state) => state.liveFilter);
  const topics = useEditor(({ document }) => document.topics);
  const params = new URLSearchParams();
  if (consumerId !== undefined) {
    params.set("flow", flow);
    params.set("consumer", consumerId);
  }
  const names = topic === undefined ? topics.map(({ name }) => name) : [topic];
  if (topic !== undefined || consumerId === undefined) for (const name of names) params.append("topic", name);
  if (status !== undefined) params.set("status", status);
  return `/w/${encodeURIComponent(workspace)}/events?${params}`;
}

/** What the list is narrowed to, with the way back to all; and the way to all that the log holds. */
export function FilterPill() {
  const store = useEditorStore();
  const filter = useEditor((state) => state.liveFilter);
  const href = useEventsHref();
  const areTestsHidden = useTestEventsHidden();
  const consumer = useEditor(
    ({ document }) => document.consumers.find(({ id }) => id === filter.consumerId)?.name,
  );
  const words = [consumer ?? filter.topic, filter.status].filter(Boolean).join(" · ");
  return (
    <span className="flex items-center gap-2">
      {words === "" ? null : (
        <span className="flex items-center gap-0.5">
          <Pill tone="accent">{words}</Pill>
          <IconButton
            icon={X}
            label="Show all events"
            size={24}
            onClick={() => store.setState({ liveFilter: {} })}
          />
        </span>
      )}
      <Button
        variant="ghost"
        size="dense"
        icon={FlaskConicalOff}
        aria-pressed={areTestsHidden}
        className="aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
        onClick={() => hideTestEvents(!areTestsHidden)}
      >
        Hide test events
      </Button>
      <TextLink href={href} prefetch={false} className="text-label">
        Search and export
      </TextLink>
    </span>
  );
}
