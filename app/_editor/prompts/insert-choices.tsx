"use client";

import { Funnel, ListChecks, Plus, Split } from "lucide-react";
import { askForStep } from "../actions/ask-actions";
import { checkEventsFirst, insertFilter, stepBeforePublish, wireWithTopic } from "../actions/insert-actions";
import { wiresIn } from "../state/derived";
import { useEditor, useEditorStore } from "../state/editor-context";
import { type PickItem, PickList } from "./pick-list";

interface InsertChoicesProps {
  readonly wireId: string;
  readonly onCancel: () => void;
}

/** `+` on a wire: what makes sense between its two ends. */
export function InsertChoices({ wireId, onCancel }: InsertChoicesProps) {
  const store = useEditorStore();
  const wire = useEditor((state) => wiresIn(state).find(({ id }) => id === wireId));
  if (!wire) return null;
  const items: readonly PickItem[] =
    wire.kind === "send"
      ? [
          {
            id: "check-first",
            title: "Check or change events first",
            detail: `New topic ${wire.topic}.raw and a consumer between`,
            icon: ListChecks,
          },
        ]
      : wire.kind === "when"
        ? [
            { id: "first-step", title: "Add first step", detail: "At the top of this consumer", icon: Plus },
            { id: "filter", title: "Filter", detail: "Go on only with events that fit", icon: Funnel },
            {
              id: "between",
              title: "Consumer and topic between",
              detail: "Retries are then separate",
              icon: Split,
            },
          ]
        : [{ id: "before", title: "Add step before", detail: "Right above this Publish", icon: Plus }];
  const pick = (id: string) => {
    store.setState({ prompt: undefined });
    if (id === "check-first" && wire.kind === "send") checkEventsFirst(store, wire);
    else if (id === "between" && wire.kind === "when") wireWithTopic(store, wire);
    else if (id === "before" && wire.kind === "publish") stepBeforePublish(store, wire);
    else if (wire.kind === "when") {
      const place = { consumerId: wire.consumerId, index: 0 };
      if (id === "filter") insertFilter(store, place);
      else askForStep(store, { kind: "place", place }, { key: `consumer:${wire.consumerId}` });
    }
  };
  return (
    <PickList
      placeholder="Insert"
      find={(query) => items.filter(({ title }) => title.toLowerCase().includes(query.trim().toLowerCase()))}
      onPick={pick}
      onCancel={onCancel}
      empty={() => "Nothing of that name fits here."}
    />
  );
}
